"""What can be trained and looked at, in words and schemas."""

import gzip
import re
import threading
from dataclasses import asdict, dataclass
from typing import Any

from models.catalogue import Catalogue as Found
from models.catalogue import schema
from models.look.laboratory import Laboratory
from models.look.view import group_of
from models.modules import Broken
from models.sentences import Text
from models.spec.architecture import Architecture
from models.spec.kinds import Series
from models.spec.place import Place
from models.spec.preset import Figure, Preset
from models.spec.settings import Settings
from models.spec.task import Task
from models.spec.training import Training
from server.catalogue.translated import Translator
from server.machine.devices import devices
from server.schema import catalogue, places
from server.schema.fetching import DataSet
from server.settings import own_version

NAMED = re.compile(r"^(parts|types)\.|\.title$|\.options\.|\.classes\.")
"""Paths of texts that sentences and pictures name."""
TO_LABORATORY = re.compile(r'href="#laboratory/(\w+)')


def described(found: Found, lessons: list[catalogue.Lesson], broken: list[Broken]) -> catalogue.Catalogue:
    """All that stays as long as the server lives, but for the views, for which networks are built."""
    return catalogue.Catalogue(
        version=own_version(),
        tasks=[_task(name, task, found) for name, task in found.tasks.items()],
        architectures=[_architecture(name, one) for name, one in found.architectures.items()],
        training=_entry("training", Training),
        presets=[_preset(preset) for preset in found.presets],
        views=[],
        laboratories=[_laboratory(name, one) for name, one in found.laboratories.items()],
        lessons=[_lesson(one) for one in lessons],
        devices=devices(),
        workers=0,
        broken=[catalogue.Broken(**vars(one)) for one in (*found.broken, *broken)],
    )


class Listing:
    """The catalogue as pages get it. Which data are there is looked up each time; only a change is encoded anew.

    What views fit is found out when it is first encoded, not before the server starts. For any thread.
    """

    def __init__(self, known: catalogue.Catalogue, found: Found) -> None:
        self.known, self.found = known, found
        self.encoded_for: object = None
        self.bodies: dict[str, Encoded] = {}
        """By language."""
        self.texts: dict[str, dict[str, str]] = {}
        """By language, what the catalogue's texts are called in it, by path."""
        self.encoding = threading.Lock()

    def encoded(self, workers: int, packed: bool, language: str = "en") -> bytes:
        """As JSON, or as JSON packed by gzip."""
        missing = [task.missing() for task in self.found.tasks.values()]
        with self.encoding:
            if self.encoded_for != (missing, workers):
                self.encoded_for, self.bodies = (missing, workers), {}
            if language not in self.bodies:
                self.bodies[language] = self.encode(missing, workers, language)
            body = self.bodies[language]
        return body.packed if packed else body.plain

    def named(self, language: str) -> dict[str, str]:
        """What texts name, by its path: titles, options and classes of all in the catalogue, and names of layers."""
        with self.encoding:
            if language not in self.texts:
                self.translated(language)
            known = self.texts.get(language, {})
        return {path: text for path, text in known.items() if NAMED.search(path)}

    def encode(self, missing: list[str | None], workers: int, language: str) -> "Encoded":
        """With why the data of each task are not there, or None."""
        known = self.translated(language)
        tasks = [
            task.model_copy(update={"missing": why and Text.read(why)})
            for task, why in zip(known.tasks, missing, strict=True)
        ]
        plain = known.model_copy(update={"tasks": tasks, "workers": workers}).model_dump_json().encode()
        return Encoded(plain, gzip.compress(plain, mtime=0))

    def translated(self, language: str) -> catalogue.Catalogue:
        """What never changes, in ``language``."""
        if not self.known.views:
            self.known = self.known.model_copy(update={"views": _views(self.found)})
        if language == "en":
            return self.known
        translator = Translator(language, self.found)
        translated = translator.catalogue(self.known)
        translator.layers()
        self.texts[language] = translator.texts
        return translated


