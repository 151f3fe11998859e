"""Neural Turing machine: a network with a memory of its own, written and read by heads that move.

Graves, Wayne and Danihelka 2014; numbers of equations are theirs. A head finds a place by what stands there (content)
or by going on from where it was (location); everything is soft, so that where to write can be learnt by gradient. The
memory begins as a constant (Collier and Beel 2018) and every head at place 0, and both live in one forward pass. What
to watch: the loss stands still for long and then falls at once, when the heads have learnt to walk.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.lost_heads import lost_head
from models.layers.memory import AddressedHead, Addressing, WithSlots
from models.layers.settings import hidden_setting
from models.sentences import Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task

EMPTY = 1e-6
"""What memory holds before anything is written; not 0, which has no direction to compare."""
SHIFTS = 3
"""A head may go one place back, stay, or go one on."""


class Ntm(Architecture):
    """Controller, memory, and heads that read and write it."""

    title: ClassVar[str] = "Neural Turing machine"
    text: ClassVar[str] = "A small network with a memory beside it, and heads that learn where to write and to read."
    place: ClassVar[Place] = Place(
        "memory",
        chapters=("architectures",),
        effects=("addressing", "attention", "longer-than-learnt"),
        sources=(
            Source("Graves, Wayne and Danihelka", 2014, "Neural Turing machines"),
            Source("Collier and Beel", 2018, "Implementing neural Turing machines"),
        ),
        after=("architecture/recurrent", "architecture/memn2n"),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.BITS_TO_BITS})
    family: ClassVar[Family] = "memory"
    guarded: ClassVar[bool] = True
    smallest: ClassVar[dict[str, Any]] = {"slots": 4, "width": 3, "hidden": 8}

    controller: Literal["LSTM", "dense"] = setting(
        "LSTM",
        "Controller",
        "An LSTM has a memory of its own besides; a dense one has only what its heads have written.",
        colours={"LSTM": "blue", "dense": "orange"},
        layer=["controller"],
        group="Network",
    )
    hidden: int = hidden_setting(
        64, ["controller"], most=256, text="Units of the controller. More follow finer plans and learn slower."
    )
    slots: int = setting(
        16,
        "Places in memory",
        "Every place holds one thing; a sequence longer than the memory cannot be kept.",
        between=(2, 128),
        scale="log",
        layer=["read{}", "write{}"],
        group="Network",
    )
    width: int = setting(
        12,
        "Numbers in a place",
        "Wider places hold more at once, with more to compare.",
        between=(1, 64),
        layer=["read{}", "write{}"],
        group="Network",
    )
    heads: int = setting(
        1, "Heads of each sort", "So many places can be read and written in one step.", between=(1, 3), group="Network"
    )

    sharpening: bool = setting(
        True,
        "Sharpening",
        "Each shift blurs where a head stands a little; sharpening undoes that. The textbook's chapter leaves it out.",
        layer=["read{}", "write{}"],
        group="As printed",
        advanced=True,
    )
    strength: Literal["above 0", "at least 1"] = setting(
        "above 0",
        "Strength β",
        "How sharply content is compared. The paper has it above 0, the chapter at least 1.",
        layer=["read{}", "write{}"],
        group="As printed",
        advanced=True,
    )
    weights: Literal["after all stages", "raw shift scores"] = setting(
        "after all stages",
        "Weights of a head",
        "The chapter's listing works all stages out and then returns the raw shift scores: only three places are left.",
        layer=["read{}", "write{}"],
        group="As printed",
        advanced=True,
    )
    first_weights: Literal["PyTorch", "normal 0.5"] = setting(
        "PyTorch",
        "First weights of heads",
        "The chapter draws those of its dense layers from a normal of deviation 0.5, which is wide.",
        layer=["read{}", "write{}"],
        group="As printed",
        advanced=True,
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return TuringMachine(self, shapes)

    def lost_at(self, network: nn.Module, batch: Batch, task: Task) -> Text:
        """The head, and the step of a sequence, where its weights or their slope are no numbers any more."""
        return lost_head(network, lambda: self.criterion(task, network(batch), batch))


class TuringMachine(WithSlots):
    """Bits -> controller -> heads -> memory -> scores (logits) of the bits to write."""

    def __init__(self, settings: Ntm, shapes: Shapes) -> None:
        super().__init__()
        self.slots, self.width, self.heads = settings.slots, settings.width, settings.heads
        inputs = shapes.inputs[1] + self.heads * self.width
        self.controller = CONTROLLERS[settings.controller](inputs, settings.hidden)
        for number in range(1, self.heads + 1):
            self.add_module(f"read{number}", ReadHead(settings.hidden, self.width, settings))
            self.add_module(f"write{number}", WriteHead(settings.hidden, self.width, settings))
        self.output = nn.Linear(settings.hidden + self.heads * self.width, shapes.targets[1])

    def all_heads(self, sort: str) -> list[nn.Module]:
        """The heads that ``read``, or those that ``write``."""
        return [self.get_submodule(f"{sort}{number}") for number in range(1, self.heads + 1)]

    def forward(self, batch: Batch) -> Tensor:
        """Bits (batch, time, bits) -> scores (batch, time, bits)."""
        rows = len(batch.inputs)
        readers, writers = self.all_heads("read"), self.all_heads("write")
        memory = batch.inputs.new_full((rows, self.slots, self.width), EMPTY)  # M, (batch, slots, width)
        first = functional.pad(batch.inputs.new_ones(rows, 1), (0, self.slots - 1))  # (batch, slots)
        where_read, where_written = [first] * self.heads, [first] * self.heads
        reads, state = [memory[:, 0]] * self.heads, None
        outputs = []
        for x in batch.inputs.unbind(1):
            h, state = self.controller(torch.cat([x, *reads], -1), state)  # (batch, hidden)
            for place, reader in enumerate(readers):
                reads[place], where_read[place] = reader(h, memory, where_read[place])
            for place, writer in enumerate(writers):
                memory, where_written[place] = writer(h, memory, where_written[place])
            outputs.append(self.output(torch.cat([h, *reads], -1)))
        return torch.stack(outputs, 1)  # (batch, time, bits)


class LstmController(nn.Module):
    """One step of an LSTM."""

    as_one_layer = True
    label = "LSTM"

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(inputs, hidden)

    def forward(self, inputs: Tensor, state: Any) -> tuple[Tensor, Any]:
        """Inputs (batch, inputs) -> (batch, hidden), and the state after them."""
        h, c = self.cell(inputs, state)
        return h, (h, c)  # (batch, hidden)


class DenseController(nn.Module):
    """One dense layer, which remembers nothing."""

    as_one_layer = True
    label = "Dense"

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.dense = nn.Linear(inputs, hidden)

    def forward(self, inputs: Tensor, state: None) -> tuple[Tensor, None]:
        """Inputs (batch, inputs) -> (batch, hidden)."""
        return torch.tanh(self.dense(inputs)), None  # (batch, hidden)


CONTROLLERS: dict[str, Callable[[int, int], nn.Module]] = {"LSTM": LstmController, "dense": DenseController}


class Head(AddressedHead):
    """Finds places: k, beta, g, s and gamma from the controller's state, then the weights w from those before."""

    as_one_layer = True

    def __init__(self, hidden: int, width: int, settings: Ntm | None = None, more: int = 0) -> None:
        super().__init__()
        by = settings or Ntm()
        self.sharpens, self.least_strength = by.sharpening, float(by.strength == "at least 1")
        self.raw = by.weights == "raw shift scores"
        self.sizes = [width, 1, 1, SHIFTS, *[1] * self.sharpens, *[width] * more]
        self.speak = nn.Linear(hidden, sum(self.sizes))
        if by.first_weights == "normal 0.5":
            nn.init.normal_(self.speak.weight, std=0.5)

    @property
    def printed(self) -> bool:
        """Whether anything is as in the chapter and not as in the paper."""
        return not self.sharpens or self.raw or self.least_strength > 0

    def address(self, emitted: tuple[Tensor, ...], memory: Tensor, before: Tensor) -> Addressing:
        """What the head emits, each (batch, …), and its last weights (batch, slots) -> how it finds its places."""
        k, beta, g, s, *gamma = emitted
        return stages(
            memory,
            before,
            torch.tanh(k),
            functional.softplus(beta) + self.least_strength if self.least_strength else functional.softplus(beta),
            torch.sigmoid(g),
            s.softmax(-1),
            1 + functional.softplus(gamma[0]) if self.sharpens else None,
        )

    def addressing(self, h: Tensor, memory: Tensor, before: Tensor) -> Addressing:
        """h (batch, hidden), memory (batch, slots, width), weights before (batch, slots)."""
        return self.address(self.speak(h).split(self.sizes, -1)[: 4 + self.sharpens], memory, before)

    def where(self, emitted: tuple[Tensor, ...], memory: Tensor, before: Tensor) -> Tensor:
        """The head's weights of this step, (batch, slots)."""
        found = self.address(emitted, memory, before)
        return raw_scores(found.shift, before) if self.raw else found.sharpened


