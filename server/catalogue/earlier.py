"""Lessons that name settings as an earlier version did, in today's names."""

import re
from collections.abc import Mapping
from typing import Any

from models.catalogue import Catalogue
from server.catalogue.lesson_checks import settled
from server.schema.catalogue import Lesson

LINKED = re.compile(r'(?<=href="#)/\w+/\w+(?=")')
"""A setting that prose links to."""


def current_lesson(lesson: Lesson, catalogue: Catalogue) -> Lesson:
    """The same lesson by today's names of settings."""
    spec, steps = lesson.spec, []
    for step in lesson.steps:
        spec = settled(spec, step.set)
        steps.append(
            step.model_copy(
                update={
                    "set": current_set(catalogue, spec, step.set),
                    "race": catalogue.current_race(spec, step.race),
                    "names": {catalogue.current_setting(spec, at): names for at, names in step.names.items()},
                    "hide": step.hide and [catalogue.current_setting(spec, name) for name in step.hide],
                    "html": linked(catalogue, spec, step.html),
                }
            )
        )
    html = linked(catalogue, lesson.spec, lesson.html)
    return lesson.model_copy(update={"spec": catalogue.current(lesson.spec), "steps": steps, "html": html})


def current_set(catalogue: Catalogue, spec: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings by pointer, and ``spec`` as it is with them."""
    found = {}
    for pointer, value in values.items():
        name = catalogue.current_setting(spec, pointer)
        found[name] = value if name == pointer else value_at(catalogue.current(spec), name)
    return found


def linked(catalogue: Catalogue, spec: dict[str, Any], html: str) -> str:
    return LINKED.sub(lambda found: catalogue.current_setting(spec, found[0]), html)


def value_at(spec: dict[str, Any], pointer: str) -> Any:
    _, part, field = pointer.split("/")
    return spec[part].get(field)
