"""Forecaster: a recurrent network reads a window of values and says the next; its state may go on from batch to batch.

Long short-term memory: Hochreiter and Schmidhuber 1997; truncated back-propagation through time: Williams and Peng
1990. The state that a batch ends with is where the same rows of the next batch begin, without the way back through it.
What to watch: row i of the next batch lies a whole batch later in time, so the state fits exactly only where batch size
and window are equal; and a network that says the *change* begins as "nothing changes", which is hard to beat.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.cells import Cell
from models.layers.dropout import Dropout
from models.layers.recurrent import LAYERS
from models.layers.settings import cell_setting, dropout_setting, hidden_setting
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Carried, Kind, Shapes, State
from models.spec.settings import setting
from models.spec.task import Task


class Forecaster(Architecture):
    """SimpleRNN, GRU, LSTM or peephole LSTM with a dense output."""

    title: ClassVar[str] = "Forecaster"
    text: ClassVar[str] = "Reads a row of values into a memory, which it may keep, and says what comes next."
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

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)

    @property
    def never_resets(self) -> bool:
        return self.stateful and self.reset == "never"

    def at_once(self, task: Task) -> int:
        """As many windows as a window is long: each row then goes on with the very next month."""
        return task.shapes().inputs[0] if self.stateful and task.order == "ordered" else super().at_once(task)


class Network(nn.Module):
    """Window -> last state -> values, added to the last ones where the change is said; or a score for each class."""

    def __init__(self, settings: Forecaster, shapes: Shapes) -> None:
        super().__init__()
        self.targets = shapes.targets or (1, shapes.classes)
        self.classifies = not shapes.targets
        self.stateful = settings.stateful
        self.adds_last = settings.difference and not self.classifies
        self.memory = LAYERS[settings.cell](shapes.inputs[1], settings.hidden, settings.layers, batch_first=True)
        self.dropout = Dropout(settings.dropout)
        self.output = nn.Linear(settings.hidden, self.targets[0] * self.targets[1])
        self.tanh = settings.output == "tanh"

    def forward(self, batch: Batch) -> Carried | Tensor:
        """Windows (batch, time, features) -> values (batch, horizon, columns) or scores (batch, classes), with the
        state where it is carried.
        """
        began = None if batch.continues is None else unpacked(fitted(batch.continues, len(batch.inputs)))
        states, last = self.memory(batch.inputs, began)  # (batch, time, hidden)
        sums = self.output(self.dropout(states[:, -1])).view(-1, *self.targets)  # (batch, horizon, columns)
        changes = torch.tanh(sums) if self.tanh else sums
        if self.adds_last:
            changes = changes + batch.inputs[:, -1:, : self.targets[1]]
        answers: Tensor = changes[:, 0] if self.classifies else changes
        return Carried(answers, last if isinstance(last, tuple) else (last,)) if self.stateful else answers


def fitted(state: State, rows: int) -> State:
    """State (layers, batch, hidden) for a batch of ``rows``: cut where it is shorter, begun at 0 where it is longer."""
    return tuple(
        torch.cat([one[:, :rows], one.new_zeros(one.shape[0], max(0, rows - one.shape[1]), one.shape[2])], 1)
        for one in state
    )


def unpacked(state: State) -> Any:
    """As PyTorch wants it: LSTM's two in a tuple, the single one of the others as it is."""
    return state if len(state) > 1 else state[0]
