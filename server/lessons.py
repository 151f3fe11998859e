"""Lessons: Markdown files whose sections are steps that work the page.

The front matter between lines of ``+++`` is TOML: ``title``, ``text``, ``minutes``, and the ``[task]``,
``[architecture]`` and ``[training]`` to begin with, as in a preset. Each section under ``## `` is a step; a block of
TOML fenced as ``step`` in it says what the step does: ``set`` settings, ``race`` others, ``look`` at a view, ``hide``
controls, ask to ``predict``, set a ``goal``. A file that cannot be used is reported with its line.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from pydantic import ValidationError

from models.catalogue import Broken, Catalogue, SpecError
from server.api.listed import Lesson, Step

HERE = Path(__file__).parent.parent / "lessons"
FRONT = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n", re.DOTALL | re.MULTILINE)
ACTION = re.compile(r"^```step\n(.*?)^```\n?", re.DOTALL | re.MULTILINE)
NUMBER = re.compile(r"^\d+-")
"""Before a file's name: only for the order."""
PARTS = ("task", "architecture", "training")


class LessonError(ValueError):
    """What is wrong, and where in the file."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def find(folders: Sequence[Path], catalogue: Catalogue) -> tuple[list[Lesson], list[Broken]]:
    """All lessons by the order of file names, ours first. ``name.LANGUAGE.md`` is a translation of ``name.md``."""
    lessons: list[Lesson] = []
    broken: list[Broken] = []
    for folder in (HERE, *(folder / "lessons" for folder in folders)):
        for file in sorted(folder.glob("*.md")):
            try:
                lessons.append(read(file.stem, file.read_text("utf-8"), catalogue))
            except LessonError as error:
                broken.append(Broken(str(file), error.line, str(error)))
    return lessons, broken


def read(name: str, text: str, catalogue: Catalogue) -> Lesson:
    """The lesson of a file's text. Raises LessonError."""
    front = FRONT.match(text)
    if front is None:
        raise LessonError(1, "A lesson begins with its front matter: TOML between two lines of +++.")
    about = toml(front[1], 2)
    spec = {part: about.pop(part) for part in PARTS if part in about}
    rest = text[front.end() :]
    opening, *sections = re.split(r"^## ", rest, flags=re.MULTILINE)
    plain, _, language = NUMBER.sub("", name).partition(".")
    try:
        lesson = Lesson(
            name=plain, language=language or "en", spec=spec, html=html(opening), steps=[*map(step, sections)], **about
        )
        check(lesson, catalogue)
    except (SpecError, ValidationError, TypeError, ValueError) as error:
        raise LessonError(1, first_line(error)) from error
    return lesson


def step(section: str) -> Step:
    """A section: its title, what it does, its prose."""
    title, _, prose = section.partition("\n")
    action = ACTION.search(prose)
    does = toml(action[1], 1) if action else {}
    return Step(title=title.strip(), html=html(ACTION.sub("", prose)), **does)


def html(prose: str) -> str:
    """Markdown as HTML. What looks like HTML in it is text: a lesson may come from anybody."""
    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(prose)).strip()


def toml(text: str, line: int) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LessonError(line, f"This is not TOML: {error}.") from error


def check(lesson: Lesson, catalogue: Catalogue) -> None:
    """Every state of the form that the lesson leads to can be trained, and every name in it is known."""
    if not lesson.steps:
        raise ValueError("A lesson has at least one step, a section that begins with ##.")
    spec = lesson.spec
    for one in lesson.steps:
        spec = settled(spec, one.set)
        parsed = catalogue.parse(spec)
        for pointer, values in one.race.items():
            for value in values:
                catalogue.parse(settled(spec, {pointer: value}))
        if one.look and one.look not in catalogue.views:
            raise ValueError(
                f"{one.title}: there is no view called {one.look}; there are {', '.join(catalogue.views)}."
            )
        for series in named_series(one):
            if series not in parsed.series:
                raise ValueError(f"{one.title}: this task has no series {series}; it has {', '.join(parsed.series)}.")


def named_series(step: Step) -> Iterator[str]:
    if step.predict:
        yield step.predict.series
    if step.goal:
        yield step.goal.series


def settled(spec: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """``spec`` with settings by JSON pointer."""
    made = {part: dict(values) for part, values in spec.items()}
    for pointer, value in settings.items():
        _, part, field = pointer.split("/")
        made.setdefault(part, {})[field] = value
    return made


def first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
    return str(error)
