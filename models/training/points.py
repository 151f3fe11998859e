"""Points are batched here, at the source: at most twenty events a second, however fast the steps are."""

import math
import time
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from models.events import Number, Points
from models.spec.counted import Pair

SECONDS = 0.05
"""Least time between two events of batch points."""
ROWS = 20_000
"""Every batch is a row up to here; then, for as many rows each, means over 2, 4, 8 … batches."""


def number(value: float) -> Number:
    """Null stands for a number that is not finite: JSON has no word for it."""
    return value if math.isfinite(value) else None


class Row:
    """Batches that become one row: sums stay on the device until they are reported."""

    def __init__(self) -> None:
        self.pairs: list[Mapping[str, Tensor | Pair]] = []
        self.where: tuple[int, float, int, float, float] = (0, 0.0, 0, 0.0, 0.0)


class BatchReport:
    """Collects batch values on the device and gives them out as :class:`Points`."""

    def __init__(self) -> None:
        self.waiting: list[Row] = []
        self.open = Row()
        self.rows = 0
        self.last = -math.inf

    @property
    def stride(self) -> int:
        """Batches in a row now."""
        return int(2 ** (self.rows // ROWS))

    def add(self, where: tuple[int, float, int, float, float], pairs: Mapping[str, Tensor | Pair]) -> None:
        """One batch: (step, epoch, examples, seconds, learning rate) and (sum, count) by series."""
        self.open.pairs.append(pairs)
        self.open.where = where
        if len(self.open.pairs) >= self.stride:
            self.close()

    def due(self) -> bool:
        return bool(self.waiting) and time.monotonic() - self.last >= SECONDS

    def rest(self) -> Points | None:
        """All that has come since the last event, a row of fewer batches than its stride too; None of nothing."""
        if self.open.pairs:
            self.close()
        return self.take() if self.waiting else None

    def close(self) -> None:
        """The open row is as long as it is."""
        self.waiting.append(self.open)
        self.open = Row()
        self.rows += 1

    def take(self) -> Points:
        """What has come since the last event; the one moment at which the device is read."""
        rows, self.waiting, self.last = self.waiting, [], time.monotonic()
        names = ("step", "epoch", "examples", "seconds", "learning_rate")
        columns: dict[str, list[Number]] = {
            name: [row.where[place] for row in rows] for place, name in enumerate(names)
        }
        for name in rows[0].pairs[0]:
            pairs = iter(read([pair[name] for row in rows for pair in row.pairs]))
            of_rows = [[next(pairs) for _ in row.pairs] for row in rows]
            columns[f"train/{name}"] = [number(mean(row)) for row in of_rows]
            if any(len(row) > 1 for row in of_rows):
                means = [[mean([pair]) for pair in row] for row in of_rows]
                columns[f"train/{name}/min"] = [number(min(row)) for row in means]
                columns[f"train/{name}/max"] = [number(max(row)) for row in means]
        return Points(clock="batch", columns=columns)


def read(pairs: Sequence[Tensor | Pair]) -> list[list[float]]:
    """(sum, count) of each; tensors are read from the device all at once."""
    tensors = [one for one in pairs if isinstance(one, Tensor)]
    if len(tensors) == len(pairs):
        found: list[list[float]] = torch.stack(tensors).double().tolist()
        return found
    return [one.tolist() for one in pairs]


def mean(pairs: list[list[float]]) -> float:
    """Over batches of (sum, count), each counted by its size; NaN of nothing. Of three numbers: the root of that."""
    total, count, *root = pairs[0] if len(pairs) == 1 else (sum(one) for one in zip(*pairs, strict=True))
    found = total / count if count else math.nan
    return math.sqrt(found) if root else found


def epoch_row(
    step: int, epoch: float, examples: int, seconds: float, values: Mapping[str, float]
) -> dict[str, list[Number]]:
    """One row as columns."""
    row = {"step": step, "epoch": epoch, "examples": examples, "seconds": seconds, **values}
    return {name: [number(value)] for name, value in row.items()}
