"""Starting runs."""

from fastapi import APIRouter

from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action, check
from server.schema.runs import Made, NewRuns

router = APIRouter()


@router.post("/api/runs", status_code=201)
async def make(here: Here, person: Asking, asked: NewRuns) -> Made:
    """One run, or a race of all combinations of what varies: all of them, or none."""
    check(Action.START, person)
    return await here.runs.make(person, asked)
