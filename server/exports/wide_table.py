"""All curves of runs as one wide table: one line for each step of a clock, one column for each run and series."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from models.sentences import Sentence
from server.exports.exporter import ComparisonExporter
from server.exports.run.curves import curve_of, nothing_measured
from server.exports.run.figures import figures
from server.exports.run.naming import several
from server.exports.run.stored import CLOCKS, Clock, StoredRun

WIDE = Sentence("export-wide-table", "curves (wide CSV)")
WIDE_TEXT = Sentence(
    "export-wide-table-text", "A line for each step, a column for each run and series: for a spreadsheet's charts."
)


class WideTable(ComparisonExporter):
    name = "curves-wide.csv"
    title = WIDE()
    text = WIDE_TEXT()
    media = "text/csv; charset=utf-8"
    rank = 42

    def fits_all(self, runs: Sequence[StoredRun]) -> str | None:
        return nothing_measured(runs)

    def write_all(self, runs: Sequence[StoredRun]) -> bytes:
        """Clocks one after the other, each with its own columns filled."""
        names, text = several(runs), io.StringIO()
        columns = {clock: columns_of(runs, names, clock) for clock in CLOCKS}
        heads = list(dict.fromkeys(name for found in columns.values() for name in found))
        write = csv.writer(text, lineterminator="\n")
        write.writerow(["clock", "step", *heads])
        for clock, found in columns.items():
            steps = np.unique(np.concatenate([own for own, _ in found.values()] or [np.empty(0)]))
            cells = [laid(*found[name], steps) if name in found else [""] * len(steps) for name in heads]
            write.writerows([clock, *line] for line in zip(figures(steps), *cells, strict=True))
        return text.getvalue().encode()


def columns_of(
    runs: Sequence[StoredRun], names: Sequence[str], clock: Clock
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Steps and values of every series of every run."""
    found = {}
    for name, stored in zip(names, runs, strict=True):
        curve = curve_of(stored, clock)
        for series in ["epoch", *curve.series] if "epoch" in curve.table.columns else curve.series:
            rows, values = curve.measured(series)
            found[f"{name} {series}"] = (curve.steps[rows], values)
    return found


def laid(own: np.ndarray, values: np.ndarray, steps: np.ndarray) -> list[str]:
    """Values at their places among all ``steps``; nothing where there is none."""
    cells = [""] * len(steps)
    for place, value in zip(np.searchsorted(steps, own).tolist(), figures(values), strict=True):
        cells[place] = value
    return cells