def raw_scores(s: Tensor, like: Tensor) -> Tensor:
    """s (batch, 3) as the weights of the last place, the first and the second: the listing's mistake. (batch, slots)"""
    first = functional.pad(like.new_ones(len(like), 1), (0, like.shape[1] - 1))
    return sum(s[:, j : j + 1] * first.roll(j - 1, 1) for j in range(SHIFTS))  # type: ignore[return-value]


def addressed(
    M: Tensor, before: Tensor, k: Tensor, beta: Tensor, g: Tensor, s: Tensor, gamma: Tensor
) -> Tensor:  # fmt: skip
    """Equations 5 to 9: by content, mixed with where it was, shifted, sharpened. (batch, slots)"""
    return stages(M, before, k, beta, g, s, gamma).sharpened


def stages(
    M: Tensor, before: Tensor, k: Tensor, beta: Tensor, g: Tensor, s: Tensor, gamma: Tensor | None
) -> Addressing:  # fmt: skip
    """The same, stage by stage, each (batch, slots); without gamma (batch, 1) nothing is sharpened."""
    likeness = functional.cosine_similarity(k.unsqueeze(1), M, dim=-1)  # (6)
    content = (beta * likeness).softmax(-1)  # (5)
    gated = g * content + (1 - g) * before  # (7)
    shifted = sum(s[:, j : j + 1] * gated.roll(j - 1, 1) for j in range(SHIFTS))  # (8), j - 1 places on
    assert isinstance(shifted, Tensor)
    if gamma is None:
        return Addressing(k, beta, g, s, torch.ones_like(beta), content, gated, shifted, shifted)
    sharp = (shifted + 1e-12) ** gamma  # a power of 0 has no slope
    return Addressing(k, beta, g, s, gamma, content, gated, shifted, sharp / sharp.sum(1, keepdim=True))  # (9)