@dataclass(frozen=True)
class Encoded:
    """The catalogue's body, and the same packed by gzip."""

    plain: bytes
    packed: bytes


def _preset(preset: Preset) -> catalogue.Preset:
    values: dict[str, Any] = {
        name: getattr(preset, name) for name in ("name", "title", "text", "spec", "vary", "first", "begins")
    }
    values["place"] = placed(preset.place)
    rows = [
        catalogue.PresetRow(title=row.title, set=row.set, vary=row.vary, published=_figures(row.published))
        for row in preset.rows
    ]
    return catalogue.Preset(**values, published=_figures(preset.published), rows=rows)


def _figures(published: list[Figure]) -> list[catalogue.Figure]:
    return [catalogue.Figure(**vars(figure)) for figure in published]


def _lesson(lesson: catalogue.Lesson) -> catalogue.LessonEntry:
    values: dict[str, Any] = {
        name: getattr(lesson, name) for name in ("name", "language", "title", "text", "minutes", "place")
    }
    values["laboratories"] = led_to(lesson)
    goals = any(step.goal for step in lesson.steps)
    task, architecture = (str(lesson.spec[part]["name"]) for part in ("task", "architecture"))
    return catalogue.LessonEntry(**values, task=task, architecture=architecture, challenge=goals)


def led_to(lesson: catalogue.Lesson) -> list[str]:
    """Laboratories that a lesson's text leads to, in the order of their first links."""
    return list(dict.fromkeys(name for step in lesson.steps for name in TO_LABORATORY.findall(step.html)))


def _entry(name: str, settings: type[Settings]) -> catalogue.Entry:
    words = {"title": settings.title, "text": settings.text}
    return catalogue.Entry(name=name, **words, settings=schema(settings), place=placed(settings.place))


def placed(place: Place | None) -> places.MapPlace | None:
    return None if place is None else places.MapPlace.model_validate(asdict(place))


def _laboratory(name: str, cls: type[Laboratory]) -> catalogue.LaboratoryEntry:
    return catalogue.LaboratoryEntry(
        **_entry(name, cls).model_dump(), former=list(cls.former), explains=dict(cls.explains)
    )


def _architecture(name: str, cls: type[Architecture]) -> catalogue.ArchitectureEntry:
    return catalogue.ArchitectureEntry(
        **_entry(name, cls).model_dump(),
        family=cls.family,
        year=cls.year,
        contest=cls.contest,
        series=_series(cls.series) if cls.series else None,
        data=_data_set(cls),
    )


def _series(series: dict[str, Series]) -> dict[str, catalogue.SeriesText]:
    return {key: catalogue.SeriesText(**vars(one)) for key, one in series.items()}


def _task(name: str, cls: type[Task], found: Found) -> catalogue.TaskEntry:
    task = cls()
    question = task.question()
    return catalogue.TaskEntry(
        **_entry(name, cls).model_dump(),
        kind=cls.kind,
        guess=cls.guess,
        series=_series(cls.series),
        question=catalogue.QuestionForm(**vars(question)) if question else None,
        missing=None,
        data=_data_set(cls),
        architectures=found.fitting(task),
    )


def _data_set(cls: type[Task] | type[Architecture]) -> DataSet | None:
    found = cls.dataset()
    return None if found is None else DataSet.model_validate(found, from_attributes=True)


def _views(found: Found) -> list[catalogue.View]:
    views = []
    fitting = [(task, found.fitting(task)) for task in (cls() for cls in found.tasks.values())]
    settings = {name: cls() for name, cls in found.architectures.items()}
    for name, view in found.views.items():
        fits = {
            task.name: [one for one in architectures if view.offered(task, settings[one])]
            for task, architectures in fitting
        }
        seen = {task: architectures for task, architectures in fits.items() if architectures}
        words = {"title": view.title, "text": view.text}
        flags = {one: getattr(view, one) for one in ("asks", "has_example", "takes_map", "of_data")}
        views.append(catalogue.View(name=name, group=group_of(view), **words, fits=seen, **flags))
    return views
