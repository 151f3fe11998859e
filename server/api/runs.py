"""Runs and races as they are now."""

from collections.abc import Iterable
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action
from server.runs.records import Record
from server.schema.runs import Moved, Race, Remarks, Run

router = APIRouter()

Most = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]


class Json(Response):
    """JSON that is encoded already."""

    media_type = "application/json"


def listed(records: Iterable[Record], status: int = 200) -> Json:
    return Json(f"[{','.join(record.json() for record in records)}]", status)


@router.get("/api/runs", response_model=list[Run])
async def runs(
    here: Here, person: Asking, request: Request, deleted: bool = False, most: Most = 100, before: str | None = None
) -> Response:
    """Runs, or those in the trash, newest first. Where there are more, ``Link`` has the address of the next."""
    found = list(islice(here.runs.records.newest(person, deleted, before), most + 1))
    answer = listed(found[:most])
    if len(found) > most:
        following = urlencode({"deleted": str(deleted).lower(), "most": most, "before": found[most - 1].id})
        answer.headers["link"] = f'<{request.scope.get("root_path", "")}/api/runs?{following}>; rel="next"'
    return answer


@router.get("/api/runs/{run}", response_model=Run)
async def one(here: Here, person: Asking, run: str) -> Response:
    """All of a run but its curves."""
    return Json(here.runs.records.of(person, run).json())


@router.get("/api/races")
async def races(here: Here, person: Asking) -> list[Race]:
    """All races, newest first."""
    return here.runs.records.races(person)


@router.patch("/api/runs/{run}", response_model=Run)
async def remark(here: Here, person: Asking, run: str, remarks: Remarks) -> Response:
    """A note beside a run, or a pin in it."""
    record = here.runs.records.of(person, run, Action.CHANGE)
    await here.runs.remark(record, remarks)
    return Json(record.json())


@router.post("/api/runs/{run}/move", response_model=Run)
async def move(here: Here, person: Asking, run: str, asked: Moved) -> Response:
    """To another place in the queue."""
    records = here.runs.records
    record = records.of(person, run, Action.COMMAND)
    await here.runs.move(record, records.of(person, asked.before, Action.COMMAND) if asked.before else None)
    return Json(record.json())


@router.delete("/api/runs/{run}", response_model=Run)
async def delete(here: Here, person: Asking, run: str) -> Response:
    """To the trash; what is at work is stopped."""
    record = here.runs.records.of(person, run, Action.DELETE)
    await here.runs.delete(record)
    return Json(record.json())


@router.post("/api/runs/{run}/restore", response_model=Run)
async def restore(here: Here, person: Asking, run: str) -> Response:
    """Back from the trash."""
    record = here.runs.records.of(person, run, Action.DELETE)
    await here.runs.restore(record)
    return Json(record.json())
