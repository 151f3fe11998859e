"""Series: what comes next in rows of numbers of a person's own? A table with a line for each moment.

A value is foretold from a window of those before it, as in autoregression (Yule 1927). "The same as now" is the naive
forecast (Hyndman and Athanasopoulos, "Forecasting: principles and practice", 2021).

What to watch: "the same as now" is a hard rival, and the line under the curves. A network that only repeats the last
value looks right and is one step late. Without data of one's own it learns from two waves with noise.
"""

from functools import lru_cache
from typing import Any, ClassVar, Literal

import torch
from pydantic import field_validator, model_validator
from torch import Tensor

from models.data.sets.examples import WAVE_ROWS, two_waves
from models.data.uploads.tables.reading import recipes_of
from models.data.uploads.tables.recipe import Recipe, rows_by
from models.forecasts.forecasting import Forecasting
from models.forecasts.tables import (
    Numbers,
    check_cut,
    check_marks,
    numbers_setting,
    oldest_first_setting,
    table_by,
    with_table,
)
from models.forecasts.windows import parted, windows_of
from models.sentences import Sentence
from models.spec.kinds import Series, Shapes, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator
from models.spec.settings import Bounds, refusal, setting

TOO_FEW_WINDOWS = Sentence(
    "too-few-windows",
    "The table has too few rows: {count}. A window of {window} and {horizon} more leave less than "
    "{least} windows to learn from.",
)
COLUMN_CONSTANT = Sentence("column-constant", "This column holds the same number in all rows that are learnt from.")
EXAMPLE_HAS_ONE_COLUMN = Sentence("example-has-one-column", "The example has 1 column.")
COLUMN_BEYOND_TABLE = Sentence("column-beyond-table", "The table has {count} columns with numbers.")
ONLY_ONE_COLUMN = Sentence(
    "only-one-column-worthwhile", "The table has no other column of numbers that is worth reading."
)

LEAST = 10
"""Windows to learn from, so that learning means something."""
LONGEST, FARTHEST = 200, 50


