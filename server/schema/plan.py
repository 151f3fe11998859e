"""What a spec will be and cost, as the planner answers it."""

from typing import Any

from models.events import Number
from models.sentences import Text
from server.schema.base import Body


class Layer(Body):
    """One row of the plan. ``settings`` are the JSON pointers of the controls that shape it; ``reads`` the rows whose
    outputs it was given, "" the example, as far as they can be followed: two or more where branches or a skip meet."""

    name: str
    type: str
    output: list[int]
    parameters: int
    multiply_adds: int
    settings: list[str]
    reads: list[str]


class Plan(Body):
    layers: list[Layer]
    parameters: int
    multiply_adds: int
    """For one example, one pass forward, as PyTorch's own layers take them."""
    memory: int
    """Bytes while training: weights, gradients, optimiser, activations of a batch. An estimate."""
    no_room: Text | None
    """Why this machine has not so much memory left, beside what runs and waits, and what would fit; or null."""
    steps_per_epoch: int
    steps: int
    seconds_per_epoch: Number
    """From an equal run on this machine, else null."""
    seconds_estimated: Number
    """Of an epoch at least, worked out from the multiply-adds, from how fast layers learn on this machine now, and from
    how many runs are at work; only where no equal run is known and it is more than ten minutes, on a machine without a
    GPU."""
    classroom: dict[str, str]
    """Of a published size: the settings by JSON pointer that make it the one that trains in a classroom; else empty."""
    original: dict[str, str]
    """Of the size for a classroom: those that make it the published network, to be drawn beside it; else empty."""
    as_blocks: dict[str, Any] | None
    """The settings of the architecture ``blocks`` that make the same network; null where there are none."""
    not_as_blocks: Text | None
    """Why there are none with these settings; null where the network is none of those that open as blocks, or does."""
    rates: list[tuple[float, float]] | None
    """The learning rate over the training: about 60 of [epoch, rate]. Null where the schedule waits for what will be
    measured, as on a plateau."""
    bounds: dict[str, dict[str, float]]
    """Bounds narrowed for this spec by JSON pointer: {"/task/examples": {"maximum": 5050}}."""
    series: list[str]
    """Those of the task's, or the architecture's, series that there will be points of: of a few classes, not all."""