class ReadHead(Head):
    """r = sum over i of w(i) M(i), equation 2."""

    label = "Reading head"

    def forward(self, h: Tensor, memory: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """h (batch, hidden), memory (batch, slots, width) -> what is read (batch, width), where (batch, slots)."""
        w = self.where(self.speak(h).split(self.sizes, -1), memory, before)
        return (w.unsqueeze(1) @ memory).squeeze(1), w  # (batch, width), (batch, slots)


class WriteHead(Head):
    """M(i) (1 - w(i) e) + w(i) a, equations 3 and 4."""

    label = "Writing head"
    writes: ClassVar[bool] = True

    def __init__(self, hidden: int, width: int, settings: Ntm | None = None) -> None:
        super().__init__(hidden, width, settings, more=2)

    def forward(self, h: Tensor, memory: Tensor, before: Tensor) -> tuple[Tensor, Tensor]:
        """h (batch, hidden), memory (batch, slots, width) -> memory after it, where it wrote (batch, slots)."""
        *where, e, a = self.speak(h).split(self.sizes, -1)
        w = self.where(tuple(where), memory, before)
        column = w.unsqueeze(-1)  # (batch, slots, 1)
        erased = memory * (1 - column * torch.sigmoid(e).unsqueeze(1))  # (3)
        return erased + column * torch.tanh(a).unsqueeze(1), w  # (4), (batch, slots, width)

    def changes(self, h: Tensor) -> tuple[Tensor, Tensor]:
        """h (batch, hidden) -> what is erased and what is added, each (batch, width)."""
        *_, e, a = self.speak(h).split(self.sizes, -1)
        return torch.sigmoid(e), torch.tanh(a)
