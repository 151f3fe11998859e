"""What can be trained and looked at, in words and schemas."""

import gzip
import threading

from models.catalogue import Broken, schema
from models.catalogue import Catalogue as Found
from models.spec.architecture import Architecture
from models.spec.kinds import Series
from models.spec.preset import Preset
from models.spec.settings import Settings
from models.spec.task import Task
from models.spec.training import Training
from server.machine.devices import devices
from server.schema import catalogue
from server.settings import own_version


def described(found: Found, lessons: list[catalogue.Lesson], broken: list[Broken]) -> catalogue.Catalogue:
    """All that stays as long as the server lives, but for the views, for which networks are built."""
    return catalogue.Catalogue(
        version=own_version(),
        tasks=[_task(name, task, found) for name, task in found.tasks.items()],
        architectures=[_architecture(name, one) for name, one in found.architectures.items()],
        training=_entry("training", Training),
        presets=[_preset(preset) for preset in found.presets],
        views=[],
        laboratories=[_entry(name, one) for name, one in found.laboratories.items()],
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
        self.plain = self.packed = b""
        self.encoding = threading.Lock()

    def encoded(self, workers: int, packed: bool) -> bytes:
        """As JSON, or as JSON packed by gzip."""
        missing = [task.missing() for task in self.found.tasks.values()]
        with self.encoding:
            if self.encoded_for != (missing, workers):
                self.encode(missing, workers)
                self.encoded_for = (missing, workers)
            return self.packed if packed else self.plain

    def encode(self, missing: list[str | None], workers: int) -> None:
        """With why the data of each task are not there, or None."""
        if not self.known.views:
            self.known = self.known.model_copy(update={"views": _views(self.found)})
        tasks = [task.model_copy(update={"missing": why}) for task, why in zip(self.known.tasks, missing, strict=True)]
        now = self.known.model_copy(update={"tasks": tasks, "workers": workers})
        self.plain = now.model_dump_json().encode()
        self.packed = gzip.compress(self.plain, mtime=0)


def _preset(preset: Preset) -> catalogue.Preset:
    values = {name: getattr(preset, name) for name in ("name", "title", "text", "spec", "vary", "first")}
    return catalogue.Preset(**values, published=[catalogue.Figure(**vars(figure)) for figure in preset.published])


def _lesson(lesson: catalogue.Lesson) -> catalogue.LessonEntry:
    values = {name: getattr(lesson, name) for name in ("name", "language", "title", "text", "minutes")}
    goals = any(step.goal for step in lesson.steps)
    return catalogue.LessonEntry(**values, task=str(lesson.spec["task"]["name"]), challenge=goals)


def _entry(name: str, settings: type[Settings]) -> catalogue.Entry:
    return catalogue.Entry(name=name, title=settings.title, text=settings.text, settings=schema(settings))


def _architecture(name: str, cls: type[Architecture]) -> catalogue.ArchitectureEntry:
    return catalogue.ArchitectureEntry(
        **_entry(name, cls).model_dump(), family=cls.family, series=_series(cls.series) if cls.series else None
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
        architectures=found.fitting(task),
    )


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
        views.append(catalogue.View(name=name, title=view.title, text=view.text, fits=seen, asks=view.asks))
    return views
