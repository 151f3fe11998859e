"""A machine with a memory at work, step by step: one more kind of picture."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn, Knob, Numbers
from models.sentences import Text


class TapeHead(Drawn):
    """What one head does at every step."""

    title: Text
    writes: bool
    keys: Numbers
    """(steps, width)"""
    figures: Numbers
    """(steps, 6): strength, gate, the three shifts, sharpening."""
    stages: Numbers
    """(steps, stages, slots): by content, interpolated, shifted, sharpened; and returned, where that is another."""
    erases: Numbers | None = None
    """(steps, width), of a head that writes."""
    adds: Numbers | None = None
    """(steps, width)"""


class TapeEdit(Drawn):
    """A number in memory that somebody has changed after a step; steps, places and numbers count from 0."""

    step: int
    place: int
    number: int
    value: float
    before: float
    wrong: int
    """How many bits are wrong without the change."""


class Tape(Drawn):
    """One sequence: bits, heads, and the memory after every step, from which the page works out what was changed.

    A head that writes makes M(i) (1 - w(i) e) + w(i) a of M(i), one head after the other. An edit is asked for as
    "edit=step,place,number,value", beside the knobs.
    """

    type: Literal["tape"] = "tape"
    inputs: Numbers
    """(steps, inputs)"""
    targets: Numbers
    """(steps, outputs)"""
    outputs: Numbers
    """(steps, outputs) probabilities."""
    counts: list[bool]
    """By step, whether what is written counts."""
    memory: Numbers
    """(steps + 1, slots, width): before the first step, and after each."""
    heads: list[TapeHead]
    sharpens: bool
    wrong: int
    of: int
    edit: TapeEdit | None = None
    knobs: list[Knob] = Field(default_factory=list)
    remarks: list[Text] = Field(default_factory=list)
