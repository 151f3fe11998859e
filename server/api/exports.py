"""Files to take away, each written by an exporter, and which of them a run has."""

import logging
from pathlib import Path

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from models.sentences import Sentence
from server.api.files import StoredFile
from server.api.services import Here
from server.exports.exporter import Exporter
from server.exports.run.stored import StoredRun
from server.people.person import Asking
from server.schema import titles
from server.schema.base import At
from server.schema.exports import Export
from server.schema.refusal import Refusal, unknown

EXPORTER_FAILED = Sentence("exporter-failed", "{name} has a mistake: {error}")

router = APIRouter()
log = logging.getLogger("schoolyard")


@router.get("/api/runs/{run}/exports")
async def exports(here: Here, person: Asking, run: str) -> list[Export]:
    """The files that the run can be taken away as, and of each that it cannot why not."""
    stored = StoredRun(here.runs, here.store, here.runs.records.of(person, run))
    offered = list(here.exporters.values())
    return await anyio.to_thread.run_sync(lambda: [entry(exporter, stored) for exporter in offered])


@router.get("/api/runs/{run}/export/{file}", response_class=FileResponse)
async def export(here: Here, person: Asking, run: str, file: str, at: At = "live") -> Response:
    """One of these files. `at` is of those that are made of weights: the newest, the `best`, or those of a step."""
    stored = StoredRun(here.runs, here.store, here.runs.records.of(person, run), at)
    if file not in here.exporters:
        raise unknown("export", file)
    return await anyio.to_thread.run_sync(written, here.exporters[file], stored)


def entry(exporter: Exporter, stored: StoredRun) -> Export:
    refused = refusal(exporter, stored)
    return Export(
        file=exporter.name,
        title=exporter.title,
        text=exporter.text,
        of_weights=exporter.of_weights,
        reason=refused.detail if refused else None,
    )


def written(exporter: Exporter, stored: StoredRun) -> Response:
    """The file as it is sent. Raises ``Refusal`` where it cannot be had."""
    if refused := refusal(exporter, stored):
        raise refused
    content, name = exporter.write(stored), exporter.filename(stored)
    if isinstance(content, Path):
        return StoredFile(content, media_type=exporter.media, filename=name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=exporter.media, headers=headers)


def refusal(exporter: Exporter, stored: StoredRun) -> Refusal | None:
    """Why the file cannot be had; one exporter that fails leaves the others."""
    try:
        reason = exporter.fits(stored)
    except Refusal as refused:
        return refused
    except Exception as error:  # a person's own file may fail in any way
        log.exception("%s", exporter.name)
        reason = EXPORTER_FAILED(name=exporter.name, error=f"{type(error).__name__}: {error}")
    return None if reason is None else Refusal(409, titles.NOT_POSSIBLE, reason)
