"""From what was asked for to runs that can be stored: specs checked, named, put in order. Nothing is stored here."""

import json
import secrets
from dataclasses import dataclass

from torch import Tensor

from models.catalogue import Catalogue
from models.events import RunState, State
from models.plan.match_parameters import match_parameters
from models.plan.plan import parameters
from models.plan.weights_fit import state_dict_mismatch
from models.sentences import NO_TEXT, Sentence, text_of
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.training.checkpoints import Saved
from server.people.person import Person
from server.runs import grid
from server.runs.event_log import attempt_row, entry, now
from server.runs.records import Record, fresh, headline, race_body
from server.runs.titles import race_title, title
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import Attempt, NewRuns, Parent, Race, Run
from server.store.rows import AttemptRow, Entry, RaceRow, RunRow
from server.weights.imported import ImportedWeights
from server.weights.protocol import NotWritten, WeightStore
from server.weights.weights import Weights

WEIGHTS_NOT_COPIED = Sentence("weights-not-copied", "The weights to begin with could not be copied: {error}.")
WEIGHTS_DO_NOT_FIT = Sentence("weights-do-not-fit", "These weights do not fit: {why}")


@dataclass(frozen=True)
class RunBatch:
    """Runs prepared for the store, in the order of the request."""

    race_row: RaceRow | None
    race: Race | None
    rows: list[RunRow]
    records: list[Record]
    specs: list[Spec]
    attempts: list[AttemptRow]
    entries: list[Entry]


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


def prepare_runs(catalogue: Catalogue, asked: NewRuns, owner: str, place: int) -> RunBatch:
    """All runs that ``asked`` makes; the first to start has ``place`` in the queue. Raises ``Refusal``."""
    specs = [_checked(catalogue, asked, index, one) for index, one in enumerate(grid.variants(asked))]
    if asked.equal and asked.spec is not None:
        model = parsed(catalogue, asked.spec)
        specs = [equal(catalogue, one, model) for one in specs]
    for spec in specs:
        missing = type(spec.task).missing()
        if missing:
            raise Refusal(409, titles.DATA_MISSING, missing, field="/task/name", came=spec.task.name)
    jsons = [spec.to_json() for spec in specs]
    varied = grid.differences(jsons)
    places = {index: place + turn for turn, index in enumerate(grid.queue_order(varied))}
    at = now()
    race = RaceRow(new_id(), owner, asked.title or race_title(specs).stored(), at) if len(specs) > 1 else None
    parent = Parent(run="", step=0, epoch=0.0, file=asked.file, weights=asked.weights).model_dump_json()
    made: list[tuple[RunRow, Spec]] = []
    for index, spec in enumerate(specs):
        name = title(spec, varied[index]).stored()
        row = RunRow(
            new_id(), owner, race.id if race else None, (not race and asked.title) or name,
            json.dumps(jsons[index]), json.dumps(varied[index]), at, places[index], facts="{}",
            parent=parent if asked.weights else None,
        )  # fmt: skip
        made.append((row, spec))
    return batch_of(race, made)


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


def begun(row: RunRow, spec: Spec, step: int = 0, epoch: float = 0.0) -> Record:
    """The record of a new run, whose first attempt goes on from ``step``."""
    first = Attempt(
        number=1, state=RunState.QUEUED, reason=NO_TEXT, from_step=step, device="", threads=0, started=None, ended=None
    )
    run = fresh(row, spec.to_json(), [first])
    run.step, run.epoch, run.steps, run.steps_per_epoch = step, epoch, spec.steps, spec.steps_per_epoch
    return Record(run, row, headline(spec.series))


def batch_of(race: RaceRow | None, made: list[tuple[RunRow, Spec]], step: int = 0, epoch: float = 0.0) -> RunBatch:
    """New runs with all that the store has of them at first: an attempt each, and its being queued."""
    rows, specs = [row for row, _ in made], [spec for _, spec in made]
    records = [begun(row, spec, step, epoch) for row, spec in made]
    return RunBatch(
        race_row=race,
        race=race_body(race, [row.id for row in rows]) if race else None,
        rows=rows,
        records=records,
        specs=specs,
        attempts=[attempt_row(record.run) for record in records],
        entries=[_queued(record.run) for record in records],
    )


def fitting(imported: ImportedWeights, person: Person, weights: str, specs: list[Spec]) -> dict[str, Tensor]:
    """The tensors of an imported file, where they are those of all ``specs``.

    Raises ``Refusal`` with the first layer that differs.
    """
    tensors = imported.read(person, weights)
    for spec in specs:
        if why := state_dict_mismatch(spec, tensors):
            raise Refusal(422, titles.MISFIT_WEIGHTS, WEIGHTS_DO_NOT_FIT(why=why), field="/weights")
    return tensors


def give_weights(weights: Weights, person: Person, imported: str, batch: RunBatch) -> None:
    """Stores imported weights, which have no past, as step 0 of every run of the batch. Raises ``Refusal``."""
    tensors = fitting(weights.imported, person, imported, batch.specs)
    try:
        for record in batch.records:
            weights.store.write(record.id, 0, Saved(tensors))
    except NotWritten as error:
        clear(weights.store, batch)
        raise not_copied(error) from error


def copy_weights(weights: WeightStore, parent: str, batch: RunBatch) -> None:
    """The weights that a fork begins with, so that its parent may be deleted. Raises ``Refusal``."""
    fork = batch.records[0].run
    try:
        weights.copy(parent, fork.step, fork.id)
    except NotWritten as error:
        raise not_copied(error) from error


def clear(weights: WeightStore, batch: RunBatch) -> None:
    """Deletes the weights that lie ready for runs which cannot begin."""
    for record in batch.records:
        weights.delete_run(record.id)


def not_copied(error: NotWritten) -> Refusal:
    return Refusal(507, titles.NOT_STORED, WEIGHTS_NOT_COPIED(error=text_of(error)))


def _queued(run: Run) -> Entry:
    event = State(state=RunState.QUEUED, step=run.step, epoch=run.epoch)
    return entry(run, event.model_dump(), event.model_dump_json().encode(), run.created)


def new_id() -> str:
    return secrets.token_hex(6)
