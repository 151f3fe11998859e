"""A block of a recurrent layer that reads a picture row by row (Le, Jaitly and Hinton, 2015)."""

from typing import ClassVar, Literal

from models.layers.blocks.block import GROUP, PICTURE, SEQUENCE, Block, Unfit
from models.layers.dropout import DropoutThroughTime
from models.layers.stack import Shape, Stack
from models.layers.stacks import STACKS, PictureSteps, ReadSteps
from models.sentences import Sentence
from models.spec.settings import setting, sizes

NO_STEPS = Sentence(
    "block-no-steps", "It reads a picture, or what a recurrent block with all states gives, and units come before it."
)


class RecurrentBlock(Block):
    """One recurrent layer, one way or both, over the rows of a picture or over the states of another."""

    title: ClassVar[str] = "Recurrent"
    text: ClassVar[str] = "Reads a picture row by row into a memory; what it knows after the last row goes on."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, SEQUENCE})

    cell: Literal["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"] = setting(
        "GRU",
        "Cell",
        "SimpleRNN overwrites its memory at every step; GRU and LSTM have gates that learn what to keep.",
        group=GROUP,
    )
    units: sizes(1, 512) = setting(  # type: ignore[valid-type]
        64, "Units", "More units remember more and learn slower.", scale="log", group=GROUP
    )
    by: Literal["rows", "columns"] = setting(
        "rows",
        "Reads by",
        "Whether a picture is read from top to bottom or from left to right: one row or one column at each step.",
        group=GROUP,
    )
    bidirectional: bool = setting(
        False,
        "Read both ways",
        "A second layer reads from the end, and what both know is joined: neither end of the picture is far away.",
        group=GROUP,
    )
    states: Literal["last", "all"] = setting(
        "last",
        "Gives",
        "The last state alone, which has to hold everything; or the states after all steps, as a further recurrent "
        "block wants them.",
        names={"last": "last state", "all": "all states"},
        group=GROUP,
    )
    silenced: float = setting(
        0.0,
        "Dropout",
        "Silences this share of what it reads at random while training: the same values at every step.",
        between=(0.0, 0.9),
        group=GROUP,
    )
    flavour: Literal["torch", "keras", "tfjs"] = setting(
        "torch",
        "Flavour of the cell",
        "PyTorch's cells have two biases; Keras's have one, and a forget gate that begins open; TensorFlow.js's have "
        "hard sigmoids too.",
        group=GROUP,
        advanced=True,
    )

    def add_to(self, stack: Stack) -> None:
        place = stack.number("recurrent")
        if len(stack.shape) == PICTURE:
            stack.add(f"steps{place}", PictureSteps(self.by), self.steps_of(stack.shape))
        if self.silenced > 0:
            stack.add(f"dropout{stack.number('dropout')}", DropoutThroughTime(self.silenced, ""))
        layers = STACKS[self.flavour](self.cell, stack.shape[-1], self.units, 1, self.bidirectional)
        label = f"{self.cell}, both ways" if self.bidirectional else self.cell
        read = ReadSteps(layers, label, all_states=self.states == "all")
        stack.add(f"recurrent{place}", read, self.shape_after(stack.shape))

    def shape_after(self, shape: Shape) -> Shape:
        steps, _ = self.steps_of(shape)
        units = self.units * (2 if self.bidirectional else 1)
        return (steps, units) if self.states == "all" else (units,)

    def steps_of(self, shape: Shape) -> Shape:
        """(steps, values) of a picture (maps, height, width), or of what is a sequence already."""
        if len(shape) != PICTURE:
            return shape
        maps, height, width = shape
        return (height, maps * width) if self.by == "rows" else (width, maps * height)

    def unfit(self, shape: Shape) -> Unfit | None:
        return None if len(shape) in self.reads else Unfit("", NO_STEPS())
