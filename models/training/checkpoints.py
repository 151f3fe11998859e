"""What a training can be continued from: named tensors, and plain JSON about them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Saved:
    """Weights alone (from a snapshot), or all of a training's state. ``about`` is plain JSON."""

    tensors: "dict[str, Tensor]"
    about: dict[str, Any] = field(default_factory=dict)

    def with_new_settings(self, optimizer: str) -> "Saved":
        """The same without its settings: a fork takes those of its own spec, and ``optimizer`` begins anew if it is
        another."""
        about = {name: value for name, value in self.about.items() if name not in ("training", "architecture")}
        if self.about.get("training", {}).get("optimizer", optimizer) == optimizer:
            return Saved(self.tensors, about)
        return Saved({name: one for name, one in self.tensors.items() if not name.startswith("optimizer/")}, about)

    @property
    def full(self) -> bool:
        return "order" in self.tensors


@dataclass(frozen=True)
class Snapshot:
    """An offer to store the training as it is after ``step`` steps.

    ``weights`` (by their plain names) and ``everything`` copy to the host when they are called, and may be called until
    the loop goes on: what nobody stores costs nothing. ``due`` asks for all of it, whatever it costs.
    """

    step: int
    epoch: float
    best: int | None
    """Step of the best scoring of the validation split so far, in earlier attempts too."""
    weights: Callable[[], Saved]
    everything: Callable[[], Saved]
    due: bool = False
    """True at a pause, at what is changed in it, and at the end: keep all of it, whatever the disk costs."""


def copied(tensors: "dict[str, Tensor]") -> "dict[str, Tensor]":
    """Copies of ``tensors``, each (…), on the host: training goes on changing the originals."""
    return {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in tensors.items()}
