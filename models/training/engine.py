"""What a training is to whoever gives it commands, and what it gives out. It knows of no loop and no inbox."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from models.commands import Look
from models.events import Event, Points, RunState, State
from models.look.view import LookAnswer
from models.sentences import NO_TEXT, Text
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.checkpoints import Snapshot
from models.training.sampler import Progress

Output: TypeAlias = Event | Snapshot | LookAnswer
"""One thing that a training gives out: an event, an offer of weights, or a look that was answered."""


class Engine(Protocol):
    """A training between two steps."""

    training: Training
    """The settings of now."""
    ending: State | None
    """The last state, once something has ended the training."""
    overrides: dict[str, Any]
    """Live settings of the architecture, by name, that are no longer as in the spec."""

    @property
    def spec(self) -> Spec: ...

    @property
    def progress(self) -> Progress: ...

    @property
    def over(self) -> bool:
        """Whether the planned length is done."""
        ...

    def state(self, state: RunState, reason: Text = NO_TEXT) -> State: ...

    def pending_points(self) -> Points | None:
        """Batches that were learnt and not reported yet."""
        ...

    def checkpoint(self, due: bool = False) -> Snapshot: ...

    def apply_overrides(self, settings: Mapping[str, Any]) -> None:
        """Live settings of the architecture, by name, from the next step on."""
        ...

    def look(self, command: Look) -> LookAnswer:
        """A view of the network as it is now. A question that cannot be answered is refused in words."""
        ...
