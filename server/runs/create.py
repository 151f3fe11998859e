"""Prepared runs with all that the store has of them at first."""

from dataclasses import dataclass

from models.events import RunState, State
from models.sentences import NO_TEXT, Sentence, text_of
from server.library.facts import CheckedSpec, Prepared
from server.runs.event_log import attempt_row, entry
from server.runs.records import Record, fresh, race_body
from server.schema import titles
from server.schema.refusal import Refusal
from server.schema.runs import Attempt, Race, Run
from server.store.rows import AttemptRow, Entry, RaceRow, RunRow
from server.weights.protocol import NotWritten, WeightStore

WEIGHTS_NOT_COPIED = Sentence("weights-not-copied", "The weights to begin with could not be copied: {error}.")


@dataclass(frozen=True)
class RunBatch:
    """Runs prepared for the store, in the order of the request."""

    race_row: RaceRow | None
    race: Race | None
    rows: list[RunRow]
    records: list[Record]
    specs: list[CheckedSpec]
    attempts: list[AttemptRow]
    entries: list[Entry]


def batch_of(prepared: Prepared) -> RunBatch:
    """New runs with all that the store has of them at first: an attempt each, and its being queued."""
    rows, specs = [one.row for one in prepared.runs], [one.spec for one in prepared.runs]
    made = zip(rows, specs, strict=True)
    records = [begun(row, spec, prepared.step, prepared.epoch) for row, spec in made]
    return RunBatch(
        race_row=prepared.race,
        race=race_body(prepared.race, [row.id for row in rows]) if prepared.race else None,
        rows=rows,
        records=records,
        specs=specs,
        attempts=[attempt_row(record.run) for record in records],
        entries=[_queued(record.run) for record in records],
    )


def begun(row: RunRow, spec: CheckedSpec, step: int, epoch: float) -> Record:
    """The record of a new run, whose first attempt goes on from ``step``."""
    first = Attempt(
        number=1, state=RunState.QUEUED, reason=NO_TEXT, from_step=step, device="", threads=0, started=None, ended=None
    )
    run = fresh(row, spec.json, [first])
    run.step, run.epoch, run.steps, run.steps_per_epoch = step, epoch, spec.steps, spec.steps_per_epoch
    return Record(run, row, spec.headline)


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
