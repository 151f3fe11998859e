"""What can be trained and looked at, in words and schemas."""

from models.catalogue import Broken, Preset, schema
from models.catalogue import Catalogue as Found
from models.kinds import Series
from models.settings import Settings
from models.spec import Architecture, Task
from models.trainings import Training
from server.api import listed
from server.devices import devices
from server.settings import own_version


def described(found: Found, lessons: list[listed.Lesson], broken: list[Broken]) -> listed.Catalogue:
    """All that stays as long as the server lives; it takes a tenth of a second to make."""
    return listed.Catalogue(
        version=own_version(),
        tasks=[_task(name, task, found) for name, task in found.tasks.items()],
        architectures=[_architecture(name, one) for name, one in found.architectures.items()],
        training=_entry("training", Training),
        presets=[_preset(preset) for preset in found.presets],
        views=_views(found),
        lessons=[_lesson(one) for one in lessons],
        devices=devices(),
        workers=0,
        broken=[listed.Broken(**vars(one)) for one in (*found.broken, *broken)],
    )


def of_now(known: listed.Catalogue, found: Found, workers: int) -> listed.Catalogue:
    """With what is looked up anew: data may come while the server runs."""
    tasks = [task.model_copy(update={"missing": found.tasks[task.name].missing()}) for task in known.tasks]
    return known.model_copy(update={"tasks": tasks, "workers": workers})


def _preset(preset: Preset) -> listed.Preset:
    told = {name: getattr(preset, name) for name in ("name", "title", "text", "spec", "vary", "first")}
    return listed.Preset(**told, published=[listed.Figure(**vars(figure)) for figure in preset.published])


def _lesson(lesson: listed.Lesson) -> listed.LessonEntry:
    told = {name: getattr(lesson, name) for name in ("name", "language", "title", "text", "minutes")}
    goals = any(step.goal for step in lesson.steps)
    return listed.LessonEntry(**told, task=str(lesson.spec["task"]["name"]), challenge=goals)


def _entry(name: str, settings: type[Settings]) -> listed.Entry:
    return listed.Entry(name=name, title=settings.title, text=settings.text, settings=schema(settings))


def _architecture(name: str, cls: type[Architecture]) -> listed.ArchitectureEntry:
    return listed.ArchitectureEntry(
        **_entry(name, cls).model_dump(), series=_series(cls.series) if cls.series else None
    )


def _series(series: dict[str, Series]) -> dict[str, listed.SeriesText]:
    return {key: listed.SeriesText(**vars(one)) for key, one in series.items()}


def _task(name: str, cls: type[Task], found: Found) -> listed.TaskEntry:
    task = cls()
    question = task.question()
    return listed.TaskEntry(
        **_entry(name, cls).model_dump(),
        kind=cls.kind,
        guess=cls.guess,
        series=_series(cls.series),
        question=listed.QuestionForm(**vars(question)) if question else None,
        missing=None,
        architectures=found.fitting(task),
    )


def _views(found: Found) -> list[listed.View]:
    views = []
    fitting = {name: (cls(), found.fitting(cls())) for name, cls in found.tasks.items()}
    for name, view in found.views.items():
        fits = {
            task: [one for one in architectures if view.fits(settings, found.architectures[one]())]
            for task, (settings, architectures) in fitting.items()
        }
        seen = {task: architectures for task, architectures in fits.items() if architectures}
        views.append(listed.View(name=name, title=view.title, text=view.text, fits=seen, asks=view.asks))
    return views
