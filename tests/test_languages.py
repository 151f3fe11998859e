"""Other languages are complete: whoever adds a setting, a series, a view or a preset is told which text is missing."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.catalogue import Catalogue, find, schema
from models.spec.kinds import Series
from models.spec.settings import Settings
from models.spec.training import Training
from server.catalogue import lessons
from server.schema.catalogue import Lesson

ROOT = Path(__file__).resolve().parent.parent
CHINESE = ROOT / "web" / "text" / "chinese"
PARTS = re.compile(r"{\w+}|(?<=[.:]) | · ")
"""What is filled in, and where sentences and names are put together."""
ADVICE = "web/text/chinese/*.json has, by path, each text of the Python files and its Chinese: docs/languages.md"


def texts(found: Catalogue) -> Iterator[tuple[str, str]]:
    """Paths and English of all that the page shows of the catalogue, as web/setup/localised.ts walks it."""
    for name, task in found.tasks.items():
        yield from entry(f"tasks.{name}", task)
        yield f"tasks.{name}.guess", task.guess
        yield from series(f"tasks.{name}", task.series)
        if question := task().question():
            yield f"tasks.{name}.question.text", question.text
    for name, architecture in found.architectures.items():
        yield from entry(f"architectures.{name}", architecture)
        yield from series(f"architectures.{name}", architecture.series or {})
    yield from entry("training", Training)
    for preset in found.presets:
        yield from titled(f"presets.{preset.name}", preset.title, preset.text)
    for name, view in found.views.items():
        yield from titled(f"views.{name}", view.title, view.text)
    for name, laboratory in found.laboratories.items():
        yield from entry(f"laboratories.{name}", laboratory)


def titled(path: str, title: str, text: str) -> Iterator[tuple[str, str]]:
    yield f"{path}.title", title
    yield f"{path}.text", text


def entry(path: str, settings: type[Settings]) -> Iterator[tuple[str, str]]:
    yield from titled(path, settings.title, settings.text)
    for name, field in schema(settings)["properties"].items():
        if name == "name":
            continue
        yield from titled(f"{path}.{name}", field["title"], field["description"])
        for kind in ("group", "unit"):
            yield f"{kind}s.{field.get(kind, '')}", field.get(kind, "")
        for value in field.get("enum", []):
            # What is written in figures is the same everywhere.
            words = field.get("names", {}).get(str(value), str(value))
            yield f"{path}.{name}.options.{value}", "" if words.isdigit() else words


def series(path: str, all_of_them: dict[str, Series]) -> Iterator[tuple[str, str]]:
    for name, one in all_of_them.items():
        yield from titled(f"{path}.series.{name}", one.title, one.text)
        yield f"units.{one.unit}", one.unit


def starred(path: str) -> str:
    """What all tasks or all architectures say alike is said once."""
    return re.sub(r"\.[^.]+", ".*", path, count=1)


@pytest.fixture(scope="module")
def wanted() -> dict[str, str]:
    return {path: english for path, english in texts(find()) if english}


@pytest.fixture(scope="module")
def chinese() -> dict[str, list[str]]:
    """By path, the English that was translated, and the Chinese."""
    files = [CHINESE / f"{name}.json" for name in ("tasks", "architectures", "training", "showing", "laboratories")]
    read = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    whole = {path: words for part in read for path, words in part.items()}
    assert len(whole) == sum(map(len, read)), "a path is in two files"
    return whole


def test_every_text_of_the_catalogue_is_there_in_chinese_as_it_is_now(
    wanted: dict[str, str], chinese: dict[str, list[str]]
) -> None:
    """A title that is new, or a sentence that is another one now, is named here."""
    known = {path: chinese.get(path) or chinese.get(starred(path)) or ["", ""] for path in wanted}
    missing = {path: english for path, english in wanted.items() if known[path][0] != english}
    assert not missing, ADVICE
    assert not [path for path, (_, words) in known.items() if not words.strip()]


def test_no_chinese_is_left_over_from_what_is_no_more(wanted: dict[str, str], chinese: dict[str, list[str]]) -> None:
    assert not sorted(set(chinese) - set(wanted) - set(map(starred, wanted))), ADVICE


def spoken() -> Iterator[str]:
    """What is written in the Python files: sentences in one piece, with {} for what is filled in, and names."""
    for folder in ("models", "server"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                match node:
                    case ast.Constant(value=str(words)):
                        yield words
                    case ast.JoinedStr(values=values):
                        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in values)
                    case ast.Attribute(attr=name) | ast.ClassDef(name=name) | ast.keyword(arg=str(name)):
                        yield name


def test_what_the_server_says_is_translated_as_it_says_it() -> None:
    """A sentence that is written otherwise now would stay in English without a word."""
    known = set(spoken())
    pieces = "\0".join(known)
    said = json.loads((CHINESE / "said.json").read_text(encoding="utf-8"))
    unknown = [one for one in said if one not in known and not all(part.strip() in pieces for part in PARTS.split(one))]
    assert not unknown, f"web/text/chinese/said.json translates what no Python file says: {unknown}"


def deeds(lesson: Lesson) -> dict[str, object]:
    """All that a lesson does to the page, without what it says."""
    whole = lesson.model_dump(include={"minutes", "spec"})
    links = [re.findall(r'href="(.*?)"', html) for html in (lesson.html, *(step.html for step in lesson.steps))]
    steps = [step.model_dump(exclude={"title", "html", "predict"}) for step in lesson.steps]
    predicted = [step.predict and step.predict.model_dump(exclude={"question"}) for step in lesson.steps]
    return {**whole, "links": links, "steps": steps, "predicted": predicted}


def test_every_lesson_is_there_in_chinese_and_does_the_same() -> None:
    found, broken = lessons.find([], find())
    assert broken == []
    by_language = {one: {each.name: each for each in found if each.language == one} for one in ("en", "zh")}
    assert by_language["zh"].keys() == by_language["en"].keys()
    for name, lesson in by_language["en"].items():
        translated = by_language["zh"][name]
        assert deeds(translated) == deeds(lesson), name
        titles = [translated.title, translated.text, *(step.title for step in translated.steps)]
        assert all(re.search(r"[\u4e00-\u9fff]", title) for title in titles), name
