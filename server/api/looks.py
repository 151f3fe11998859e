"""One look, one answer: for scripts. The page looks through the socket."""

from fastapi import APIRouter
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.live.answering import Wanted
from server.people.person import Asking
from server.schema.looks import Looked, LookRequest

router = APIRouter()

PATIENCE = 30.0


@router.post("/api/runs/{run}/look", response_model=Looked)
async def look(here: Here, person: Asking, run: str, asked: LookRequest) -> Response:
    """What a view shows now, at the best epoch, or at a step whose weights are kept."""
    record = here.runs.records.of(person, run)
    wanted = Wanted(record.id, asked.view, asked.question, asked.at)
    return Json(await here.answering.once(wanted, PATIENCE))
