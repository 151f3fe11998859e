"""Waves: what comes next in a mixture of sines, a square wave, a chirp, or noise? In one or several columns.

What to watch: whatever is a sum of sines obeys a linear rule exactly (Prony 1795; autoregression, Yule 1927), so there
a network can at best do as well. Noise nobody foretells: always saying 0 is best. A square wave is no linear matter,
and a chirp goes on faster than anything that was learnt.
"""

import math
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor

from models.forecasts.made import GROUP, MadeSeries
from models.sentences import Sentence
from models.spec.kinds import Series
from models.spec.place import Place, Source
from models.spec.settings import setting

COLUMN = Sentence("wave-column", "Column {number}")

SINES = {
    "sine": ((1.0, 1.0),),
    "two sines": ((1.0, 1.0), (2.4, 0.5)),
    "three sines": ((1.0, 1.0), (2.4, 0.5), (0.37, 0.3)),
}
"""By name: of each sine its period, as a multiple of the setting, and its size."""


class Waves(MadeSeries):
    """Windows (window, columns) of a wave, and what comes after each (horizon, columns).

    Each column is an eighth of a period ahead of the one before it.
    """

    title: ClassVar[str] = "Waves"
    text: ClassVar[str] = "Reads some values of a wave, in one or several columns, and says which ones come next."
    place: ClassVar[Place] = Place(
        "forecasting",
        chapters=("further",),
        effects=("rival", "noise"),
        sources=(
            Source("Prony", 1795, "Essai expérimental et analytique"),
            Source("Yule", 1927, "On a method of investigating periodicities in disturbed series"),
        ),
        after=("task/cosine",),
    )
    smallest: ClassVar[dict[str, Any]] = {**MadeSeries.smallest, "period": 8, "columns": 2, "horizon": 2}
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Squared error",
            headline=True,
            text="Mean square of what is missed, over all columns and steps. The line is what repeating the last value "
            "gives.",
        ),
        "error": Series("Missed by", text="How far the answer is from what came, on average."),
    }

    wave: Literal["sine", "two sines", "three sines", "square", "chirp", "noise"] = setting(
        "two sines",
        "Wave",
        "Sums of sines obey a linear rule. A square wave jumps, a chirp grows ever faster, and noise tells nothing "
        "about what comes next.",
        group=GROUP,
    )
    period: int = setting(
        25,
        "Period",
        "A longer wave changes less from one value to the next, and so repeating the last one is a harder rival.",
        between=(4, 200),
        unit="values",
        when={"wave": ["sine", "two sines", "three sines", "square", "chirp"]},
        group=GROUP,
    )
    noise: float = setting(
        0.1,
        "Noise",
        "What is added to each value by chance. Nobody can foretell it: no answer misses by less.",
        between=(0.0, 1.0),
        step=0.05,
        when={"wave": ["sine", "two sines", "three sines", "square", "chirp"]},
        group=GROUP,
    )
    columns: int = setting(
        1,
        "Columns",
        "Each further column is the same wave an eighth of a period ahead, with noise of its own: it tells early what "
        "the first one will do.",
        between=(1, 4),
        group=GROUP,
    )

    def width(self) -> int:
        return self.columns

    def column_names(self) -> list[str]:
        return [COLUMN(number=number + 1) for number in range(self.columns)] if self.columns > 1 else []

    def values(self, count: int, generator: torch.Generator) -> Tensor:
        chance = torch.randn(count, self.columns, generator=generator, dtype=torch.double)
        if self.wave == "noise":
            return chance
        ahead = torch.arange(self.columns) * self.period / 8
        moments = torch.arange(count, dtype=torch.double).unsqueeze(1) + ahead  # (count, columns)
        return self.formula(moments, count) + self.noise * chance

    def formula(self, moments: Tensor, count: int) -> Tensor:
        """The wave without noise at ``moments`` (count, columns), of a series of so many values."""
        if self.wave == "chirp":  # from half the frequency to twice it
            frequency = (0.5 + 0.75 * moments / count) / self.period
            return torch.sin(2 * math.pi * frequency * moments)
        if self.wave == "square":
            return torch.where((moments % self.period) * 2 < self.period, 1.0, -1.0).double()
        waves = [size * torch.sin(2 * math.pi * moments / (self.period * longer)) for longer, size in SINES[self.wave]]
        return torch.stack(waves).sum(0)
