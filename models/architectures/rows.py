"""Rows: a recurrent network reads a picture as a sequence, one row of pixels after the other.

Le, Jaitly and Hinton, "A simple way to initialize recurrent networks of rectified linear units", 2015, read digits so,
pixel by pixel; by rows it is a listing of the textbooks. What to watch: the state after the last row has to know what
the first rows showed, 28 steps ago. Gated cells carry it; a SimpleRNN has to hand it on through 28 multiplications.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

from torch import Tensor, nn

from models.layers.blocks.opened import opened
from models.layers.blocks.recurrent import RecurrentBlock
from models.layers.cells import Cell
from models.layers.dropout import DropoutThroughTime
from models.layers.initial import glorot
from models.layers.settings import cell_setting, dropout_setting, hidden_setting
from models.layers.stacks import STACKS, AllStates, LastState, PictureSteps, last_states
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting


class Rows(Architecture):
    """SimpleRNN, GRU, LSTM or peephole LSTM over the rows or the columns of a picture."""

    title: ClassVar[str] = "Recurrent network over rows"
    text: ClassVar[str] = "Reads a picture row by row into a memory, then says what it was."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("classifiers",),
        effects=("long-memory", "gates"),
        sources=(
            Source(
                "Le, Jaitly and Hinton", 2015, "A simple way to initialize recurrent networks of rectified linear units"
            ),
        ),
        after=("architecture/recurrent",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "recurrent"
    smallest: ClassVar[dict[str, Any]] = {"hidden": 4}

    cell: Cell = cell_setting(
        "GRU",
        ["recurrent{}"],
        colours={"SimpleRNN": "orange", "GRU": "green", "LSTM": "blue", "PeepholeLSTM": "purple"},
    )
    hidden: int = hidden_setting(128, ["recurrent{}", "output"], most=512)
    layers: int = setting(
        1,
        "Layers",
        "Each further layer reads the states of the one below it, and takes as long again.",
        between=(1, 4),
        layer=["recurrent{}"],
        group="Network",
    )
    bidirectional: bool = setting(
        False,
        "Read both ways",
        "A second network reads from the end, and what both know is joined: neither end of the picture is far away.",
        layer=["recurrent{}"],
        group="Network",
    )
    steps: Literal["rows", "columns"] = setting(
        "rows",
        "Reads by",
        "Whether the picture is read from top to bottom or from left to right: one row or one column at each step.",
        layer=["steps"],
        group="Network",
    )
    states: Literal["last", "all"] = setting(
        "last",
        "The answer sees",
        "The last state alone, which has to hold everything; or the states after all steps, each with its own weights.",
        layer=["states"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of what each layer reads at random while training: the same values at every step.",
        ["dropout{}"],
    )
    flavour: Literal["torch", "keras", "tfjs"] = setting(
        "torch",
        "Flavour of the cells",
        "PyTorch's cells have two biases; Keras's have one, and a forget gate that begins open; TensorFlow.js's have "
        "hard sigmoids too. Each has other first weights.",
        layer=["recurrent{}", "output"],
        group="Network",
        advanced=True,
    )

    def as_blocks(self, shapes: Shapes) -> dict[str, Any]:
        one = RecurrentBlock(
            cell=self.cell,
            units=self.hidden,
            by=self.steps,
            bidirectional=self.bidirectional,
            states="all",
            silenced=self.dropout,
            flavour=self.flavour,
        )
        above = [one.but(by="rows")] * (self.layers - 1)
        blocks = [one, *above]
        last = blocks[-1].but(states=self.states)
        return opened([*blocks[:-1], last], initialisation=AS_IN_BLOCKS[self.flavour])

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)


class Network(nn.Module):
    """Picture -> steps -> states -> a score for every class."""

    def __init__(self, settings: Rows, shapes: Shapes) -> None:
        super().__init__()
        channels, height, width = shapes.inputs
        steps, features = (height, channels * width) if settings.steps == "rows" else (width, channels * height)
        self.steps = PictureSteps(settings.steps)
        directions = 1 + settings.bidirectional
        self.depth = settings.layers
        for number in range(1, 1 + self.depth):
            self.add_module(f"dropout{number}", DropoutThroughTime(settings.dropout))
            self.add_module(f"recurrent{number}", Layer(settings, features))
            features = directions * settings.hidden
        self.states = LastState() if settings.states == "last" else AllStates()
        self.output = nn.Linear(features * (1 if settings.states == "last" else steps), shapes.classes)
        FIRST_WEIGHTS[settings.flavour](self.output)

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> scores (batch, classes)."""
        states = self.steps(batch.inputs)  # (batch, steps, channels x pixels)
        for number in range(1, 1 + self.depth):
            values = self.get_submodule(f"dropout{number}")(states)
            states, last = self.get_submodule(f"recurrent{number}")(values)  # (batch, steps, units), (batch, units)
        scores: Tensor = self.output(self.states(states, last))
        return scores  # (batch, classes)


class Layer(nn.Module):
    """One recurrent layer, one way or both."""

    as_one_layer = True

    def __init__(self, settings: Rows, inputs: int) -> None:
        super().__init__()
        self.label = f"{settings.cell}, both ways" if settings.bidirectional else settings.cell
        self.stack = STACKS[settings.flavour](settings.cell, inputs, settings.hidden, 1, settings.bidirectional)

    def forward(self, sequence: Tensor) -> tuple[Tensor, Tensor]:
        """(batch, steps, inputs) -> states (batch, steps, units), the last of each way (batch, units)."""
        outputs, last = self.stack(sequence)
        return outputs, last_states(outputs, last)


def as_keras(dense: nn.Linear) -> None:
    """Draws weights (units, inputs) as Keras does: Glorot and Bengio's uniform, biases 0."""
    nn.init.xavier_uniform_(dense.weight)
    nn.init.zeros_(dense.bias)


FIRST_WEIGHTS: dict[str, Callable[[nn.Linear], object]] = {
    "torch": lambda dense: None,
    "keras": as_keras,
    "tfjs": glorot,
}
"""How the output layer is drawn, by the flavour of the cells."""
AS_IN_BLOCKS = {"torch": "PyTorch", "keras": "Glorot uniform", "tfjs": "Glorot"}
"""The same by the names that settings have."""
