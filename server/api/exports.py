"""Files to take away, each written by an exporter, and which of them a run has."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import FileResponse, Response

from server.api.files import StoredFile
from server.api.services import Here
from server.library.calls import Callbacks
from server.people.person import Asking
from server.runs.records import Record
from server.schema.base import At
from server.schema.exports import Export
from server.services import Parts
from server.store.protocol import LONGEST
from server.store.pyramid import lists

router = APIRouter()
log = logging.getLogger("schoolyard")


@router.get("/api/runs/{run}/exports")
async def exports(here: Here, person: Asking, run: str) -> list[Export]:
    """The files that the run can be taken away as, and of each that it cannot why not."""
    record = here.runs.records.of(person, run)
    return await here.library.exports(record.run, asked_back(here, record))


@router.get("/api/runs/{run}/export/{file}", response_class=FileResponse)
async def export(here: Here, person: Asking, run: str, file: str, at: At = "live") -> Response:
    """One of these files. `at` is of those that are made of weights: the newest, the `best`, or those of a step.

    What was checked of a file is said in the header `x-checked`: a text as JSON, its characters escaped as in
    addresses.
    """
    record = here.runs.records.of(person, run)
    found = await here.library.export(record.run, file, at, asked_back(here, record))
    if found.path is not None:
        return StoredFile(Path(found.path), media_type=found.media, filename=found.name)
    headers = {"content-disposition": f'attachment; filename="{found.name}"'}
    if found.checked is not None:
        headers["x-checked"] = quote(found.checked.to_wire().model_dump_json())
    return Response(found.content, media_type=found.media, headers=headers)


def asked_back(here: Parts, record: Record) -> Callbacks:
    """What exporters may ask of the run."""

    async def curve(clock: str, first: int, most: int) -> dict[str, list[Any]]:
        rows, _ = await here.store.curve(record.id, clock, first, LONGEST, most)
        return lists(rows)

    async def changes() -> list[dict[str, Any]]:
        return await here.runs.changes(record)

    async def versions() -> list[dict[str, str]]:
        return await here.runs.versions(record)

    async def failed(text: str) -> None:
        log.error("%s", text)

    return {"curve": curve, "changes": changes, "versions": versions, "log": failed}
