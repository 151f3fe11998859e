"""Data sets that are fetched when they are first chosen."""

import anyio.to_thread
from fastapi import APIRouter

from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action, check
from server.schema.fetching import DataSet, DataSets, Fetch

router = APIRouter()


@router.get("/api/sets")
async def sets(here: Here, person: Asking) -> DataSets:
    """All sets that tasks learn from, which of them are not on this machine, and how far their fetching is."""
    found = here.fetching.sets
    missing = await anyio.to_thread.run_sync(lambda: [name for name, one in found.items() if one.available()])
    declared = [DataSet.model_validate(one, from_attributes=True) for one in found.values()]
    return DataSets(sets=declared, missing=missing, fetches=here.fetching.fetches)


@router.post("/api/sets/{name}/fetch", status_code=202)
async def fetch(here: Here, person: Asking, name: str) -> Fetch:
    """Begins to fetch a set in the background; pages are told how far it is. Where that is under way it goes on."""
    check(Action.FETCH, person)
    return here.fetching.start(name)


@router.delete("/api/sets/{name}/fetch")
async def cancel(here: Here, person: Asking, name: str) -> Fetch:
    """Ends it. Files that have come whole stay; nothing half fetched does."""
    check(Action.FETCH, person)
    return here.fetching.cancel(name)
