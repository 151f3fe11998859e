"""All curves of runs as one long table: one line for each value, as data frames like it."""

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np

from models.sentences import Sentence
from server.exports.exporter import ComparisonExporter
from server.exports.run.curves import Curve, curve_of, nothing_measured
from server.exports.run.figures import figures
from server.exports.run.naming import several
from server.exports.run.stored import CLOCKS, StoredRun

LONG = Sentence("export-long-table", "curves (long CSV)")
LONG_TEXT = Sentence(
    "export-long-table-text", "Every value on a line of its own, with its run, clock, step and series."
)

WHERE = ("step", "epoch", "examples", "seconds")


class LongTable(ComparisonExporter):
    name = "curves-long.csv"
    title = LONG()
    text = LONG_TEXT()
    media = "text/csv; charset=utf-8"
    rank = 41

    def fits_all(self, runs: Sequence[StoredRun]) -> str | None:
        return nothing_measured(runs)

    def write_all(self, runs: Sequence[StoredRun]) -> bytes:
        text = io.StringIO()
        write = csv.writer(text, lineterminator="\n")
        write.writerow(["run", "clock", *WHERE, "series", "value"])
        for name, stored in zip(several(runs), runs, strict=True):
            for clock in CLOCKS:
                write.writerows([name, clock, *line] for line in lines(curve_of(stored, clock)))
        return text.getvalue().encode()


def lines(curve: Curve) -> Iterator[list[str]]:
    """Series by series; ``nan`` is a value that is no number."""
    columns = [figures(curve.column(name)) if name in curve.table.columns else None for name in WHERE]
    for series in curve.series:
        rows, values = curve.measured(series)
        there = np.flatnonzero(rows)
        for row, value in zip(there.tolist(), figures(values), strict=True):
            yield [*("" if column is None else column[row] for column in columns), series, value]
