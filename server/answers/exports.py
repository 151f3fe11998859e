"""Files to take away, each written by an exporter, and which of them a run has."""

import traceback
from pathlib import Path

from models.sentences import Sentence, Text
from server.answers.answering import Ask
from server.answers.loaded import Loaded
from server.exports.exporter import Checked, ComparisonExporter, Exporter
from server.exports.run.stored import StoredRun
from server.library.facts import ExportedFile
from server.schema import titles
from server.schema.base import At
from server.schema.exports import Export
from server.schema.refusal import Refusal, unknown
from server.schema.runs import Run

EXPORTER_FAILED = Sentence("exporter-failed", "{name} has a mistake: {error}")


def offered(loaded: Loaded, run: Run, ask: Ask) -> list[Export]:
    stored = StoredRun(loaded.catalogue, loaded.weights, run, "live", ask)
    return [entry(exporter, stored, ask) for exporter in loaded.exporters[0].values() if concerned(exporter, stored)]


def concerned(exporter: Exporter, stored: StoredRun) -> bool:
    """Whether it stands in the menu; so does one of which that cannot be said, with what is wrong."""
    try:
        return exporter.concerns(stored)
    except Exception:
        return True


def written(loaded: Loaded, run: Run, file: str, at: At, ask: Ask) -> ExportedFile:
    exporters = loaded.exporters[0]
    if file not in exporters:
        raise unknown("export", file)
    exporter, stored = exporters[file], StoredRun(loaded.catalogue, loaded.weights, run, at, ask)
    if refused := refusal(exporter, stored, ask):
        raise refused
    content, name = exporter.write(stored), exporter.filename(stored)
    if isinstance(content, Path):
        return ExportedFile(name, exporter.media, path=str(content))
    if isinstance(content, Checked):
        return ExportedFile(name, exporter.media, content=content.content, checked=content.words)
    return ExportedFile(name, exporter.media, content=content)


def of_several(loaded: Loaded, runs: list[Run], ask: Ask) -> list[Export]:
    """What several runs can be taken away as together."""
    exporters = [one for one in loaded.exporters[0].values() if isinstance(one, ComparisonExporter)]
    stored = [StoredRun(loaded.catalogue, loaded.weights, run, "live", ask) for run in runs]
    return [entry(exporter, stored, ask) for exporter in exporters]


def written_of_several(loaded: Loaded, runs: list[Run], file: str, ask: Ask) -> ExportedFile:
    exporter = loaded.exporters[0].get(file)
    if not isinstance(exporter, ComparisonExporter):
        raise unknown("export", file)
    stored = [StoredRun(loaded.catalogue, loaded.weights, run, "live", ask) for run in runs]
    if refused := refusal(exporter, stored, ask):
        raise refused
    return ExportedFile(exporter.filename_all(stored), exporter.media, content=exporter.write_all(stored))


def entry(exporter: Exporter, stored: StoredRun | list[StoredRun], ask: Ask) -> Export:
    refused = refusal(exporter, stored, ask)
    return Export(
        file=exporter.name,
        title=Text.read(exporter.title),
        text=Text.read(exporter.text),
        of_weights=exporter.of_weights,
        reason=refused.detail if refused else None,
    )


def refusal(exporter: Exporter, stored: StoredRun | list[StoredRun], ask: Ask) -> Refusal | None:
    """Why the file cannot be had; one exporter that fails leaves the others."""
    try:
        reason = _reason(exporter, stored)
    except Refusal as refused:
        return refused
    except Exception as error:  # a person's own file may fail in any way
        ask("log", f"{exporter.name}: {traceback.format_exc()}")
        reason = EXPORTER_FAILED(name=exporter.name, error=f"{type(error).__name__}: {error}")
    return None if reason is None else Refusal(409, titles.NOT_POSSIBLE, reason)


def _reason(exporter: Exporter, stored: StoredRun | list[StoredRun]) -> str | None:
    if isinstance(stored, StoredRun):
        return exporter.fits(stored)
    assert isinstance(exporter, ComparisonExporter)
    return exporter.fits_all(stored)
