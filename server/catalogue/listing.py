"""What can be trained and looked at, in words and schemas."""

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
    """All that stays as long as the server lives; it takes a tenth of a second to make."""
    return catalogue.Catalogue(
        version=own_version(),
        tasks=[_task(name, task, found) for name, task in found.tasks.items()],
        architectures=[_architecture(name, one) for name, one in found.architectures.items()],
        training=_entry("training", Training),
        presets=[_preset(preset) for preset in found.presets],
        views=_views(found),
        laboratories=[_entry(name, one) for name, one in found.laboratories.items()],
        lessons=[_lesson(one) for one in lessons],
        devices=devices(),
        workers=0,
        broken=[catalogue.Broken(**vars(one)) for one in (*found.broken, *broken)],
    )


def of_now(known: catalogue.Catalogue, found: Found, workers: int) -> catalogue.Catalogue:
    """With what is looked up anew: data may come while the server runs."""
    tasks = [task.model_copy(update={"missing": found.tasks[task.name].missing()}) for task in known.tasks]
    return known.model_copy(update={"tasks": tasks, "workers": workers})


def _preset(preset: Preset) -> catalogue.Preset:
    told = {name: getattr(preset, name) for name in ("name", "title", "text", "spec", "vary", "first")}
    return catalogue.Preset(**told, published=[catalogue.Figure(**vars(figure)) for figure in preset.published])


def _lesson(lesson: catalogue.Lesson) -> catalogue.LessonEntry:
    told = {name: getattr(lesson, name) for name in ("name", "language", "title", "text", "minutes")}
    goals = any(step.goal for step in lesson.steps)
    return catalogue.LessonEntry(**told, task=str(lesson.spec["task"]["name"]), challenge=goals)


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
    fitting = {name: (cls(), found.fitting(cls())) for name, cls in found.tasks.items()}
    for name, view in found.views.items():
        fits = {
            task: [one for one in architectures if view.offered(settings, found.architectures[one]())]
            for task, (settings, architectures) in fitting.items()
        }
        seen = {task: architectures for task, architectures in fits.items() if architectures}
        views.append(catalogue.View(name=name, title=view.title, text=view.text, fits=seen, asks=view.asks))
    return views
