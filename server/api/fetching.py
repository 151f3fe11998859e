"""Data sets that are fetched when they are first chosen."""

from fastapi import APIRouter

from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action, check
from server.schema.fetching import DataSets, Fetch

router = APIRouter()


@router.get("/api/sets")
async def sets(here: Here, person: Asking) -> DataSets:
    """All sets that tasks learn from, which of them are not on this machine, and how far their fetching is."""
    declared, missing = await here.library.sets(), await here.library.missing_sets()
    return DataSets(sets=declared, missing=missing, fetches=here.fetching.fetches)


@router.post("/api/sets/{name}/fetch", status_code=202)
async def fetch(here: Here, person: Asking, name: str) -> Fetch:
    """Begins to fetch a set in the background; pages are told how far it is. Where that is under way it goes on."""
    check(Action.FETCH, person)
    return await here.fetching.start(name)


@router.delete("/api/sets/{name}/fetch")
async def cancel(here: Here, person: Asking, name: str) -> Fetch:
    """Ends it. Files that have come whole stay; nothing half fetched does."""
    check(Action.FETCH, person)
    return await here.fetching.cancel(name)
