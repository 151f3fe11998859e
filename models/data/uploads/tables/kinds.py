"""What a column of numbers is about: something that is worth foretelling, or only where a row stands."""

from collections.abc import Sequence

import numpy as np

WORTHWHILE = ("number", "index", "year", "constant")
"""Kinds of columns, the better to foretell the earlier."""
REGULAR = 0.9
"""Share of steps that are alike in a column that only counts."""
YEARS = (1500, 2200)
COMPACT = (15_000_101, 22_001_231)
"""Dates in one number."""
NAMES = frozenset(
    [
        "#",
        "date",
        "datum",
        "day",
        "hour",
        "id",
        "index",
        "n",
        "no",
        "nr",
        "row",
        "step",
        "t",
        "tag",
        "time",
        "x",
        "zeit",
    ]
)
"""Of columns that count, in small letters."""


def kind_of(numbers: Sequence[float], name: str) -> str:
    """ "number", "index" (it counts the rows), "year" (or a date in one number) or "constant"."""
    column = np.asarray(numbers)
    if (column == column[0]).all():
        return "constant"
    steps = np.diff(column)
    one_way = (steps >= 0).all() or (steps <= 0).all()
    whole = bool((column == np.round(column)).all())
    least, most = column.min(), column.max()
    if one_way and whole and ((least >= YEARS[0] and most <= YEARS[1]) or (least >= COMPACT[0] and most <= COMPACT[1])):
        return "year"
    usual = float(np.median(steps))
    regular = np.isclose(steps, usual, rtol=1e-6, atol=0).mean() >= REGULAR
    starts = abs(column[0]) in (0, abs(usual)) or abs(column[-1]) in (0, abs(usual))
    return "index" if usual and regular and (abs(usual) == 1 or starts or name.lower() in NAMES) else "number"
