"""Specs: checked, planned, and what of a stored one still holds."""

from dataclasses import asdict
from typing import Any

from models.plan.memory_fit import smaller as smaller_setting
from models.plan.plan import classroom
from models.plan.plan import plan as planned
from models.sentences import Text
from server.answers.loaded import Loaded
from server.library.facts import CheckedSpec, PlannedSpec, RestoredSpec, Smaller
from server.machine.pace import multiply_adds_per_second
from server.people.person import Person
from server.runs.prepare import checked, parsed, refuse_without_weights
from server.runs.standing import standing_of
from server.runs.usable import usable_spec
from server.schema.base import SpecJson


def check(loaded: Loaded, person: Person, spec: SpecJson) -> CheckedSpec:
    with loaded.uploads.read_by(person):
        return checked(parsed(loaded.catalogue, spec))


def plan(loaded: Loaded, person: Person, spec: SpecJson) -> PlannedSpec:
    with loaded.uploads.read_by(person):
        found = parsed(loaded.catalogue, spec)
        refuse_without_weights(found)
        made = planned(found)
    return PlannedSpec(asdict(made), found.to_json(), made.memory, made.multiply_adds, found.task.counts()[0])


def memory(loaded: Loaded, spec: SpecJson) -> int:
    return planned(usable_spec(loaded.catalogue, spec)).memory


def multiply_adds(loaded: Loaded, spec: SpecJson) -> int:
    return planned(loaded.catalogue.parse(spec)).multiply_adds


def smaller(loaded: Loaded, spec: SpecJson, left: int) -> Smaller:
    found = usable_spec(loaded.catalogue, spec)
    fits = smaller_setting(found, left)
    published = bool(classroom(found.architecture))
    if fits is None:
        return Smaller(published)
    _, part, name = fits.pointer.split("/")
    path = f"training.{name}.title" if part == "training" else f"architectures.{found.architecture.name}.{name}.title"
    return Smaller(published, fits.pointer, Text(fits.title, path), fits.value)


def pace(loaded: Loaded) -> float:
    return multiply_adds_per_second()


def standings(loaded: Loaded, stored: list[tuple[SpecJson, dict[str, Any]]]) -> list[RestoredSpec]:
    return [standing_of(loaded.catalogue, spec, varied) for spec, varied in stored]
