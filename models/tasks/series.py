"""Series: what comes next in a row of numbers of a person's own? A table with a line for each moment.

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
from torch.nn import functional

from models.data.sets.examples import WAVE_ROWS, two_waves
from models.data.uploads.intake import problem
from models.data.uploads.tables.asking import question_of_cells, question_of_marks
from models.data.uploads.tables.reading import Table, recipe_of, tables_of
from models.data.uploads.tables.recipe import rows_by
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.seeds import generator
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

TOO_FEW_WINDOWS = Sentence(
    "too-few-windows",
    "The table has too few rows: {count}. A window of {window} and {horizon} more leave less than "
    "{least} windows to learn from.",
)
COLUMN_CONSTANT = Sentence("column-constant", "This column holds the same number in all rows that are learnt from.")
EXAMPLE_HAS_ONE_COLUMN = Sentence("example-has-one-column", "The example has 1 column.")
COLUMN_BEYOND_TABLE = Sentence("column-beyond-table", "The table has {count} columns with numbers.")

LEAST = 10
"""Windows to learn from, so that learning means something."""
LONGEST, FARTHEST = 200, 50


class OwnSeries(Task):
    """Windows (window, 1) of rows, scaled to -1 to 1, and the rows (horizon, 1) after each. Always in order."""

    title: ClassVar[str] = "Series"
    text: ClassVar[str] = "Reads some rows of a table of your own and says the next ones."
    smallest: ClassVar[dict[str, Any]] = {"window": 4, "horizon": 2}
    guess: ClassVar[str] = "repeating the last value"
    kind: ClassVar[Kind] = Kind.WINDOW_TO_VALUES
    order: ClassVar[Literal["shuffled", "ordered"]] = "ordered"
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

    numbers: Literal["automatic", "decimals", "thousands", "columns"] = setting(
        "automatic",
        "Points and commas",
        "What 1.234 or 10,25 means where the table itself leaves it open: decimals, thousands or two columns.",
        names={
            "automatic": "As the table shows", "decimals": "Decimals", "thousands": "Thousands", "columns": "Columns",
        },
        picks="numbers",
        group="Data",
        advanced=True,
    )  # fmt: skip
    oldest_first: bool = setting(
        True,
        "Oldest first",
        "A table whose dates or years go from the newest to the oldest is turned round.",
        picks="order",
        group="Data",
        advanced=True,
    )

    @classmethod
    def upgraded(cls, saved: dict[str, Any]) -> dict[str, Any]:
        """Before there was a choice, every mark began decimals, and the order was that of the file."""
        return {"numbers": "decimals", "oldest_first": False, **saved} if saved.get("data") else saved

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        """Raises a refusal if the data are not here or hold no table."""
        wrong = problem(data, "table")
        if wrong:
            raise refusal("data", wrong, None)
        try:
            if data:
                tables_of(data)
        except Unusable as error:  # kept by another version, or changed on the disk
            raise refusal("data", str(error), None) from error
        return data

    @model_validator(mode="after")
    def it_can_be_learnt(self) -> "OwnSeries":
        """Raises a refusal if too few windows are left, or the column never changes."""
        if self.data:
            self.check_reading()
        elif self.column > 1:
            raise refusal("column", EXAMPLE_HAS_ONE_COLUMN(), 1)
        if self.counts()[0] < LEAST:
            room = self.most_window()
            words = TOO_FEW_WINDOWS(count=len(self.rows()), window=self.window, horizon=self.horizon, least=LEAST)
            raise refusal("window" if room else "horizon", words, room or 1)
        least, most = self.limits()
        if least == most:
            words = COLUMN_CONSTANT()
            raise refusal("column", words, self.another_column())
        return self

    def check_reading(self) -> None:
        """What only a person knows is asked. Raises a refusal if they have not said it yet."""
        tables = tables_of(self.data)
        table = self.table()
        if len(tables) > 1 and self.numbers == "automatic":
            raise refusal("numbers", question_of_cells(tables), None)
        columns = len(table.details)
        if self.column > columns:
            raise refusal("column", COLUMN_BEYOND_TABLE(count=columns), columns)
        chosen = table.details[(self.column or table.first) - 1]
        if chosen.asked and self.numbers == "automatic":
            raise refusal("numbers", question_of_marks(chosen), None)

    def another_column(self) -> int | None:
        """One that is worth foretelling, where there is one beside the chosen one."""
        first = self.table().first if self.data else 1
        return first if self.column not in (0, first) else None

    def table(self) -> Table:
        tables = tables_of(self.data)
        return tables[-1 if self.numbers == "columns" else 0]

    def narrowed(self) -> Bounds:
        columns = len(self.table().details) if self.data else 1
        return {"column": {"maximum": columns}, "window": {"maximum": max(1, min(LONGEST, self.most_window()))}}

    def most_window(self) -> int:
        """The longest window that leaves enough to learn from; 0 where none does."""
        windows = range(LONGEST, 0, -1)
        return next((one for one in windows if self.model_copy(update={"window": one}).counts()[0] >= LEAST), 0)

    def rows(self) -> Tensor:
        """The column that is foretold, (rows)."""
        if not self.data:
            return example_rows(self.seed)
        return own_rows(self.data, self.column, self.numbers, self.oldest_first)

    def shapes(self) -> Shapes:
        return Shapes((self.window, 1), (self.horizon, 1))

    def counts(self) -> tuple[int, int, int]:
        """Windows; between the parts so many are left out that no row is foretold in two of them."""
        windows = (len(self.rows()) if self.data else WAVE_ROWS) - self.window - self.horizon + 1
        validation, test = max(1, round(windows * self.validation)), max(1, round(windows * self.test))
        return windows - validation - test - 2 * (self.horizon - 1), validation, test

    def limits(self) -> tuple[float, float]:
        """The numbers that become -1 and 1: the least and the most of what is learnt from."""
        seen = self.rows()[: self.window + self.horizon - 1 + self.counts()[0]]
        return seen.min().item(), seen.max().item()

    def in_units(self, values: Tensor) -> Tensor:
        least, most = self.limits()
        return (values + 1) / 2 * (most - least) + least

    def splits(self, generator: torch.Generator) -> Splits:
        """Windows in the order of the rows; none is drawn."""
        least, most = self.limits()
        rows = ((self.rows() - least) / (most - least) * 2 - 1).float()
        windows = rows.unfold(0, self.window + self.horizon, 1)  # (windows, window + horizon)
        when = torch.arange(len(windows)) + self.window + 1.0
        before, after = windows[:, : self.window, None], windows[:, self.window :, None]
        whole = Split({"rows": before, "next": after, "when": when})
        train, validation, test = self.counts()
        second = train + self.horizon - 1
        return Splits(
            whole.rows(0, train), whole.rows(second, second + validation), whole.rows(len(whole) - test, len(whole))
        )

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        return Batch(split.take("rows", rows), split.take("next", rows), more={"when": split.take("when", rows)})

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        return functional.mse_loss(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        missed = (self.in_units(outputs) - self.in_units(batch.targets)).abs()  # (batch, horizon, 1)
        return {"error": torch.stack([missed.sum(), missed.new_full((), missed.numel())])}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The last value of the window, for every row that is foretold."""
        wanted = splits.validation["next"]
        last = splits.validation["rows"][:, -1:].expand_as(wanted)
        missed = (self.in_units(last) - self.in_units(wanted)).abs()
        return {"loss": functional.mse_loss(last, wanted).item(), "error": missed.mean().item()}


@lru_cache(8)
def example_rows(seed: int) -> Tensor:
    """What is learnt from without a table, (rows)."""
    return two_waves(generator(seed, "data"))[:, 0]


@lru_cache(8)
def own_rows(data: str, column: int, numbers: str, oldest_first: bool) -> Tensor:
    """A column of a table of a person's own, (rows), 64 bits."""
    return rows_by(data, recipe_of(data, column, numbers, oldest_first))
