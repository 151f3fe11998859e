"""What the catalogue's call carries: all that can be trained, and what belongs to it."""

from typing import Any, Literal

from server.api.bodies import Body, SpecJson


class SeriesText(Body):
    title: str
    unit: str
    better: Literal["higher", "lower"]
    range: tuple[float, float] | None
    headline: bool
    percent: bool
    text: str


class QuestionForm(Body):
    form: Literal["drawing", "text"]
    text: str
    example: str
    symbols: str
    most: int
    size: tuple[int, int]


class Entry(Body):
    """A task, an architecture or the training: ``settings`` is its JSON schema, from which the page makes controls."""

    name: str
    title: str
    text: str
    settings: dict[str, Any]


class ArchitectureEntry(Entry):
    series: dict[str, SeriesText] | None
    """What is measured instead of the task's own series; null where those suit."""


class TaskEntry(Entry):
    kind: str
    series: dict[str, SeriesText]
    """In the order in which they are drawn; ``loss`` first."""
    question: QuestionForm | None
    missing: str | None
    """None where the data are there; else the sentence that says what is missing and what to do."""
    architectures: list[str]
    """Names of the architectures that fit the task, best known first."""


class Figure(Body):
    """A published figure of a preset, or of its variant with the settings in ``where``. Epoch and batch 0: its end."""

    series: str
    value: float
    source: str
    split: str
    epoch: int
    batch: int
    low: float | None
    high: float | None
    where: dict[str, Any]


class Preset(Body):
    """A partial spec with a name. ``vary`` as in ``NewRuns`` makes it a race."""

    name: str
    title: str
    text: str
    spec: SpecJson
    vary: dict[str, list[Any]]
    published: list[Figure]
    first: bool
    """The one a first visit opens with."""


class View(Body):
    name: str
    title: str
    text: str
    """Answers "what am I looking at?"."""
    fits: dict[str, list[str]]
    """Task -> architectures inside which there is something to see."""
    asks: bool
    """True where the view needs a question of the task's form."""


class Broken(Body):
    file: str
    line: int
    error: str


class Catalogue(Body):
    version: str
    tasks: list[TaskEntry]
    architectures: list[ArchitectureEntry]
    training: Entry
    presets: list[Preset]
    views: list[View]
    devices: list[str]
    workers: int
    broken: list[Broken]
