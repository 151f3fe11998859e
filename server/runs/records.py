"""Runs and races as they are now, in memory; the store holds the same."""

import json
import secrets
from collections.abc import Iterator, Sequence
from itertools import dropwhile, islice
from typing import Any

import anyio

from models.events import LAST, RunState, State
from models.sentences import NO_TEXT, Text
from models.spec.settings import for_page
from models.spec.training import Training
from server.library.facts import Headline, RestoredSpec
from server.people.person import Person
from server.people.roles import Action, check, may_see
from server.runs.projection import with_facts
from server.schema.base import SpecJson
from server.schema.refusal import unknown
from server.schema.runs import Attempt, Race, Run
from server.store.rows import RaceRow, RunRow, StoredRuns
from server.weights.protocol import WeightStore

IRRELEVANT_TO_SPEED = {name for name, field in Training.model_fields.items() if for_page(field).get("slows") is False}
"""Training settings that leave the time of an epoch as it is."""


class Record:
    """One run. ``run`` is replaced, never changed, so that its JSON is made once."""

    def __init__(self, run: Run, row: RunRow, headline: Headline | None) -> None:
        self.run, self.headline = run, headline
        self.order, self.seq, self.reset = row.place, row.seq, row.reset
        self.version = 0
        """Counts changes over all runs; a page that knows this one knows the record."""
        self.writing = anyio.Lock()
        self.unstored: State | None = None
        """The last state, where the store had no room for it."""
        self.place: int | None = None
        """In the queue. No part of ``run``, as one that leaves moves all behind it."""
        self._encoded: tuple[Run, int | None, str] | None = None

    @property
    def id(self) -> str:
        return self.run.id

    @property
    def attempt(self) -> int:
        return self.run.attempts[-1].number

    @property
    def active(self) -> bool:
        """Whether a worker has it, or is about to."""
        return self.run.state not in LAST and self.run.state != RunState.QUEUED

    def json(self) -> str:
        place = self.place if self.run.state == RunState.QUEUED else None
        if self._encoded is None or self._encoded[0] is not self.run or self._encoded[1] != place:
            self._encoded = (self.run, place, self.run.model_copy(update={"place": place}).model_dump_json())
        return self._encoded[2]


def speed_key(spec: SpecJson) -> str:
    """Equal for specs whose epochs take equally long."""
    training = {name: value for name, value in spec.get("training", {}).items() if name not in IRRELEVANT_TO_SPEED}
    return json.dumps({**spec, "training": training}, sort_keys=True)


def uses(spec: SpecJson, data: str) -> bool:
    """Whether any setting of the spec is this hash."""
    parts: list[Any] = list(spec.values())
    return any(data in part.values() for part in parts if isinstance(part, dict))


class Records:
    """All runs and races by id."""

    def __init__(self) -> None:
        self._runs: dict[str, Record] = {}
        self._races: dict[str, Race] = {}
        self._by_speed: dict[str, list[Record]] = {}
        """By what decides how long an epoch takes, oldest first: a slider asks for it as fast as it moves."""

    def __iter__(self) -> Iterator[Record]:
        return iter(self._runs.values())

    def __len__(self) -> int:
        return len(self._runs)

    def part(self, start: int, count: int) -> list[Record]:
        """So many in the order in which they were made."""
        return list(islice(self._runs.values(), start, start + count))

    def add(self, record: Record) -> None:
        self._runs[record.id] = record
        self._by_speed.setdefault(speed_key(record.run.spec), []).append(record)

    def add_race(self, race: Race) -> None:
        self._races[race.id] = race

    def get(self, run: str) -> Record | None:
        return self._runs.get(run)

    def of(self, person: Person, run: str, action: Action = Action.SEE) -> Record:
        """The run, where the person may do this to it. Raises ``Refusal``, the same where there is no such run and
        where the person may not see it."""
        record = self._runs.get(run)
        if record is None or not may_see(person, record.run.owner):
            raise unknown("run", run)
        check(action, person, record.run.owner)
        return record

    def newest(self, person: Person, deleted: bool = False, before: str | None = None) -> Iterator[Record]:
        """What the person may see, newest first; or only what was made before a run."""
        every = reversed(self._runs.values())
        if before is not None:
            self.of(person, before)
            every = dropwhile(lambda record: record.id != before, every)
            next(every)
        return (one for one in every if one.run.deleted == deleted and may_see(person, one.run.owner))

    def race_of(self, person: Person, race: str, action: Action = Action.SEE) -> list[Record]:
        """The race's runs that are not in the trash, where the person may do this to them. Raises ``Refusal``."""
        found = self._races.get(race)
        if found is None or not may_see(person, found.owner):
            raise unknown("race", race)
        check(action, person, found.owner)
        return [self._runs[run] for run in found.runs if not self._runs[run].run.deleted]

    def races(self, person: Person) -> list[Race]:
        """Races of which a run is left, newest first."""
        seen = [race for race in self._races.values() if may_see(person, race.owner)]
        return [race for race in reversed(seen) if any(not self._runs[run].run.deleted for run in race.runs)]

    def seconds_per_epoch(self, spec: SpecJson) -> float | None:
        """As the newest run whose epochs should take as long measured it."""
        for record in reversed(self._by_speed.get(speed_key(spec), [])):
            if record.run.epoch >= 1 and record.run.seconds > 0:
                return record.run.seconds / record.run.epoch
        return None


def restored(stored: StoredRuns, standings: Sequence[RestoredSpec], weights: WeightStore) -> Records:
    """Everything as the store has it, with what of each spec still holds, and the weights as their own store does:
    workers may have left some more."""
    records = Records()
    attempts: dict[str, list[Attempt]] = {}
    for one in stored.attempts:
        values = {name: value for name, value in vars(one).items() if name != "run"}
        values["reason"] = Text.restored(one.reason)
        attempts.setdefault(one.run, []).append(Attempt.model_validate(values))
    members: dict[str, list[str]] = {}
    for row, standing in zip(stored.runs, standings, strict=True):
        run = with_facts(fresh(row, standing.spec, attempts[row.id]), row.facts)
        run.varied = standing.varied
        run.deleted, run.problem = row.deleted is not None, standing.problem
        run.snapshots = weights.steps(row.id)
        records.add(Record(run, row, standing.headline))
        if row.race is not None:
            members.setdefault(row.race, []).append(row.id)
    for race in stored.races:
        records.add_race(race_body(race, members.get(race.id, [])))
    return records


def new_id() -> str:
    return secrets.token_hex(6)


def race_body(row: RaceRow, runs: list[str]) -> Race:
    return Race(id=row.id, owner=row.owner, title=Text.restored(row.title), created=row.created, runs=runs)


def fresh(row: RunRow, spec: SpecJson, attempts: list[Attempt]) -> Run:
    """A run of which no event is known yet."""
    return Run(
        id=row.id, owner=row.owner, race=row.race, title=Text.restored(row.title), spec=spec,
        varied=json.loads(row.varied),
        state=RunState.QUEUED, reason=NO_TEXT, place=None, created=row.created, attempts=attempts,
        parameters=0, multiply_adds=0, steps=0, steps_per_epoch=0, step=0, epoch=0.0, seconds=0.0, examples=0,
        baseline={}, best=None, test={}, snapshots=[], notices=[], deleted=False, problem=None,
        parent=row.parent and json.loads(row.parent), note=row.note, pinned=row.pinned,
    )  # fmt: skip
