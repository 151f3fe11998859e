"""From what was asked for to runs that can be kept: specs checked, named, put in order. Nothing is stored here."""

import json
import secrets
from dataclasses import dataclass

from models.catalogue import Catalogue, SpecError
from models.events import RunState, State
from models.plan.match_parameters import equally_large
from models.plan.plan import parameters
from models.spec.spec import Spec
from server.runs import grid
from server.runs.event_log import attempt_row, entry, now
from server.runs.records import Record, fresh, headline, race_body
from server.runs.titles import title
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import Attempt, NewRuns, Parent, Race, Run
from server.store.rows import AttemptRow, Entry, RaceRow, RunRow


@dataclass(frozen=True)
class Laid:
    """Runs laid out for the store, in the order of the request."""

    race_row: RaceRow | None
    race: Race | None
    rows: list[RunRow]
    records: list[Record]
    attempts: list[AttemptRow]
    entries: list[Entry]


def parsed(catalogue: Catalogue, spec: SpecJson) -> Spec:
    """A checked spec; what is wrong with it is said in a problem document."""
    try:
        return catalogue.parse(spec)
    except SpecError as error:
        raise refusal(error) from error


def refusal(error: SpecError, title: str = "This cannot be trained") -> Refusal:
    return Refusal(
        422, title, error.detail,
        field=error.pointer, came=error.came, allowed=error.allowed, nearest=error.nearest,
    )  # fmt: skip


def lay_out(catalogue: Catalogue, asked: NewRuns, owner: str, place: int) -> Laid:
    """All runs that ``asked`` makes; the first to start has ``place`` in the queue. Raises ``Refusal``."""
    specs = [_checked(catalogue, asked, index, one) for index, one in enumerate(grid.variants(asked))]
    if asked.equal and asked.spec is not None:
        specs = [equal(catalogue, one, parsed(catalogue, asked.spec)) for one in specs]
    for spec in specs:
        missing = type(spec.task).missing()
        if missing:
            raise Refusal(409, "The data are not there", missing, field="/task/name", came=spec.task.name)
    jsons = [spec.to_json() for spec in specs]
    varied = grid.differences(jsons)
    places = {index: place + turn for turn, index in enumerate(grid.starting_order(varied))}
    at = now()
    race = RaceRow(new_id(), owner, asked.title or _race_title(specs), at) if len(specs) > 1 else None
    parent = Parent(run="", step=0, epoch=0.0, file=asked.file, weights=asked.weights).model_dump_json()
    made: list[tuple[RunRow, Record]] = []
    for index, spec in enumerate(specs):
        name = title(spec, varied[index])
        row = RunRow(
            new_id(), owner, race.id if race else None, (not race and asked.title) or name,
            json.dumps(jsons[index]), json.dumps(varied[index]), at, places[index], facts="{}",
            parent=parent if asked.weights else None,
        )  # fmt: skip
        made.append((row, begun(row, spec)))
    return laid(race, made)


def _checked(catalogue: Catalogue, asked: NewRuns, index: int, spec: SpecJson) -> Spec:
    try:
        return catalogue.parse(spec)
    except SpecError as error:
        error.pointer = grid.located(asked, index, error.pointer)
        raise refusal(error) from error


def equal(catalogue: Catalogue, spec: Spec, model: Spec) -> Spec:
    """``spec`` with a network of the size of ``model``'s."""
    change = equally_large(spec.task, spec.architecture, parameters(model.task, model.architecture))
    told = spec.to_json()
    return parsed(catalogue, {**told, "architecture": {**told["architecture"], **change}})


def begun(row: RunRow, spec: Spec, step: int = 0, epoch: float = 0.0) -> Record:
    """The record of a new run, whose first attempt goes on from ``step``."""
    first = Attempt(
        number=1, state=RunState.QUEUED, reason="", from_step=step, device="", threads=0, started=None, ended=None
    )
    run = fresh(row, spec.to_json(), [first])
    run.step, run.epoch, run.steps, run.steps_per_epoch = step, epoch, spec.steps, spec.steps_per_epoch
    return Record(run, row, headline(spec.series))


def laid(race: RaceRow | None, made: list[tuple[RunRow, Record]]) -> Laid:
    """New runs with all that the store keeps of them at first: an attempt each, and its being queued."""
    rows, records = [row for row, _ in made], [record for _, record in made]
    return Laid(
        race_row=race,
        race=race_body(race, [row.id for row in rows]) if race else None,
        rows=rows,
        records=records,
        attempts=[attempt_row(record.run) for record in records],
        entries=[_queued(record.run) for record in records],
    )


def _queued(run: Run) -> Entry:
    event = State(state=RunState.QUEUED, step=run.step, epoch=run.epoch)
    return entry(run, event.model_dump(), event.model_dump_json().encode(), run.created)


def new_id() -> str:
    return secrets.token_hex(6)


def _race_title(specs: list[Spec]) -> str:
    networks, tasks = (dict.fromkeys(getattr(spec, part).title for spec in specs) for part in ("architecture", "task"))
    return f"{', '.join(networks)} · {', '.join(tasks)}"[:200]
