"""From what was asked for to runs that can be stored: specs checked, named, put in order. Nothing is stored here.

It needs the catalogue, and so the server's own process does not import it: see ``server.library``.
"""

import heapq
import json

from models.catalogue import Catalogue
from models.plan.match_parameters import match_parameters
from models.plan.plan import parameters, plan
from models.sentences import Sentence
from models.spec.spec import Spec
from models.spec_error import SpecError
from server.library.facts import CheckedSpec, Prepared, PreparedRun
from server.runs import grid
from server.runs.event_log import now
from server.runs.records import new_id
from server.runs.standing import headline
from server.runs.titles import race_title, title
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import NewRuns, Parent
from server.store.rows import RaceRow, RunRow

LOOKED_AT = 8
"""Runs of a race whose plans are made before it begins: those that promise to need most. All are judged once more as
they begin."""


def parsed(catalogue: Catalogue, spec: SpecJson) -> Spec:
    """A checked spec. Raises ``Refusal`` that names what is wrong with it."""
    try:
        return catalogue.parse(spec)
    except SpecError as error:
        raise refusal(error) from error


def refusal(error: SpecError, title: Sentence | str = titles.UNTRAINABLE) -> Refusal:
    return Refusal(
        422, title, error.detail,
        field=error.pointer, came=error.came, allowed=error.allowed, nearest=error.nearest,
    )  # fmt: skip


def refuse_without_weights(spec: Spec) -> None:
    """Raises ``Refusal`` where what the network is to begin with has to be fetched first."""
    if missing := spec.architecture.missing():
        raise Refusal(409, titles.DATA_MISSING, missing, field="/architecture/name", came=spec.architecture.name)


def checked(spec: Spec, memory: int | None = None) -> CheckedSpec:
    """As the server has it, with the bytes that training it takes, where they are known."""
    return CheckedSpec(spec.to_json(), spec.steps, spec.steps_per_epoch, headline(spec.series), memory)


def prepare_runs(catalogue: Catalogue, asked: NewRuns, owner: str, place: int) -> Prepared:
    """All runs that ``asked`` makes; the first to start has ``place`` in the queue. Raises ``Refusal``."""
    specs = [_checked(catalogue, asked, index, one) for index, one in enumerate(grid.variants(asked))]
    if asked.equal and asked.spec is not None:
        model = parsed(catalogue, asked.spec)
        specs = [equal(catalogue, one, model) for one in specs]
    for spec in specs:
        missing = type(spec.task).missing()
        if missing:
            raise Refusal(409, titles.DATA_MISSING, missing, field="/task/name", came=spec.task.name)
        refuse_without_weights(spec)
    found = with_memory(specs)
    varied = grid.differences([one.json for one in found])
    places = {index: place + turn for turn, index in enumerate(grid.queue_order(varied))}
    at = now()
    race = RaceRow(new_id(), owner, asked.title or race_title(specs).stored(), at) if len(specs) > 1 else None
    parent = Parent(run="", step=0, epoch=0.0, file=asked.file, weights=asked.weights).model_dump_json()
    made: list[PreparedRun] = []
    for index, spec in enumerate(specs):
        name = title(spec, varied[index]).stored()
        row = RunRow(
            new_id(), owner, race.id if race else None, (not race and asked.title) or name,
            json.dumps(found[index].json), json.dumps(varied[index]), at, places[index], facts="{}",
            parent=parent if asked.weights else None,
        )  # fmt: skip
        made.append(PreparedRun(row, found[index]))
    return Prepared(race, made)


def with_memory(specs: list[Spec]) -> list[CheckedSpec]:
    """With what those take that promise to need most."""
    likely = heapq.nlargest(LOOKED_AT, range(len(specs)), key=lambda index: promise(specs[index]))
    return [checked(spec, plan(spec).memory if index in likely else None) for index, spec in enumerate(specs)]


def promise(spec: Spec) -> int:
    """Grows as what the spec needs does, mostly; and is had in no time."""
    return parameters(spec.task, spec.architecture) * spec.training.batch_size


def _checked(catalogue: Catalogue, asked: NewRuns, index: int, spec: SpecJson) -> Spec:
    try:
        return catalogue.parse(spec)
    except SpecError as error:
        error.pointer = grid.located(asked, index, error.pointer)
        raise refusal(error) from error


def equal(catalogue: Catalogue, spec: Spec, model: Spec) -> Spec:
    """``spec`` with a network of the size of ``model``'s."""
    change = match_parameters(spec.task, spec.architecture, parameters(model.task, model.architecture))
    found = spec.to_json()
    return parsed(catalogue, {**found, "architecture": {**found["architecture"], **change}})
