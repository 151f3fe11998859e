"""Windows over rows of values, and the parts in which they are learnt, chosen and tested by."""

import torch
from torch import Tensor

from models.spec.kinds import Split, Splits

MOST_COPIED = 2**24
"""Numbers of all windows together that are copied: 64 MB."""


def windows_of(rows: Tensor, window: int, horizon: int, columns: int, first: float = 1.0, step: float = 1.0) -> Split:
    """Of rows (count, features) every window (window, features), and the ``horizon`` rows of the first ``columns``
    after it; ``when`` counts the row after each window, from ``first`` for the first row, ``step`` a row.
    """
    every = rows.unfold(0, window + horizon, 1).transpose(1, 2)  # (windows, window + horizon, features)
    when = first + step * (torch.arange(len(every)) + float(window))
    before, after = side_by_side(every[:, :window]), side_by_side(every[:, window:, :columns])
    return Split({"rows": before, "next": after, "when": when})


def side_by_side(windows: Tensor) -> Tensor:
    """Windows (windows, time, features) each in a place of its own, which is quicker to take them from.

    Where they would be very large they stay views of the rows that they share.
    """
    return windows.contiguous() if windows.numel() <= MOST_COPIED else windows


def parted(whole: Split, counts: tuple[int, int, int], horizon: int, shared: bool = False) -> Splits:
    """The windows that are learnt from, those after them, and the last ones: no row is foretold in two of the parts.

    ``shared``: the second part serves as the third too.
    """
    train, validation, test = counts
    second = train + horizon - 1
    end = second + validation if shared else len(whole)
    return Splits(whole.rows(0, train), whole.rows(second, second + validation), whole.rows(end - test, end))
