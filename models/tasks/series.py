"""Series: what comes next in a row of numbers of a person's own? A table with a line for each moment.

What to watch: "the same as now" is a hard rival, and the line under the curves. A network that only repeats the last
value looks right and is one step late. Without data of one's own it learns from two waves with noise.
"""

from functools import lru_cache
from typing import Any, ClassVar, Literal

import torch
from pydantic import ValidationInfo, field_validator, model_validator
from torch import Tensor
from torch.nn import functional

from models.data.examples import WAVE_ROWS, two_waves
from models.data.keeping import problem
from models.data.tables import table_of
from models.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.randomness import generator
from models.settings import Bounds, refusal, setting
from models.spec import Task

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
        1, "Column", "Which column is foretold, counted from the left; those without numbers do not count.",
        between=(1, 50), group="Data",
    )  # fmt: skip
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

    @field_validator("data")
    @classmethod
    def it_is_here(cls, data: str) -> str:
        wrong = problem(data, "table")
        if wrong:
            raise refusal("data", wrong, None)
        return data

    @field_validator("column")
    @classmethod
    def there_is_one(cls, column: int, info: ValidationInfo) -> int:
        data = info.data.get("data")
        columns = len(table_of(data).columns) if data else 1
        if data is not None and column > columns:
            raise refusal("column", f"The table has {columns} columns with numbers.", columns)
        return column

    @model_validator(mode="after")
    def rows_are_enough(self) -> "OwnSeries":
        if self.counts()[0] < LEAST:
            room = self.most_window()
            words = (
                f"The table has too few rows: {len(self.rows())}. A window of {self.window} and {self.horizon} more "
                f"leave less than {LEAST} windows to learn from."
            )
            raise refusal("window" if room else "horizon", words, room or 1)
        least, most = self.limits()
        if least == most:
            raise refusal("column", "This column holds the same number in all rows that are learnt from.", None)
        return self

    def narrowed(self) -> Bounds:
        columns = len(table_of(self.data).columns) if self.data else 1
        return {"column": {"maximum": columns}, "window": {"maximum": max(1, min(LONGEST, self.most_window()))}}

    def most_window(self) -> int:
        """The longest window that leaves enough to learn from; 0 where none does."""
        windows = range(LONGEST, 0, -1)
        return next((one for one in windows if self.model_copy(update={"window": one}).counts()[0] >= LEAST), 0)

    def rows(self) -> Tensor:
        """The column that is foretold, (rows)."""
        table = table_of(self.data).values if self.data else example_rows(self.seed)
        return table[:, self.column - 1]

    def shapes(self) -> Shapes:
        return Shapes((self.window, 1), (self.horizon, 1))

    def counts(self) -> tuple[int, int, int]:
        """Windows; between the parts so many are left out that no row is foretold in two of them."""
        windows = (len(table_of(self.data).values) if self.data else WAVE_ROWS) - self.window - self.horizon + 1
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
    """What is learnt from without a table, (rows, 1)."""
    return two_waves(generator(seed, "data"))
