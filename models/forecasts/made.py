"""Series that are made from a formula, as long as they are asked for: what their tasks have in common."""

from abc import abstractmethod
from typing import Any, ClassVar

import torch
from torch import Tensor

from models.forecasts.forecasting import Forecasting
from models.forecasts.windows import parted, windows_of
from models.spec.kinds import Shapes, Splits
from models.spec.settings import setting

GROUP = "Data"


class MadeSeries(Forecasting):
    """Windows over a formula's values; later ones are held out."""

    smallest: ClassVar[dict[str, Any]] = {"window": 4, "training_windows": 60, "held_out_windows": 20}

    window: int = setting(
        20,
        "Window",
        "More values show more of what was before and take longer to read.",
        between=(1, 200),
        unit="values",
        group=GROUP,
    )
    horizon: int = setting(
        1,
        "Values foretold",
        "More values reach farther ahead, and each is harder than the one before it.",
        between=(1, 50),
        unit="values",
        group=GROUP,
    )
    training_windows: int = setting(
        300,
        "Training windows",
        "Windows that are learnt from, each one value after the one before it. Fewer are learnt by heart.",
        between=(20, 2000),
        group=GROUP,
        role="amount of data",
    )
    held_out_windows: int = setting(
        100,
        "Held-out windows",
        "The windows after them, never learnt from. More make the figure steadier.",
        between=(20, 1000),
        group=GROUP,
        advanced=True,
    )
    test: bool = setting(
        True,
        "Separate test windows",
        "As many windows more are kept for one last test. Off, the held-out ones serve for both, as in many listings.",
        group=GROUP,
        advanced=True,
    )

    @abstractmethod
    def values(self, count: int, generator: torch.Generator) -> Tensor:
        """The first ``count`` rows, (count, columns), 64 bits."""

    def width(self) -> int:
        """How many columns there are."""
        return 1

    def shapes(self) -> Shapes:
        return Shapes((self.window, self.width()), (self.horizon, self.width()))

    def counts(self) -> tuple[int, int, int]:
        return self.training_windows, self.held_out_windows, self.held_out_windows

    def rows(self) -> int:
        """How many values all parts need; between two of them no row is foretold in both."""
        parts, later = 2 if self.test else 1, self.horizon - 1
        return self.window + self.training_windows + later + parts * (self.held_out_windows + later)

    def splits(self, generator: torch.Generator) -> Splits:
        """Windows in the order of the values."""
        whole = windows_of(self.values(self.rows(), generator).float(), self.window, self.horizon, self.width(), 0.0)
        return parted(whole, self.counts(), self.horizon, shared=not self.test)
