"""Where everything stands on the map: each file says it of itself, and names nothing that is not there."""

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import get_args

import pytest

from models.spec.place import Chapter, Effect, Place, Source, place_of
from models.spec.settings import Settings
from server.catalogue.lessons import find
from server.schema.catalogue import Lesson
from tests.specs import FOUND

SORTS: dict[str, Mapping[str, type[Settings]]] = {
    "task": FOUND.tasks,
    "architecture": FOUND.architectures,
    "laboratory": FOUND.laboratories,
}
NAMED = [(sort, name) for sort, found in SORTS.items() for name in found]


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return find([], FOUND)[0]


@pytest.mark.parametrize(("sort", "name"), NAMED, ids=[f"{sort}/{name}" for sort, name in NAMED])
def test_every_task_network_and_laboratory_cites_its_sources_and_says_where_it_stands(sort: str, name: str) -> None:
    cls = SORTS[sort][name]
    place = vars(cls).get("place")
    assert isinstance(place, Place), f"{name} has no place of its own: models/spec/place.py"
    assert place.chapters, name
    assert place.effects, name
    assert place.sources, name
    for source in place.sources:
        assert source.authors, name
        assert source.title, name
        assert 1700 < source.year < 2100, name
        assert str(source.year) in sources_in_words(cls), f"the docstring of {name} does not name {source}"


def sources_in_words(cls: type) -> str:
    return sys.modules[cls.__module__].__doc__ or ""


def test_the_year_of_a_network_is_that_of_one_of_its_sources() -> None:
    for name, cls in FOUND.architectures.items():
        assert cls.place
        assert cls.year is None or cls.year in {source.year for source in cls.place.sources}, name


def test_every_preset_says_where_it_stands_and_its_network_cites_its_sources() -> None:
    for preset in FOUND.presets:
        assert preset.place, preset.name
        assert preset.place.chapters, preset.name
        assert preset.place.effects, preset.name
        assert FOUND.architectures[preset.spec["architecture"]["name"]].place


def test_what_comes_before_something_is_here_and_nothing_comes_before_itself() -> None:
    before = {f"{sort}/{name}": SORTS[sort][name].place for sort, name in NAMED}
    for name, place in before.items():
        seen, left = set(), list(place.after) if place else []
        while left:
            one = left.pop()
            assert one in before, f"{name} comes after {one}, which is not here"
            assert one != name, f"{name} comes before itself"
            if one not in seen:
                seen.add(one)
                left.extend(place.after if (place := before[one]) else ())


def test_each_chapter_has_a_path_of_lessons(lessons: list[Lesson]) -> None:
    chapters = set()
    for lesson in lessons:
        assert lesson.place, f"{lesson.name} does not say where it stands: place = {{ … }} in its front matter"
        assert lesson.place.effects, lesson.name
        assert lesson.place.order > 0, f"{lesson.name} does not say where in its chapter's path it stands"
        (chapter,) = lesson.place.chapters
        chapters.add(chapter)
    assert chapters == set(get_args(Chapter))


def test_a_translation_stands_where_its_lesson_stands(lessons: list[Lesson]) -> None:
    standing = Counter((lesson.name, str(lesson.place)) for lesson in lessons)
    assert set(standing.values()) == {2}


def test_every_effect_can_be_seen_somewhere(lessons: list[Lesson]) -> None:
    places = [SORTS[sort][name].place for sort, name in NAMED] + [preset.place for preset in FOUND.presets]
    seen = {effect for place in places if place for effect in place.effects}
    seen |= {effect for lesson in lessons if lesson.place for effect in lesson.place.effects}
    assert seen == set(get_args(Effect))


def test_a_place_is_read_from_toml_and_refuses_what_is_not_known() -> None:
    source = {"authors": "Hochreiter and Schmidhuber", "year": 1997, "title": "Long short-term memory"}
    table = {"idea": "recurrence", "chapters": ["demos"], "effects": ["gates"], "sources": [source]}
    assert place_of(table) == Place("recurrence", ("demos",), ("gates",), (Source(**source),))  # type: ignore[arg-type]
    assert asdict(place_of(table))["sources"] == (source,)
    for wrong in ({"idea": "magic"}, {"idea": "memory", "chapters": ["six"]}, {"idea": "memory", "effects": ["luck"]}):
        with pytest.raises(ValueError, match="is none of"):
            place_of(wrong)
