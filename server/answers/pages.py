"""What pages get of the library: the catalogue, its texts, lessons and laboratories."""

from typing import Any

from models.look.laboratory import limits_of, pictures_of
from models.plan.plan import plan
from models.sentences import Sentence, Text, text_of
from models.spec_error import SpecError
from server.answers.loaded import Loaded
from server.catalogue import lessons
from server.catalogue.translations import sentences
from server.library.library import Template
from server.machine.devices import devices
from server.people.person import Person
from server.runs.prepare import refusal
from server.schema import titles
from server.schema.laboratories import Pictures
from server.schema.refusal import Refusal

NOT_DRAWN = Sentence("laboratory-not-drawn", "This cannot be drawn")
NO_LABORATORY = Sentence("laboratory-not-found", "There is no laboratory called {name} here.")
LESSON_LINE = Sentence("lesson-line", "Line {number}: {error}")


def missing(loaded: Loaded) -> list[str]:
    return [Text.read(task.missing() or "").stored() for task in loaded.catalogue.tasks.values()]


def catalogue(loaded: Loaded, workers: int, language: str) -> str:
    return loaded.listing.encoded(workers, False, language).decode()


def texts(loaded: Loaded, language: str) -> dict[str, Template]:
    return {**loaded.listing.named(language), **sentences(language)}


def device(loaded: Loaded) -> str:
    return devices()[0]


def warm_up(loaded: Loaded) -> None:
    """The first plan of a process takes a second or two."""
    first = next((preset.spec for preset in loaded.catalogue.presets if preset.first), None)
    if first is not None:
        plan(loaded.catalogue.parse(first))


def read_lesson(loaded: Loaded, person: Person, text: str) -> str:
    try:
        with loaded.uploads.read_by(person):
            return lessons.read("yours", text, loaded.catalogue).model_dump_json()
    except lessons.LessonError as error:
        raise Refusal(
            422, titles.NOT_A_LESSON, LESSON_LINE(number=error.line, error=text_of(error)), field="/text"
        ) from error


def lesson(loaded: Loaded, name: str, language: str) -> str | None:
    found = lessons.pick(loaded.lessons[0], name, language)
    return None if found is None else found.model_dump_json()


def laboratory(loaded: Loaded, person: Person, name: str, settings: dict[str, Any]) -> str:
    if loaded.catalogue.laboratory_called(name) is None:
        known = list(loaded.catalogue.laboratories)
        raise Refusal(404, titles.NO_SUCH_LABORATORY, NO_LABORATORY(name=name[:80]), allowed=known)
    try:
        with loaded.uploads.read_by(person):
            drawn = loaded.catalogue.laboratory(name, settings)
            return Pictures(pictures=pictures_of(drawn), limits=limits_of(drawn)).model_dump_json()
    except SpecError as error:
        raise refusal(error, NOT_DRAWN) from error
    except ValueError as error:
        raise Refusal(422, NOT_DRAWN, text_of(error)) from error
