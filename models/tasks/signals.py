"""Signals: which of a table's classes does a stretch of it belong to? Resting or walking, a steady pulse or not.

One answer for a whole sequence: the last state, or what filters found, to a softmax. In this form gait, hearts and
machines are told apart (Bulling, Blanke and Schiele, "A tutorial on human activity recognition", 2014).

What to watch: windows that lie beside each other look alike, so a test that shares rows with what was learnt measures
memory. Here no row is read in two parts.
"""

from functools import lru_cache
from typing import Any, ClassVar

import torch
from pydantic import field_validator, model_validator
from torch import Tensor

from models.data.sets.examples import BEATS, STRETCH, pulses
from models.data.uploads.tables.classes import MOST_CLASSES, classes_of, column_of_classes, entries, words_by
from models.data.uploads.tables.recipe import rows_by
from models.forecasts.stretches import Begins, begins_of
from models.forecasts.tables import (
    GROUP,
    Numbers,
    check_cut,
    check_marks,
    numbers_setting,
    oldest_first_setting,
    table_by,
    with_table,
)
from models.forecasts.windows import side_by_side
from models.sentences import Sentence
from models.spec.classification import Classification
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator
from models.spec.settings import Bounds, refusal, setting

NO_COLUMN_OF_CLASSES = Sentence(
    "no-column-of-classes",
    "No column holds classes: 2 to {most} different entries that come again and again, as 'resting' and 'walking'. "
    "Choose one, or add one to the table.",
)
NOT_CLASSES = Sentence(
    "column-holds-no-classes", "{name} holds {count} different entries; a column of classes holds 2 to {most}."
)
CLASS_COLUMN_BEYOND_TABLE = Sentence("class-column-beyond-table", "The table has {count} columns.")
EXAMPLE_HAS_OWN_CLASSES = Sentence(
    "example-has-own-classes", "The example has classes of its own: choose a table first."
)
NO_NUMBERS_BESIDE_CLASSES = Sentence(
    "no-numbers-beside-classes", "Beside {name} no column of numbers is worth reading: the classes need signals."
)
TOO_FEW_OF_CLASS = Sentence(
    "too-few-windows-of-class",
    "'{name}' leaves {count} windows to learn from that lie within it and share no row with those held out; at least "
    "{least} are needed. Take a shorter window, or add rows.",
)

LEAST = 5
"""Windows of each class to learn from."""
LONGEST = STRETCH


