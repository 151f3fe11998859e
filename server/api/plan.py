"""What a spec will be and cost, before it is trained."""

from fastapi import APIRouter

from models.events import RunState
from server.api.services import Here
from server.library.facts import PlannedSpec
from server.machine.estimates import LEAST, estimate, work
from server.people.person import Asking
from server.schema.base import SpecJson
from server.schema.plan import Plan
from server.services import Parts

router = APIRouter()


@router.post("/api/plan")
async def plan(here: Here, person: Asking, spec: SpecJson) -> Plan:
    """Layer table, parameters, multiply-adds, memory, time, and bounds narrowed for this spec."""
    async with here.planning:
        made = await here.library.plan(person, spec)
        seconds = here.runs.records.seconds_per_epoch(made.spec)
        estimated = None if seconds or here.runs.needs.nvidia else await seconds_estimated(here, made)
        no_room = await here.runs.needs.why_not(made.spec, made.memory)
    return Plan(**made.plan, seconds_per_epoch=seconds, seconds_estimated=estimated, no_room=no_room)


async def seconds_estimated(here: Parts, made: PlannedSpec) -> float | None:
    """Of an epoch at least, beside what is trained now; None where it is done before anybody would ask."""
    if work(made.multiply_adds, made.examples) < LEAST:
        return None  # not even measured: a slider asks for many plans
    working = sum(record.run.state == RunState.RUNNING for record in here.runs.records)
    return estimate(made.multiply_adds, made.examples, await here.library.pace(), working)
