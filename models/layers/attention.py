"""Attention: what a query reads is a mixture of all that can be read, and the weights say where it looks.

Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and translate", 2014; with several
heads and of a sequence to itself: Vaswani et al., "Attention is all you need", 2017. A layer says that it attends by
being an :class:`Attend`; views ask for that, and so show it in any network.
"""

from typing import ClassVar, Literal

from torch import nn

Axis = Literal["inputs", "outputs"]


class Attend(nn.Module):
    """``forward`` returns the context, and the weights with which it was read.

    The weights are (batch, queries, keys), or (batch, heads, queries, keys); those of a query add up to 1. Where a
    network answers step by step, a call has one query, the next call the next one.
    """

    query_axis: ClassVar[Axis] = "inputs"
    """What the queries stand for: places of what the network reads, or of what it writes."""
    key_axis: ClassVar[Axis] = "inputs"
    key_grid: tuple[int, int] | None = None
    """Of a picture that is read in parts: how many (down, across) the last keys are, row by row; others may come first,
    such as the class token of Dosovitskiy et al. 2020."""


class SwitchableAttend(Attend):
    """One that can be made to look everywhere alike, whatever it has learnt: a view asks a trained network to do so."""

    uniform = False
