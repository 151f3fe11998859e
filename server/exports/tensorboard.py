"""Event files of runs, as TensorBoard reads them and trackers import them: one folder for each run.

A folder has one file in which the steps of every series rise: TensorBoard hides what lies behind a step that goes
back, and its three readers understand a restart in three ways. So what was overwritten when a run went on from a
checkpoint is not in it, and a fork has a folder of its own, with its parent's curve up to where it left it.
"""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np

from models.sentences import Sentence
from server.exports.events import hyperparameters
from server.exports.events.scalars import beginning, scalars
from server.exports.exporter import ComparisonExporter
from server.exports.run.curves import Curve, curve_of, nothing_measured, seconds_of
from server.exports.run.naming import several
from server.exports.run.stored import CLOCKS, Clock, StoredRun
from server.exports.run.told import settings_of

TENSORBOARD = Sentence("export-tensorboard", "curves (TensorBoard)")
TENSORBOARD_TEXT = Sentence(
    "export-tensorboard-text",
    "Event files with every point and all settings, one folder for each run: for TensorBoard and for trackers that "
    "read them.",
)

README = """tensorboard --logdir . --samples_per_plugin scalars=0

Every point is in these files; without --samples_per_plugin TensorBoard shows a thousand of a curve, drawn at random.
A value that is no number is one in the file too. Steps are updates of the weights.
"""


class TensorBoard(ComparisonExporter):
    name = "tensorboard.zip"
    title = TENSORBOARD()
    text = TENSORBOARD_TEXT()
    media = "application/zip"
    rank = 40

    def fits_all(self, runs: Sequence[StoredRun]) -> str | None:
        return nothing_measured(runs)

    def write_all(self, runs: Sequence[StoredRun]) -> bytes:
        settings = [settings_of(stored.run.spec) for stored in runs]
        named = {name: [one[name] for one in settings if name in one] for one in settings for name in one}
        curves = [{clock: curve_of(stored, clock) for clock in CLOCKS} for stored in runs]
        scored = [last_scores(one["epoch"]) for one in curves]
        metrics = sorted({tag for scores in scored for tag in scores})
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("README.txt", README)
            for name, stored, own, of_run in zip(several(runs), runs, settings, curves, strict=True):
                at = seconds_of(stored.run.created)
                parts = [beginning(at), hyperparameters.experiment(named, metrics, at)]
                parts += [hyperparameters.start(own, name, at), *events(of_run), hyperparameters.end(at)]
                archive.writestr(f"{name}/events.out.tfevents.{int(at)}.schoolyard", b"".join(parts))
        return content.getvalue()


def events(curves: dict[Clock, Curve]) -> list[bytes]:
    """All points of all series; means of an epoch have a name of their own where single batches have it already."""
    found: list[bytes] = []
    taken: set[str] = set()
    for curve in curves.values():
        for series in curve.series:
            tag = f"{series} by epoch" if series in taken else series
            taken.add(series)
            rows, values = curve.measured(series)
            found.append(scalars(tag, curve.times[rows], curve.steps[rows], values))
    return found


def last_scores(curve: Curve) -> dict[str, float]:
    """The last value of every series of the validation split that is a number."""
    found: dict[str, Any] = {}
    for series in curve.series:
        _, values = curve.measured(series)
        if series.startswith("validation/") and len(values) and np.isfinite(values[-1]):
            found[series] = float(values[-1])
    return found