class OwnSeries(Forecasting):
    """Windows (window, features) of rows, scaled to -1 to 1, and the rows (horizon, columns) after each."""

    title: ClassVar[str] = "Series"
    text: ClassVar[str] = "Reads some rows of a table of your own and says the next ones."
    place: ClassVar[Place] = Place(
        "forecasting",
        chapters=("further",),
        effects=("rival", "data"),
        sources=(
            Source("Yule", 1927, "On a method of investigating periodicities in disturbed series"),
            Source("Hyndman and Athanasopoulos", 2021, "Forecasting: principles and practice"),
        ),
        after=("task/waves",),
    )
    smallest: ClassVar[dict[str, Any]] = {"window": 4, "horizon": 2}
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Squared error",
            headline=True,
            text="Mean square of what is missed, on the scale of -1 to 1. The line is what repeating the last value "
            "gives.",
        ),
        "error": Series("Missed by", text="How far the answer is from what came, on average, as the table counts."),
    }

    data: str = setting(
        "",
        "Table",
        "What is learnt from: a table with a line for each moment, as CSV or text. Without one, 400 rows of two waves "
        "with noise.",
        length=(0, 64),
        format="data",
        form="table",
        group="Data",
    )
    column: int = setting(
        0,
        "Column",
        "Which column is foretold. Where none is chosen, the first that is worth it: no index, no year, and not always "
        "the same.",
        between=(0, 50),
        picks="column",
        group="Data",
    )
    columns: Literal["one", "read", "all"] = setting(
        "one",
        "How many columns",
        "The chosen column alone; or all columns of numbers are read to foretell it, which may tell early what it will "
        "do; or each of them is foretold too.",
        names={"one": "One", "read": "Read all", "all": "Foretell all"},
        group="Data",
    )
    window: int = setting(
        20,
        "Window",
        "More rows show more of what was before and take longer to read.",
        between=(1, LONGEST),
        unit="rows",
        group="Data",
    )
    horizon: int = setting(
        1,
        "Rows foretold",
        "More rows reach farther ahead, and each is harder than the one before it.",
        between=(1, FARTHEST),
        unit="rows",
        group="Data",
    )
    validation: float = setting(
        0.2,
        "Validation share",
        "Held out after the rows that are learnt from. More make the figure steadier.",
        between=(0.05, 0.4),
        group="Data",
        advanced=True,
    )
    test: float = setting(
        0.2, "Test share", "The last rows, kept for one last test at the end.", between=(0.05, 0.4), group="Data",
        advanced=True,
    )  # fmt: skip
    numbers: Numbers = numbers_setting()
    oldest_first: bool = oldest_first_setting()

    @classmethod
    def upgraded(cls, saved: dict[str, Any]) -> dict[str, Any]:
        """Before there was a choice, every mark began decimals, and the order was that of the file."""
        return {"numbers": "decimals", "oldest_first": False, **saved} if saved.get("data") else saved

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        """Raises a refusal if the data are not here or hold no table."""
        return with_table(data)

    @model_validator(mode="after")
    def it_can_be_learnt(self) -> "OwnSeries":
        """Raises a refusal if too few windows are left, or the column never changes."""
        if self.data:
            self.check_reading()
        elif self.column > 1:
            raise refusal("column", EXAMPLE_HAS_ONE_COLUMN(), 1)
        elif self.columns != "one":
            raise refusal("columns", EXAMPLE_HAS_ONE_COLUMN(), "one")
        if self.counts()[0] < LEAST:
            room = self.most_window()
            words = TOO_FEW_WINDOWS(count=len(self.rows()), window=self.window, horizon=self.horizon, least=LEAST)
            raise refusal("window" if room else "horizon", words, room or 1)
        least, most = self.limits()
        if least[0] == most[0]:
            words = COLUMN_CONSTANT()
            raise refusal("column", words, self.another_column())
        return self

    def check_reading(self) -> None:
        """What only a person knows is asked. Raises a refusal if they have not said it yet."""
        check_cut(self.data, self.numbers)
        table = table_by(self.data, self.numbers)
        columns = len(table.details)
        if self.column > columns:
            raise refusal("column", COLUMN_BEYOND_TABLE(count=columns), columns)
        places = [recipe.place for recipe in self.recipes()]
        if self.columns != "one" and len(places) == 1:
            raise refusal("columns", ONLY_ONE_COLUMN(), "one")
        check_marks([one for place in places for one in table.details if one.place == place], self.numbers)

    def another_column(self) -> int | None:
        """One that is worth foretelling, where there is one beside the chosen one."""
        first = table_by(self.data, self.numbers).first if self.data else 1
        return first if self.column not in (0, first) else None

    def narrowed(self) -> Bounds:
        columns = len(table_by(self.data, self.numbers).details) if self.data else 1
        return {"column": {"maximum": columns}, "window": {"maximum": max(1, min(LONGEST, self.most_window()))}}

    def most_window(self) -> int:
        """The longest window that leaves enough to learn from; 0 where none does."""
        windows = range(LONGEST, 0, -1)
        return next((one for one in windows if self.model_copy(update={"window": one}).counts()[0] >= LEAST), 0)

    def recipes(self) -> tuple[Recipe, ...]:
        """How each column is read, the chosen one first."""
        return recipes_of(self.data, self.column, self.columns, self.numbers, self.oldest_first)

    def column_names(self) -> list[str]:
        """Of those that are foretold, where they are several."""
        if self.columns != "all":
            return []
        names = {one.place: one.name for one in table_by(self.data, self.numbers).details}
        return [names[recipe.place] for recipe in self.recipes()]

    def rows(self) -> Tensor:
        """The column that is foretold, (rows)."""
        return self.table()[:, 0]

    def table(self) -> Tensor:
        """All columns that are read, (rows, features); the chosen one is the first."""
        if not self.data:
            return example_rows(self.seed)
        return own_rows(self.data, self.column, self.columns, self.numbers, self.oldest_first)

    def shapes(self) -> Shapes:
        features = len(self.recipes()) if self.data else 1
        return Shapes((self.window, features), (self.horizon, features if self.columns == "all" else 1))

    def counts(self) -> tuple[int, int, int]:
        """Windows; between the parts so many are left out that no row is foretold in two of them."""
        windows = (len(self.table()) if self.data else WAVE_ROWS) - self.window - self.horizon + 1
        validation, test = max(1, round(windows * self.validation)), max(1, round(windows * self.test))
        return windows - validation - test - 2 * (self.horizon - 1), validation, test

    def limits(self) -> tuple[Tensor, Tensor]:
        """The numbers that become -1 and 1 in each column (features): the least and the most of what is learnt from."""
        seen = self.table()[: self.window + self.horizon - 1 + self.counts()[0]]
        return seen.amin(0), seen.amax(0)

    def in_units(self, values: Tensor) -> Tensor:
        """Values (…, columns) as the table counts, (…, columns)."""
        least, most = (one[: values.shape[-1]] for one in self.limits())
        return (values + 1) / 2 * (most - least).to(values) + least.to(values)

    def splits(self, generator: torch.Generator) -> Splits:
        """Windows in the order of the rows; none is drawn."""
        least, most = self.limits()
        span = torch.where(most > least, most - least, 1)  # a column that never changed in what is learnt from
        rows = ((self.table() - least) / span * 2 - 1).float()
        whole = windows_of(rows, self.window, self.horizon, self.shapes().targets[1])
        return parted(whole, self.counts(), self.horizon)


@lru_cache(8)
def example_rows(seed: int) -> Tensor:
    """What is learnt from without a table, (rows, 1)."""
    return two_waves(generator(seed, "data"))


@lru_cache(8)
def own_rows(data: str, column: int, columns: str, numbers: str, oldest_first: bool) -> Tensor:
    """Columns of a table of a person's own, (rows, features), 64 bits."""
    return torch.stack([rows_by(data, one) for one in recipes_of(data, column, columns, numbers, oldest_first)], 1)
