"""What the catalogue's call carries: all that can be trained, and what belongs to it."""

from typing import Annotated, Any, Literal

from pydantic import Field

from models.look.groups import Group
from models.sentences import Text
from models.spec.family import Family
from server.schema.base import Body, SpecJson
from server.schema.fetching import DataSet
from server.schema.places import MapPlace


class SeriesText(Body):
    title: str
    unit: str
    better: Literal["higher", "lower"]
    range: tuple[float, float] | None
    headline: bool
    percent: bool
    text: str
    of: Literal["", "part", "whole"]
    """What is counted where answers have parts: single parts, or whole answers alone."""
    stack: str
    """Series of one stack are parts of a whole, and drawn on top of each other too."""
    optimum: float | None
    """Where it ends at best, which is neither high nor low; null where high or low is best."""
    instead: str
    """Of a loss that does not fall however well all goes: the view to look at instead; else empty."""


class QuestionForm(Body):
    form: Literal["drawing", "text"]
    text: str
    example: str
    symbols: str
    most: int
    size: tuple[int, int]


class Entry(Body):
    """A task, an architecture, the training or a laboratory; the page makes controls of its schema, ``settings``."""

    name: str
    title: str
    text: str
    settings: dict[str, Any]
    place: MapPlace | None
    """Where it stands on the map; null of what people brought themselves, and of the training."""


class LaboratoryEntry(Entry):
    former: list[str]
    """Names that it had in earlier versions: links by these lead to it."""
    explains: dict[str, str]
    """Settings that lead to it, as "training/clip": its own setting that takes the value, or ""."""


class ArchitectureEntry(Entry):
    family: Family
    """Architectures of one family stand under one heading; "" is that of all others."""
    year: int | None
    """When it was published; null where that is no one year."""
    contest: Text
    """How it did in a contest, with the source; empty where it was in none."""
    series: dict[str, SeriesText] | None
    """What is measured instead of the task's own series; null where those suit."""
    data: DataSet | None
    """Weights that are fetched when they are first chosen; null where there are none."""


class TaskEntry(Entry):
    kind: str
    guess: str
    """What the baseline of its runs does, as "guessing"."""
    series: dict[str, SeriesText]
    """In the order in which they are drawn; ``loss`` first."""
    question: QuestionForm | None
    missing: Text | None
    """None where the data are there; else the sentence that says what is missing and what to do."""
    data: DataSet | None
    """The set that is fetched when the task is first chosen; None where there is none to fetch."""
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


class PresetRow(Body):
    """A row of a published table: what it sets beside the preset, what it varies, and what was published for it."""

    title: str
    set: dict[str, Any]
    vary: dict[str, list[Any]]
    published: list[Figure]


class Preset(Body):
    """A partial spec with a name. ``vary`` as in ``NewRuns`` makes it a race. ``rows`` are those of a whole table."""

    name: str
    title: str
    text: str
    spec: SpecJson
    vary: dict[str, list[Any]]
    published: list[Figure]
    rows: list[PresetRow]
    first: bool
    """The one a first visit opens with."""
    begins: bool
    """The one that its task begins with; where there is none, the first of the task."""
    place: MapPlace | None


class View(Body):
    name: str
    title: str
    text: str
    """Answers "what am I looking at?"."""
    group: Group
    """Under which heading it stands."""
    fits: dict[str, list[str]]
    """Task -> architectures inside which there is something to see."""
    asks: bool
    """True where the view takes a question of the task's form."""
    has_example: bool
    """True where it shows a held-out example as long as nobody asks."""
    takes_map: bool
    """True where "layer#number", as the part of its picture, asks about one map or unit of a layer."""
    of_data: bool
    """True where it shows the data alone: ``POST /api/look`` answers it before anything is trained."""


class Broken(Body):
    file: str
    line: int
    error: Text


class Predict(Body):
    """A question to answer before training: which run of the race will do it, judged by the validation split.

    Runs that differ only in their seed are one, by their mean.
    """

    question: str
    series: str
    by: Literal["best", "first"]
    """The one with the best value of all its epochs, or the first to reach ``value``."""
    value: float = 0.0


class Goal(Body):
    """What a challenge asks for, judged on the test split; those who reach it are ranked by what they needed.

    "examples" are those seen in training, each as often as it was; "batches" are steps of the optimiser. "data" are
    the different training examples: runs that have more or fewer of them than the lesson count too.
    """

    series: str
    value: float
    """At least this, or at most, as the series is better higher or lower."""
    fewest: Literal["parameters", "data", "examples", "batches", "epochs", "seconds"]


ValueName = Annotated[str, Field(min_length=1, max_length=60)]
"""Short enough for the name of a run."""


class Step(Body):
    """One step of a lesson. Settings are named by JSON pointers; what is set stays set in the steps that follow."""

    title: str
    html: str
    set: dict[str, Any] = Field(default_factory=dict)
    race: dict[str, list[Any]] = Field(default_factory=dict)
    names: dict[str, list[ValueName]] = Field(default_factory=dict)
    """What the values of ``race`` are called, in their order; those of other settings are shown as they are."""
    look: str = ""
    charts: list[str] = Field(default_factory=list)
    """Series that have a chart from here on; none named leaves the charts as they are."""
    hide: list[str] | None = None
    """Out of sight from here on: a setting, all of "/training", a part of the page as "race"; None: as before."""
    predict: Predict | None = None
    goal: Goal | None = None


class Lesson(Body):
    """Prose with steps that work the page."""

    name: str
    language: str
    title: str
    text: str
    minutes: int
    place: MapPlace | None = None
    """Where it stands on the map. A translation stands where its original does."""
    spec: SpecJson
    """What the form is set to when the lesson begins."""
    html: str
    """What stands before the first step."""
    steps: list[Step]


class LessonEntry(Body):
    """A lesson as the gallery shows it; ``GET /api/lessons/{name}`` has its steps."""

    name: str
    language: str
    title: str
    text: str
    minutes: int
    task: str
    architecture: str
    laboratories: list[str]
    """Those that its text leads to, by name."""
    place: MapPlace | None
    challenge: bool
    """Whether a step of it has a goal."""


class Catalogue(Body):
    version: str
    tasks: list[TaskEntry]
    architectures: list[ArchitectureEntry]
    training: Entry
    presets: list[Preset]
    views: list[View]
    laboratories: list[LaboratoryEntry]
    lessons: list[LessonEntry]
    devices: list[str]
    workers: int
    broken: list[Broken]
