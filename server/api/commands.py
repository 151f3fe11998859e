"""Commands to runs and races. They are taken at once; the event that acknowledges each says when it took effect."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from fastapi import APIRouter
from starlette.responses import Response

from server.api.runs import Json, listed
from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action, check
from server.runs.extend import extension, longer
from server.runs.records import Record
from server.runs.service import Runs
from server.schema.base import At
from server.schema.refusal import Refusal
from server.schema.runs import Forkable, Forked, LiveChange, Longer, Made, Run, Slowed, Stepped
from server.services import Parts

router = APIRouter()


class Command(StrEnum):
    """What a run, or all of a race's runs for which it makes sense, can be told."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


Act = Callable[[Runs, Record], Awaitable[None]]

COMMANDS: dict[Command, Act] = {
    Command.PAUSE: Runs.pause,
    Command.RESUME: Runs.resume,
    Command.STOP: Runs.stop,
}


@router.post("/api/runs/{run}/step", status_code=202, response_model=Run)
async def step(here: Here, person: Asking, run: str, asked: Stepped | None = None) -> Response:
    """One batch or one epoch of a paused run."""
    record = here.runs.records.of(person, run, Action.COMMAND)
    await here.runs.step(record, (asked or Stepped()).unit)
    return Json(record.json(), 202)


@router.post("/api/runs/{run}/extend", status_code=202, response_model=Run)
async def extend(here: Here, person: Asking, run: str, asked: Longer | None = None) -> Response:
    """So many epochs or batches more than planned; a run that has ended goes on from its last checkpoint."""
    record = here.runs.records.of(person, run, Action.COMMAND)
    await here.runs.extend(record, extension(record.run, asked))
    return Json(record.json(), 202)


@router.post("/api/races/{race}/extend", status_code=202, response_model=list[Run])
async def extend_race(here: Here, person: Asking, race: str, asked: Longer | None = None) -> Response:
    """The same for all runs of a race to which it applies, each in its own unit where nothing is named."""

    async def act(runs: Runs, record: Record) -> None:
        await runs.extend(record, extension(record.run, asked))

    return await _all_of(here, here.runs.records.race_of(person, race, Action.COMMAND), act)


@router.post("/api/runs/{run}/continue", status_code=202, response_model=Run)
async def go_on(here: Here, person: Asking, run: str, asked: Longer | None = None) -> Response:
    """A new attempt of a run that has ended, from its last checkpoint; where it was finished, longer than planned."""
    record = here.runs.records.of(person, run, Action.COMMAND)
    await here.runs.go_on(record, longer(record.run, asked or Longer()))
    return Json(record.json(), 202)


@router.get("/api/runs/{run}/fork")
async def forkable(here: Here, person: Asking, run: str, at: At = "live") -> Forkable:
    """What can be forked at `at` (`live`, `best` or a step), and which settings may then be different."""
    record = here.runs.records.of(person, run)
    return await here.runs.forkable(record, at)


@router.post("/api/runs/{run}/fork", status_code=201, response_model=Made)
async def fork(here: Here, person: Asking, run: str, asked: Forked) -> Made:
    """A new run from this one's weights at a step, with other settings of the training."""
    check(Action.START, person)
    return await here.runs.fork(person, here.runs.records.of(person, run), asked)


@router.post("/api/runs/{run}/slow", status_code=202, response_model=Run)
async def slow(here: Here, person: Asking, run: str, asked: Slowed) -> Response:
    """At most so many steps a second, for people to watch; null is full speed. Its curve stays the same."""
    record = here.runs.records.of(person, run, Action.COMMAND)
    await here.runs.slow(record, asked.steps_per_second)
    return Json(record.json(), 202)


@router.post("/api/races/{race}/slow", status_code=202, response_model=list[Run])
async def slow_race(here: Here, person: Asking, race: str, asked: Slowed) -> Response:
    """The same for all runs of a race that are not over."""

    async def act(runs: Runs, record: Record) -> None:
        await runs.slow(record, asked.steps_per_second)

    return await _all_of(here, here.runs.records.race_of(person, race, Action.COMMAND), act)


@router.post("/api/runs/{run}/{action}", status_code=202, response_model=Run)
async def command(here: Here, person: Asking, run: str, action: Command) -> Response:
    """Pause, resume or stop a run."""
    record = here.runs.records.of(person, run, Action.COMMAND)
    await COMMANDS[action](here.runs, record)
    return Json(record.json(), 202)


@router.post("/api/races/{race}/{action}", status_code=202, response_model=list[Run])
async def command_race(here: Here, person: Asking, race: str, action: Command) -> Response:
    """The same for all runs of a race to which it applies; refused where it applies to none."""
    return await _all_of(here, here.runs.records.race_of(person, race, Action.COMMAND), COMMANDS[action])


async def _all_of(here: Parts, records: list[Record], act: Act) -> Response:
    refusals = [refusal for record in records if (refusal := await _tried(here.runs, record, act))]
    if refusals and len(refusals) == len(records):
        raise refusals[0]
    return listed(records, 202)


async def _tried(runs: Runs, record: Record, act: Act) -> Refusal | None:
    try:
        await act(runs, record)
    except Refusal as refusal:
        return refusal
    return None


@router.patch("/api/runs/{run}/training", status_code=202, response_model=Run)
async def change(here: Here, person: Asking, run: str, asked: LiveChange) -> Response:
    """Change live settings of the training, such as `{"learning_rate": 0.0003}`, from the next step on."""
    record = here.runs.records.of(person, run, Action.CHANGE)
    wanted = await here.library.changes(record.run.spec, asked.model_extra or {})
    await here.runs.needs.change(record, {one.setting: one.value for one in wanted})
    for one in wanted:
        here.runs.change(record, one)
    return Json(record.json(), 202)
