"""Lessons: Markdown files whose sections are steps that work the page. docs/write-a-lesson.md tells of the format.

A file that cannot be used is reported with its line.
"""

import math
import re
import tomllib
from collections.abc import Container, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from pydantic import ValidationError

from models.catalogue import Catalogue
from models.invalid import invalid
from models.modules import Broken
from models.sentences import Sentence, Text, text_of
from models.spec.place import place_of
from server.catalogue.earlier import current_lesson
from server.catalogue.lesson_checks import check
from server.schema.catalogue import Lesson, Step

WRONG_AT = Sentence("lesson-field", "{place}: {why}")
NO_FRONT_MATTER = Sentence("no-front-matter", "A lesson begins with its front matter: TOML between two lines of +++.")
UNKNOWN_KEY = Sentence("unknown-key", "{name}: this does not belong here.")
TOML_TOO_LONG = Sentence("toml-too-long", "This TOML is longer than {count:whole} characters.")
TOML_TOO_DEEP = Sentence("toml-too-deep", "This TOML is nested too deep.")
NOT_TOML = Sentence("toml-invalid", "This is not TOML: {error}.")
LESSON_NOT_TEXT = Sentence("lesson-not-text", "This is not text in UTF-8: save the file in that encoding.")

HERE = Path(__file__).parents[2] / "lessons"
FRONT = re.compile(r"\A\+\+\+\n(.*?)^\+\+\+\n", re.DOTALL | re.MULTILINE)
SECTION = re.compile(r"^## ", re.MULTILINE)
ACTION = re.compile(r"^```step\n(.*?)^```\n?", re.DOTALL | re.MULTILINE)
JOINED = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
"""Where a line of Chinese goes on in the next: a browser would put a space there."""
NUMBER = re.compile(r"^(\d+)-")
"""Before a file's name: only for the order."""
MOST_TOML = 10_000
"""Characters of one part: what a parser needs for names of many parts grows with their square."""
PARTS = ("task", "architecture", "training")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class LessonError(ValueError):
    """What is wrong, and where in the file."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


def find(folders: Sequence[Path], catalogue: Catalogue) -> tuple[list[Lesson], list[Broken]]:
    """All lessons by the numbers of their files, ours first. ``name.LANGUAGE.md`` is a translation of ``name.md``."""
    lessons: list[Lesson] = []
    broken: list[Broken] = []
    for folder in (HERE, *(folder / "lessons" for folder in folders)):
        for file in sorted(folder.glob("*.md"), key=gallery_place):
            try:
                lessons.append(read(file.stem, file.read_text("utf-8-sig"), catalogue))
            except LessonError as error:
                broken.append(Broken(str(file), error.line, text_of(error)))
            except UnicodeDecodeError as error:
                line = error.object.count(b"\n", 0, error.start) + 1
                broken.append(Broken(str(file), line, LESSON_NOT_TEXT()))
    return placed(lessons), broken


def placed(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Each translation stands on the map where its original does."""
    places = {one.name: one.place for one in lessons if one.place is not None}
    return [one.model_copy(update={"place": places.get(one.name)}) for one in lessons]


def gallery_place(file: Path) -> tuple[float, str]:
    """By the number before its name, 2 before 10; files without one come last."""
    number = NUMBER.match(file.name)
    return (int(number[1]) if number else math.inf), file.name


def pick(lessons: Sequence[Lesson], name: str, language: str) -> Lesson | None:
    """The lesson of this name, in this language where there is one."""
    named = [one for one in lessons if one.name == name]
    return next((one for one in named if one.language == language), named[0] if named else None)


def read(name: str, text: str, catalogue: Catalogue) -> Lesson:
    """The lesson of a file's text. Raises LessonError."""
    text = text.replace("\r\n", "\n")
    front = FRONT.match(text)
    if front is None:
        raise LessonError(1, NO_FRONT_MATTER())
    about = toml(front[1], 2)
    spec = {part: about.pop(part) for part in PARTS if part in about}
    opening, *sections = SECTION.split(text[front.end() :])
    lines = [text.count("\n", 0, front.end()) + opening.count("\n") + 1]
    for section in sections[:-1]:
        lines.append(lines[-1] + section.count("\n"))
    steps = list(map(step, sections, lines))
    plain, _, language = NUMBER.sub("", name).partition(".")
    if "place" in about:
        about["place"] = standing(about["place"])
    made = {"name": plain, "language": language or "en", "spec": spec, "html": html(opening), "steps": steps}
    refuse_names(about, made, 1)
    try:
        lesson = Lesson(**made, **about)
    except ValidationError as error:
        raise LessonError(1, first_line(error)) from error
    for place, why in check(lesson, catalogue):
        raise LessonError(lines[place] if place >= 0 else 1, why)
    return current_lesson(lesson, catalogue)


def standing(table: Any) -> Any:
    """Where a lesson stands on the map. Raises LessonError."""
    try:
        return asdict(place_of(table))
    except (AttributeError, TypeError, ValueError) as error:
        raise LessonError(1, WRONG_AT(place="place", why=str(error))) from error


def step(section: str, line: int) -> Step:
    """A section: its title, what it does, its prose."""
    title, _, prose = section.partition("\n")
    action = ACTION.search(prose)
    inside = line + 2 + prose.count("\n", 0, action.start()) if action else line
    does = toml(action[1], inside) if action else {}
    made: dict[str, Any] = {"title": title.strip(), "html": html(ACTION.sub("", prose)), "names": {}}
    refuse_names(does, made, inside)
    if isinstance(race := does.get("race"), dict):
        made["names"] = {at: list(values) for at, values in race.items() if isinstance(values, dict)}
        does["race"] = {at: list(values.values()) if at in made["names"] else values for at, values in race.items()}
    try:
        return Step(**made, **does)
    except ValidationError as error:
        raise LessonError(inside, WRONG_AT(place=title.strip(), why=first_line(error))) from error


def refuse_names(written: Iterable[str], made: Container[str], line: int) -> None:
    """What the text around it says cannot be said in TOML too."""
    if twice := next((name for name in written if name in made), None):
        raise LessonError(line, UNKNOWN_KEY(name=twice))


def html(prose: str) -> str:
    """Markdown as HTML. What looks like HTML in it is text: a lesson may come from anybody."""
    tokens = MARKDOWN.parse(prose)
    for token in (inner for outer in tokens for inner in outer.children or ()):
        # The page stays where it is; what the lesson links to opens beside it.
        if token.type == "link_open" and not str(token.attrs["href"]).startswith("#"):
            token.attrs.update(target="_blank", rel="noreferrer")
    return JOINED.sub("", str(MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}))).strip()


def toml(text: str, line: int) -> dict[str, Any]:
    if len(text) > MOST_TOML:
        raise LessonError(line, TOML_TOO_LONG(count=MOST_TOML))
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise LessonError(line, TOML_TOO_DEEP()) from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        raise LessonError(line + int(where[1]) - 1 if where else line, NOT_TOML(error=str(error))) from error


def first_line(error: ValidationError) -> Text:
    first = error.errors(include_url=False)[0]
    return WRONG_AT(place=".".join(map(str, first["loc"])), why=invalid(first))
