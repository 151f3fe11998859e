"""One step of a training, explained for one weight: forward, loss, backward, update, and the gradient checked."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn, ImageGrid, Knob, LayerChoice
from models.look.heat_maps import Panel
from models.sentences import Text


class StepLine(Drawn):
    """One line: what it is, its formula, the same with the real figures, and what comes out."""

    what: Text
    formula: str
    figures: str = ""
    value: float | None
    digits: int = 4
    """Of the value: two numbers that hardly differ are written out."""


class StepPart(Drawn):
    """Forward, loss, backward, update or the check, in this order."""

    title: Text
    lines: list[StepLine]
    remarks: list[Text] = Field(default_factory=list)


class ExplainedStep(Drawn):
    """What the next step does to one weight. Another is asked for by its tensor's name, its row and column counted from
    1, and an example of the batch, as "conv1.weight@3,7&example=2".
    """

    type: Literal["explained step"] = "explained step"
    title: Text
    """Which weight it is."""
    layers: list[LayerChoice]
    """The tensors of weights."""
    chosen: str
    """The name of the one that the weight is in."""
    weights: Panel
    gradients: Panel
    """Of the same weights: how the loss would change with each."""
    knobs: list[Knob]
    """``row`` and ``column`` of the weight, and ``example`` of the batch."""
    asked: ImageGrid | None = None
    """The example, where it is a picture."""
    symbols: str = ""
    """The example, where it is read symbol by symbol."""
    parts: list[StepPart]
    remarks: list[Text] = Field(default_factory=list)
