"""What a spec will be and cost, before it is trained."""

from dataclasses import asdict

import anyio.to_thread
from fastapi import APIRouter

from models.plan.plan import plan as planned
from server.api.services import Here
from server.people.person import Asking, Person
from server.runs.create import parsed
from server.schema.base import SpecJson
from server.schema.plan import Plan
from server.services import Parts

router = APIRouter()


@router.post("/api/plan")
async def plan(here: Here, person: Asking, spec: SpecJson) -> Plan:
    """Layer table, parameters, multiply-adds, memory, time, and bounds narrowed for this spec."""
    return await anyio.to_thread.run_sync(_plan, here, person, spec, limiter=here.planning)


def _plan(here: Parts, person: Person, spec: SpecJson) -> Plan:
    with here.uploads.read_by(person):
        checked = parsed(here.catalogue, spec)
        made = planned(checked)
    seconds = here.runs.records.seconds_per_epoch(checked.to_json())
    no_room = here.runs.needs.why_not(checked, made.memory)
    return Plan(**asdict(made), seconds_per_epoch=seconds, no_room=no_room)