class Signals(Classification):
    """Windows (window, features) within one stretch of a class, scaled to -1 to 1; a split has their first rows."""

    title: ClassVar[str] = "Signals"
    text: ClassVar[str] = "Reads some rows of a table of your own and says which class they belong to."
    place: ClassVar[Place] = Place(
        "forecasting",
        chapters=("further",),
        effects=("measure", "data"),
        sources=(
            Source(
                "Bulling, Blanke and Schiele",
                2014,
                "A tutorial on human activity recognition using body-worn inertial sensors",
            ),
        ),
        after=("task/waves",),
    )
    kind: ClassVar[Kind] = Kind.WINDOW_TO_CLASS
    guess: ClassVar[str] = "always the commonest class"
    smallest: ClassVar[dict[str, Any]] = {"window": 20}
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy: how surprised the network is by the right class."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of windows whose class is named rightly.",
        ),
    }

    data: str = setting(
        "",
        "Table",
        "What is learnt from: a table with a line for each moment, a column of classes and at least one of numbers, as "
        "CSV or text. Without one, 1,440 rows of a pulse that is steady, fast or uneven.",
        length=(0, 64),
        format="data",
        form="table",
        group=GROUP,
    )
    label: int = setting(
        0,
        "Column of classes",
        "Which column says what each row is. Where none is chosen, the last with a few entries that come again and "
        "again. All other columns of numbers are read.",
        between=(0, 50),
        picks="label",
        group=GROUP,
    )
    window: int = setting(
        24,
        "Window",
        "More rows show more of what is going on and take longer to read.",
        between=(1, 200),
        unit="rows",
        group=GROUP,
    )
    validation: float = setting(
        0.2,
        "Validation share",
        "Of each class so much is held out after what is learnt from. More make the figure steadier.",
        between=(0.05, 0.4),
        group=GROUP,
        advanced=True,
    )
    test: float = setting(
        0.2,
        "Test share",
        "The last windows of each class, kept for one last test at the end.",
        between=(0.05, 0.4),
        group=GROUP,
        advanced=True,
    )
    numbers: Numbers = numbers_setting()
    oldest_first: bool = oldest_first_setting()

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        """Raises a refusal if the data are not here or hold no table."""
        return with_table(data)

    @model_validator(mode="after")
    def it_can_be_learnt(self) -> "Signals":
        """Raises a refusal if the classes cannot be found, or one of them leaves too few windows."""
        if self.data:
            self.check_reading()
        elif self.label:
            raise refusal("label", EXAMPLE_HAS_OWN_CLASSES(), 0)
        found = self.labelled(self.begins().train)
        for number, name in enumerate(self.class_names()):
            count = int((found == number).sum())
            if count < LEAST:
                shorter = self.longest_window()
                words = TOO_FEW_OF_CLASS(name=name, count=count, least=LEAST)
                raise refusal("window" if shorter else "label", words, shorter or None)
        return self

    def check_reading(self) -> None:
        """What only a person knows is asked. Raises a refusal if the table holds no classes or nothing beside them."""
        check_cut(self.data, self.numbers)
        table = table_by(self.data, self.numbers)
        if self.label > len(table.names):
            raise refusal("label", CLASS_COLUMN_BEYOND_TABLE(count=len(table.names)), len(table.names))
        place = column_of_classes(table, self.label)
        if place is None:
            raise refusal("label", NO_COLUMN_OF_CLASSES(most=MOST_CLASSES), None)
        name, count = table.names[place], len(set(entries(table, place)))
        if not 2 <= count <= MOST_CLASSES:
            raise refusal("label", NOT_CLASSES(name=name, count=count, most=MOST_CLASSES), None)
        places = {recipe.place for recipe in classes_of(self.data, self.label, self.numbers, self.oldest_first).numbers}
        if not places:
            raise refusal("label", NO_NUMBERS_BESIDE_CLASSES(name=name), None)
        check_marks([one for one in table.details if one.place in places], self.numbers)

    def longest_window(self) -> int:
        """The longest shorter window that leaves enough of each class; 0 where none does."""
        for window in range(self.window - 1, 0, -1):
            shorter = self.model_copy(update={"window": window})
            counts = shorter.labelled(shorter.begins().train).bincount(minlength=len(self.class_names()))
            if counts.min() >= LEAST:
                return window
        return 0

    def narrowed(self) -> Bounds:
        return {"label": {"maximum": len(table_by(self.data, self.numbers).names) if self.data else 0}}

    def table(self) -> tuple[Tensor, Tensor, tuple[str, ...]]:
        """What is read (rows, features), the class of each row (rows), and what the classes are called."""
        return rows_and_classes(self.source())

    def source(self) -> tuple[Any, ...]:
        """All that decides the table."""
        return (self.data, self.label, self.numbers, self.oldest_first) if self.data else (self.seed,)

    def class_names(self) -> list[str]:
        return list(self.table()[2])

    def begins(self) -> Begins:
        """The first rows of the windows of each part."""
        return begins_by(self.source(), self.window, self.validation, self.test)

    def labelled(self, begins: Tensor) -> Tensor:
        """The classes (windows) of the windows that begin in the rows ``begins`` (windows)."""
        return self.table()[1][begins]

    def shapes(self) -> Shapes:
        features = self.table()[0].shape[1]
        return Shapes((self.window, features), classes=len(self.class_names()))

    def counts(self) -> tuple[int, int, int]:
        found = self.begins()
        return len(found.train), len(found.validation), len(found.test)

    def splits(self, generator: torch.Generator) -> Splits:
        """First rows and classes of windows; the windows of all rows are shared, scaled by what is learnt from."""
        rows, begins = self.table()[0], self.begins()
        seen = torch.zeros(len(rows), dtype=torch.bool)
        seen[begins.train.unsqueeze(1) + torch.arange(self.window)] = True
        least, most = rows[seen].amin(0), rows[seen].amax(0)
        span = torch.where(most > least, most - least, 1)  # a column that never changed in what is learnt from
        scaled = ((rows - least) / span * 2 - 1).float()
        shared = {"windows": side_by_side(scaled.unfold(0, self.window, 1).transpose(1, 2))}
        train, validation, test = (
            Split({"begins": part, "labels": self.labelled(part)}, shared)
            for part in (begins.train, begins.validation, begins.test)
        )
        return Splits(train, validation, test)

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        windows = split.shared["windows"].index_select(0, split.take("begins", rows))  # (batch, window, features)
        return Batch(windows, split.take("labels", rows))


def rows_and_classes(table: tuple[Any, ...]) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    """What is read (rows, features), the class of each row (rows), and the classes: of a person's own table by all that
    says how it is read, or of the example by its seed.
    """
    return own_signals(*table) if len(table) > 1 else example_signals(*table)


@lru_cache(8)
def begins_by(table: tuple[Any, ...], window: int, validation: float, test: float) -> Begins:
    """The first rows of the windows of each part: asked for at every step, and the same each time."""
    return begins_of(rows_and_classes(table)[1], window, validation, test)


@lru_cache(8)
def example_signals(seed: int) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    """What is learnt from without a table: (rows, 1), (rows) and the classes."""
    rows, kinds = pulses(generator(seed, "data"))
    names = tuple(BEATS)
    return rows, torch.tensor([names.index(kind) for kind in kinds]), names


@lru_cache(4)
def own_signals(data: str, label: int, numbers: str, oldest_first: bool) -> tuple[Tensor, Tensor, tuple[str, ...]]:
    """Of a table of a person's own: what is read (rows, features), the class of each row (rows), and the classes."""
    recipe = classes_of(data, label, numbers, oldest_first)
    words = words_by(data, recipe.classes)
    names = tuple(sorted(set(words)))
    places = {name: place for place, name in enumerate(names)}
    rows = torch.stack([rows_by(data, one) for one in recipe.numbers], 1)
    return rows, torch.tensor([places[word] for word in words]), names
