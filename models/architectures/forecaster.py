"""Forecaster: a recurrent network reads a window of values and says the next; its state may go on from batch to batch.

Long short-term memory: Hochreiter and Schmidhuber 1997; truncated back-propagation through time: Williams and Peng
1990. The state that a batch ends with is where the same rows of the next batch begin, without the way back through it.
What to watch: row i of the next batch lies a whole batch later in time, so the state fits exactly only where batch size
and window are equal; and a network that says the *change* begins as "nothing changes", which is hard to beat.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.carried import CarriedStack
from models.layers.cells import KERAS, KERAS_2018, Cell
from models.layers.dropout import Dropout
from models.layers.equations import CellActivation, Variant
from models.layers.recurrent_initial import FirstRecurrentWeights, draw_recurrent
from models.layers.settings import (
    biases_setting,
    cell_activation_setting,
    cell_setting,
    dropout_setting,
    first_recurrent_weights_setting,
    hidden_setting,
    own_steps_setting,
    truncate_setting,
)
from models.layers.stacks import last_states, torch_stack
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Carried, Kind, Shapes, State
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task

STYLES = {"keras": KERAS, "keras 2018": KERAS_2018}
"""By the flavour of the cells."""


class Forecaster(Architecture):
    """SimpleRNN, GRU, LSTM or peephole LSTM with a dense output."""

    title: ClassVar[str] = "Forecaster"
    text: ClassVar[str] = "Reads a row of values into a memory, which it may keep, and says what comes next."
    place: ClassVar[Place] = Place(
        "forecasting",
        chapters=("convolution", "equations"),
        effects=("rival", "long-memory"),
        sources=(
            Source("Hochreiter and Schmidhuber", 1997, "Long short-term memory"),
            Source(
                "Williams and Peng",
                1990,
                "An efficient gradient-based algorithm for on-line training of recurrent network trajectories",
            ),
        ),
        after=("architecture/recurrent",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.WINDOW_TO_VALUES, Kind.WINDOW_TO_CLASS})
    family: ClassVar[Family] = "recurrent"
    smallest: ClassVar[dict[str, Any]] = {"hidden": 3}

    cell: Cell = cell_setting(
        "LSTM",
        ["memory"],
        colours={"SimpleRNN": "orange", "GRU": "green", "LSTM": "blue", "PeepholeLSTM": "purple"},
    )
    hidden: int = hidden_setting(32, ["memory", "output"], most=256)
    layers: int = setting(
        1,
        "Layers",
        "Each further layer reads the states of the one below it, and takes as long again.",
        between=(1, 3),
        layer=["memory"],
        group="Network",
    )
    stateful: bool = setting(
        True,
        "Keep the state",
        "Each batch begins with the state in which the one before it ended. Off, every window is read from nothing.",
        group="Network",
    )
    bidirectional: bool = setting(
        False,
        "Read both ways",
        "A second network reads each window from its end, and the answer comes from where both end. Only what is read "
        "forwards can go on from batch to batch, so this is for windows that are read from nothing.",
        when={"stateful": [False], "flavour": ["torch"]},
        layer=["memory", "output"],
        group="Network",
    )
    difference: bool = setting(
        False,
        "Say the change",
        "What is said is added to the last value, so that saying nothing already repeats it.",
        layer=["output"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of the last state at random while training.", ["dropout"], advanced=True
    )
    reset: Literal["each epoch", "never"] = setting(
        "each epoch",
        "State begins anew",
        "Each epoch and each scoring begin with an empty state; or it is never reset, as in stateful networks of "
        "Keras: an epoch then begins with what was read last, the held-out values, which lie later in time.",
        when={"stateful": [True]},
        group="Network",
        advanced=True,
    )
    output: Literal["linear", "tanh"] = setting(
        "linear",
        "Output activation",
        "Linear can say any value; tanh says nothing beyond -1 and 1, and hardly reaches them.",
        layer=["output"],
        group="Network",
        advanced=True,
    )

    flavour: Literal["torch", "keras", "keras 2018"] = setting(
        "torch",
        "Flavour of the cells",
        "PyTorch's cells have two biases; Keras's have one, and a forget gate that begins open; those of 2018 have "
        "hard sigmoids too. Each has other first weights.",
        layer=["memory", "output"],
        group="Network",
        names={"torch": "PyTorch", "keras": "Keras", "keras 2018": "Keras of 2018"},
        advanced=True,
    )
    activation: CellActivation = cell_activation_setting(["memory"])
    biases: bool = biases_setting(["memory", "output"])
    first_weights: FirstRecurrentWeights = first_recurrent_weights_setting(["memory", "output"])
    truncate: int = truncate_setting()
    own_steps: bool = own_steps_setting(["memory"])
    by_place: bool = setting(
        False,
        "Weights for each place",
        "Each place of the window has input weights of its own, as in a published listing. Off, all steps share "
        "theirs: that is what makes a network recurrent.",
        layer=["memory"],
        group="Network",
        advanced=True,
    )

    @classmethod
    def upgraded(cls, saved: dict[str, Any]) -> dict[str, Any]:
        """Before there was a choice, an LSTM went by our own steps."""
        earlier = "dropout" in saved and "reset" not in saved
        return {"own_steps": True, **saved} if earlier else saved

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes, self.recurrent)

    def recurrent(self, features: int) -> nn.Module:
        """The recurrent layers, which read so many values at each step."""
        activation: CellActivation = self.activation if self.cell == "SimpleRNN" else "tanh"
        variant = Variant(activation, self.biases, self.truncate)
        if self.flavour == "torch" and self.cell == "LSTM" and not (self.own_steps or self.truncate):
            # Where there is oneDNN its kernel is twice as fast as our steps.
            options = {"bias": self.biases, "batch_first": True, "bidirectional": self.both_ways}
            return nn.LSTM(features, self.hidden, self.layers, **options)
        if self.flavour == "torch":
            return torch_stack(self.cell, features, self.hidden, self.layers, self.both_ways, variant)
        return CarriedStack(self.cell, features, self.hidden, self.layers, STYLES[self.flavour], variant)

    @property
    def both_ways(self) -> bool:
        return self.bidirectional and not self.stateful and self.flavour == "torch"

    @property
    def never_resets(self) -> bool:
        return self.stateful and self.reset == "never"

    def at_once(self, task: Task) -> int:
        """As many windows as a window is long: each row then goes on with the very next month."""
        return task.shapes().inputs[0] if self.stateful and task.order == "ordered" else super().at_once(task)


class Network(nn.Module):
    """Window -> last state -> values, added to the last ones where the change is said; or a score for each class."""

    def __init__(self, settings: Forecaster, shapes: Shapes, recurrent: Callable[[int], nn.Module]) -> None:
        super().__init__()
        self.targets = shapes.targets or (1, shapes.classes)
        self.classifies = not shapes.targets
        self.stateful = settings.stateful
        self.adds_last = settings.difference and not self.classifies
        window, features = shapes.inputs
        self.places = window if settings.by_place else 0
        self.memory = recurrent(features * (self.places or 1))
        self.dropout = Dropout(settings.dropout)
        self.both_ways = settings.both_ways
        width = settings.hidden * (1 + self.both_ways)
        self.output = nn.Linear(width, self.targets[0] * self.targets[1], bias=settings.biases)
        if settings.flavour != "torch":
            as_keras(self.output)
        draw_recurrent(self, settings.first_weights)
        self.tanh = settings.output == "tanh"

    def forward(self, batch: Batch) -> Carried | Tensor:
        """Windows (batch, time, features) -> values (batch, horizon, columns) or scores (batch, classes), with the
        state where it is carried.
        """
        began = None if batch.continues is None else unpacked(fitted(batch.continues, len(batch.inputs)))
        sequence = by_place(batch.inputs, self.places) if self.places else batch.inputs
        states, last = self.memory(sequence, began)  # (batch, time, directions x hidden)
        ends = last_states(states, last) if self.both_ways else states[:, -1]  # (batch, directions x hidden)
        sums = self.output(self.dropout(ends)).view(-1, *self.targets)  # (batch, horizon, columns)
        changes = torch.tanh(sums) if self.tanh else sums
        if self.adds_last:
            changes = changes + batch.inputs[:, -1:, : self.targets[1]]
        answers: Tensor = changes[:, 0] if self.classifies else changes
        return Carried(answers, last if isinstance(last, tuple) else (last,)) if self.stateful else answers


def by_place(inputs: Tensor, places: int) -> Tensor:
    """(batch, time, features) -> (batch, time, places x features): at each step all but its own place is 0."""
    own = torch.eye(places, dtype=inputs.dtype, device=inputs.device)[: inputs.shape[1]]  # (time, places)
    return (inputs.unsqueeze(2) * own.unsqueeze(2)).flatten(2)


def as_keras(dense: nn.Linear) -> None:
    """Draws weights (units, inputs) as Keras does: Glorot and Bengio's uniform, biases 0."""
    nn.init.xavier_uniform_(dense.weight)
    if dense.bias is not None:
        nn.init.zeros_(dense.bias)


def fitted(state: State, rows: int) -> State:
    """State (layers, batch, hidden) for a batch of ``rows``: cut where it is shorter, begun at 0 where it is longer."""
    if state[0].shape[1] == rows:
        return state
    return tuple(
        torch.cat([one[:, :rows], one.new_zeros(one.shape[0], max(0, rows - one.shape[1]), one.shape[2])], 1)
        for one in state
    )


def unpacked(state: State) -> Any:
    """As PyTorch wants it: LSTM's two in a tuple, the single one of the others as it is."""
    return state if len(state) > 1 else state[0]
