"""Files to take away, each written by an exporter, and which of them a run has."""

import base64
import logging
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.responses import FileResponse, Response

from server.api.files import StoredFile
from server.api.services import Here
from server.library.calls import Callbacks
from server.library.facts import ExportedFile
from server.people.person import Asking, Person
from server.runs.records import Record
from server.schema.base import At
from server.schema.exports import Export
from server.schema.refusal import Refusal
from server.services import Parts
from server.store.protocol import LONGEST
from server.store.pyramid import lists

router = APIRouter()
log = logging.getLogger("schoolyard")

MOST_ROWS = 10**7
"""Of a curve: more than anything measures."""


Chosen = Annotated[list[str], Query(alias="run", min_length=1, max_length=200, description="Their ids.")]


@router.get("/api/runs/{run}/exports")
async def exports(here: Here, person: Asking, run: str) -> list[Export]:
    """The files that the run can be taken away as, and of each that it cannot why not."""
    record = here.runs.records.of(person, run)
    return await here.library.exports(record.run, asked_back(here, person))


@router.get("/api/runs/{run}/export/{file}", response_class=FileResponse)
async def export(here: Here, person: Asking, run: str, file: str, at: At = "live") -> Response:
    """One of these files. `at` is of those that are made of weights: the newest, the `best`, or those of a step.

    What was checked of a file is said in the header `x-checked`: a text as JSON, its characters escaped as in
    addresses.
    """
    record = here.runs.records.of(person, run)
    return answer(await here.library.export(record.run, file, at, asked_back(here, person)))


@router.get("/api/exports")
async def exports_of_several(here: Here, person: Asking, chosen: Chosen) -> list[Export]:
    """The files that any choice of runs can be taken away as together."""
    runs = [here.runs.records.of(person, run).run for run in dict.fromkeys(chosen)]
    return await here.library.exports_of_several(runs, asked_back(here, person))


@router.get("/api/export/{file}", response_class=Response)
async def export_of_several(here: Here, person: Asking, file: str, chosen: Chosen) -> Response:
    """One of these files."""
    runs = [here.runs.records.of(person, run).run for run in dict.fromkeys(chosen)]
    return answer(await here.library.export_of_several(runs, file, asked_back(here, person)))


def answer(found: ExportedFile) -> Response:
    if found.path is not None:
        return StoredFile(Path(found.path), media_type=found.media, filename=found.name)
    headers = {"content-disposition": f'attachment; filename="{found.name}"'}
    if found.checked is not None:
        headers["x-checked"] = quote(found.checked.to_wire().model_dump_json())
    return Response(found.content, media_type=found.media, headers=headers)


def asked_back(here: Parts, person: Person) -> Callbacks:
    """What exporters may ask of runs that this person sees."""

    def of(run: str) -> Record:
        return here.runs.records.of(person, run)

    async def curve(run: str, clock: str, first: int, most: int) -> dict[str, list[Any]]:
        rows, _ = await here.store.curve(of(run).id, clock, first, LONGEST, most)
        return lists(rows)

    async def table(run: str, clock: str) -> dict[str, Any]:
        rows, _ = await here.store.curve(of(run).id, clock, 0, LONGEST, MOST_ROWS)
        content = base64.b64encode(rows.rows.astype("<f8").tobytes()).decode()
        return {"columns": rows.columns, "rows": content}

    async def whole(run: str) -> dict[str, Any] | None:
        try:
            return of(run).run.model_dump(mode="json")
        except Refusal:
            return None

    async def changes(run: str) -> list[dict[str, Any]]:
        return await here.runs.changes(of(run))

    async def versions(run: str) -> list[dict[str, str]]:
        return await here.runs.versions(of(run))

    async def failed(text: str) -> None:
        log.error("%s", text)

    return {"curve": curve, "table": table, "run": whole, "changes": changes, "versions": versions, "log": failed}
