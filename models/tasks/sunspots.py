"""Sunspots: how many spots will the sun have next month? Monthly counts since 1749.

What to watch: "as many as this month" is a hard rival. A curve that looks like the sun's, one month late, has learnt
nothing else; a linear rule over the months of the window (autoregression, Yule 1927, made for this very series) already
does better. The published stateful network ends above both.
"""

from typing import Any, ClassVar, Literal

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor

from models.data.sets.sunspots import FIRST, MONTHS, extremes, load
from models.forecasts.forecasting import Forecasting
from models.forecasts.windows import windows_of
from models.sentences import Sentence
from models.spec.kinds import Series, Shapes, Splits
from models.spec.place import Place, Source
from models.spec.settings import Bounds, refusal, setting

SUNSPOTS = Sentence("number-of-sunspots", "sunspots")
TOO_FEW_MONTHS = Sentence("too-few-months", "Only {left:whole} of the {all:whole} months are left over.")


class Sunspots(Forecasting):
    """Windows (window, 1) of months, scaled to -1 to 1, and the month (1, 1) after each. Always in order."""

    title: ClassVar[str] = "Sunspots"
    text: ClassVar[str] = "Reads the sunspots of some months and says how many the next month will have."
    place: ClassVar[Place] = Place(
        "forecasting",
        chapters=("convolution",),
        effects=("rival", "long-memory"),
        sources=(Source("Yule", 1927, "On a method of investigating periodicities in disturbed series"),),
        after=("task/cosine",),
    )
    smallest: ClassVar[dict[str, Any]] = {"window": 3, "training_months": 200, "held_out_months": 60}
    unit: ClassVar[str] = SUNSPOTS()
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Squared error",
            headline=True,
            text="Mean square of what is missed, on the scale of -1 to 1. The line is what repeating the last value "
            "gives; with the published settings it is 0.0240, and a linear rule over 15 months gives 0.0210.",
        ),
        "error": Series(
            "Missed by", unit="sunspots", text="How far the answer is from the month that came, on average."
        ),
    }

    window: int = setting(
        15,
        "Window",
        "More months show more of the eleven-year cycle and take longer to read.",
        between=(1, 132),
        unit="months",
        group="Data",
    )
    training_months: int = setting(
        2300,
        "Training months",
        "Fewer months are learnt by heart, and end long before those that are foretold.",
        between=(20, 2700),
        unit="months",
        group="Data",
    )
    held_out_months: int = setting(
        500,
        "Held-out months",
        "The months after them, never learnt from. More make the figure steadier.",
        between=(20, 1500),
        unit="months",
        group="Data",
        advanced=True,
    )
    scale: Literal["training months", "all months"] = setting(
        "training months",
        "Scaled by",
        "What becomes -1 and 1: the least and most of what is learnt from, or of all, which tells a little of the "
        "future. Published figures use all.",
        group="Data",
        advanced=True,
    )
    test: bool = setting(
        True,
        "Separate test months",
        "The later half of the held-out months is kept for one last test. Off, the same serve for both, as published.",
        group="Data",
        advanced=True,
    )

    @field_validator("held_out_months")
    @classmethod
    def there_are_so_many(cls, held_out: int, info: ValidationInfo) -> int:
        """Raises a refusal if fewer months are left over."""
        left = MONTHS - info.data.get("window", 0) - info.data.get("training_months", 0)
        if held_out > left:
            raise refusal("held_out_months", TOO_FEW_MONTHS(left=left, all=MONTHS), left)
        return held_out

    def narrowed(self) -> Bounds:
        free = MONTHS - self.window - self.training_months - self.held_out_months
        return {
            "window": {"maximum": min(132, self.window + free)},
            "training_months": {"maximum": min(2700, self.training_months + free)},
            "held_out_months": {"maximum": min(1500, self.held_out_months + free)},
        }

    def shapes(self) -> Shapes:
        return Shapes((self.window, 1), (1, 1))

    def counts(self) -> tuple[int, int, int]:
        held_out = self.held_out_months
        later = held_out // 2 if self.test else held_out
        return self.training_months, held_out - later if self.test else held_out, later

    def limits(self) -> tuple[float, float]:
        """The numbers of sunspots that become -1 and 1."""
        return extremes(self.window + self.training_months if self.scale == "training months" else MONTHS)

    def in_units(self, values: Tensor) -> Tensor:
        least, most = self.limits()
        half = (most - least) / 2
        return values * half + (least + half)

    def splits(self, generator: torch.Generator) -> Splits:
        """Windows in the order of time, each a month after the one before; none is drawn."""
        least, most = self.limits()
        months = (load() - least) / (most - least) * 2 - 1
        whole = windows_of(months.unsqueeze(1), self.window, 1, 1, FIRST, 1 / 12)
        train, validation, test = self.counts()
        end = train + self.held_out_months
        return Splits(whole.rows(0, train), whole.rows(train, train + validation), whole.rows(end - test, end))
