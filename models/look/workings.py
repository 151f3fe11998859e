"""The working of one cell at one step: formula and figures, line by line, as one would write it on a board."""

from models.look.drawn import Drawn, Numbers
from models.sentences import NO_TEXT, Text


class WorkingLine(Drawn):
    """One line: what it is, its formula, the same with the real figures, and what comes out."""

    what: Text
    formula: str
    figures: str
    value: float


class Summands(Drawn):
    """Behind W x or U h: the values that are read, and the weight that each sum of the cell gives each of them."""

    title: Text
    labels: list[str]
    values: Numbers
    """(values)"""
    weights: Numbers
    """(sums, values)"""


class Working(Drawn):
    """All numbers of one unit at one step."""

    title: Text
    question: str
    """What asked for it."""
    lines: list[WorkingLine]
    sums: list[str]
    """What the sums are called, in the order of the weights."""
    summands: list[Summands]
    remark: Text = NO_TEXT
