"""One look, one answer: for scripts. The page looks through the socket."""

from fastapi import APIRouter
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.people.person import Asking
from server.schema.looks import DataAnswer, DataLookRequest, LookRequest, ViewAnswer, ViewRequest

router = APIRouter()

PATIENCE = 30.0


@router.post("/api/runs/{run}/look", response_model=ViewAnswer)
async def look(here: Here, person: Asking, run: str, asked: LookRequest) -> Response:
    """What a view shows now, at the best epoch, or at a step whose weights are kept."""
    record = here.runs.records.of(person, run)
    request = ViewRequest(run=record.id, **asked.model_dump())
    return Json(await here.ask.once(request, PATIENCE))


@router.post("/api/look", response_model=DataAnswer)
async def look_at_data(here: Here, person: Asking, asked: DataLookRequest) -> Response:
    """What a view of the data alone shows of a spec that nobody has to train."""
    return Json(await here.ask.about_data(person, asked.spec, asked.view, asked.question))
