"""What a spec will be and cost, before it is trained."""

from dataclasses import asdict

import anyio.to_thread
from fastapi import APIRouter

from models.events import RunState
from models.plan.plan import plan as planned
from models.spec.spec import Spec
from server.api.services import Here
from server.machine.pace import PASSES, multiply_adds_per_second, shared_by
from server.people.person import Asking, Person
from server.runs.create import parsed
from server.schema.base import SpecJson
from server.schema.plan import Plan
from server.services import Parts

LONG = 600.0
"""Seconds of an epoch from which on they are told before somebody begins."""
LEAST = 1e13
"""Multiply-adds of an epoch that any processor does in less."""

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
    estimated = None if seconds or here.runs.needs.nvidia else estimate(made.multiply_adds, checked, at_work(here))
    no_room = here.runs.needs.why_not(checked, made.memory)
    return Plan(**asdict(made), seconds_per_epoch=seconds, seconds_estimated=estimated, no_room=no_room)


def at_work(here: Parts) -> int:
    """Runs that are being trained now."""
    return sum(record.run.state == RunState.RUNNING for record in list(here.runs.records))


def estimate(multiply_adds: int, spec: Spec, working: int = 0) -> float | None:
    """Seconds of an epoch at least, on this machine's processor, beside so many runs that are ``working``; None where
    it is done before anybody would ask."""
    work = PASSES * multiply_adds * spec.task.counts()[0]
    if work < LEAST:
        return None  # not even measured: a slider asks for many plans
    seconds = shared_by(working) * work / multiply_adds_per_second()
    return seconds if seconds > LONG else None
