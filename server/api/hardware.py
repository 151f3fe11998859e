"""How much of the machine is in use."""

import anyio.to_thread
from fastapi import APIRouter

from server.api.services import Here
from server.people.person import Asking, Person
from server.people.roles import Action, allowed, check
from server.schema.machine import Hardware
from server.services import Parts

router = APIRouter()


@router.get("/api/hardware")
async def hardware(here: Here, person: Asking) -> Hardware:
    """Processors, memory, disk, workers and GPUs, as they are now; nothing is measured while nobody asks."""
    check(Action.MACHINE, person)
    measured = await anyio.to_thread.run_sync(here.meter.measure, here.executor.usage)
    seen = [one for one in measured.workers if one.run is None or is_visible(here, person, one.run)]
    return measured.model_copy(update={"workers": seen})


def is_visible(here: Parts, person: Person, run: str) -> bool:
    record = here.runs.records.get(run)
    return record is not None and allowed(Action.MACHINE, person, record.run.owner)
