"""Heads on a memory (Graves, Wayne and Danihelka, "Neural Turing machines", 2014): where they stand is what views show.

A layer says that it is a head by being a :class:`MemoryHead`, and so is drawn in any network; an :class:`AddressedHead`
tells also how it came to where it stands. A network whose memory may become larger is a :class:`WithSlots`.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from torch import Tensor, nn

from models.layers.names import layer_type
from models.sentences import Sentence, Text

HEAD_NUMBERED = Sentence("memory-head-numbered", "{head} {number}")


class MemoryHead(nn.Module):
    """``forward`` returns what was read, or the memory after it was written, and the weights of its places.

    The weights are (batch, slots) where it is called step by step, or (batch, time, slots).
    """

    writes: ClassVar[bool] = False
    """Heads that write stand before those that read."""


@dataclass(frozen=True)
class Addressing:
    """How a head comes to its weights at one step: what it emits, and the four stages of weights (batch, slots)."""

    key: Tensor
    """(batch, width)"""
    strength: Tensor
    """beta, (batch, 1)"""
    gate: Tensor
    """g, (batch, 1)"""
    shift: Tensor
    """s, (batch, 3): one place back, none, one on."""
    sharpening: Tensor
    """gamma, (batch, 1); 1 where nothing is sharpened."""
    content: Tensor
    interpolated: Tensor
    shifted: Tensor
    sharpened: Tensor


class AddressedHead(MemoryHead):
    """A head that finds its places by content and by location (section 3.3)."""

    @abstractmethod
    def addressing(self, h: Tensor, memory: Tensor, before: Tensor) -> Addressing:
        """As ``forward`` is called: h (batch, hidden), memory (batch, slots, width), weights before (batch, slots)."""

    def changes(self, h: Tensor) -> tuple[Tensor, Tensor] | None:
        """Of a head that writes, what it erases and what it adds, each (batch, width); None of one that reads."""
        return None


class WithSlots(nn.Module):
    """A network no weight of which belongs to a place of its memory: ``slots`` may be set to any number of places."""

    slots: int


def titles(heads: Sequence[MemoryHead]) -> list[Text]:
    """The types of the heads, numbered where several have the same."""
    labels = [layer_type(head) for head in heads]
    return [
        HEAD_NUMBERED(head=label, number=labels[: place + 1].count(label)) if labels.count(label) > 1 else label
        for place, label in enumerate(labels)
    ]
