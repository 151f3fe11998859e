"""Runs that are to be made, forked or changed: checked and named here, stored by the server."""

from typing import Any

from models.commands import Change
from server.answers.loaded import Loaded
from server.library.facts import Prepared
from server.people.person import Person
from server.runs.changes import changes
from server.runs.fork import forkable, prepare_fork
from server.runs.prepare import prepare_runs
from server.schema.base import At, SpecJson
from server.schema.runs import Forkable, Forked, NewRuns, Run

Events = list[dict[str, Any]]


def prepare(loaded: Loaded, person: Person, asked: NewRuns, place: int) -> Prepared:
    with loaded.uploads.read_by(person):
        return prepare_runs(loaded.catalogue, asked, person.name, place)


def fork(loaded: Loaded, run: Run, asked: Forked, events: Events, owner: str, place: int) -> Prepared:
    return prepare_fork(loaded.catalogue, run, loaded.weights, asked, events, owner, place)


def forkable_at(loaded: Loaded, run: Run, events: Events, at: At) -> Forkable:
    return forkable(loaded.catalogue, run, loaded.weights, events, at)


def live_changes(loaded: Loaded, spec: SpecJson, values: dict[str, Any]) -> list[Change]:
    return changes(loaded.catalogue, spec, values)
