"""What runs gave, and when: the words in which published figures and ours stand beside each other. Pure."""

from dataclasses import dataclass
from statistics import mean
from typing import Any

from models.spec.preset import Figure, Row


@dataclass(frozen=True)
class VariantResults:
    """The results of one variant of a preset, a dict for each seed."""

    where: dict[str, Any]
    results: list[dict[str, Any]]
    row: Row | None = None


@dataclass(frozen=True)
class Moment:
    """A series of a split after so many epochs or batches; both 0: at the end. With ``longer`` of questions that are by
    so much longer than the longest learnt from."""

    split: str
    series: str
    epoch: int = 0
    batch: int = 0
    longer: int | None = None

    def words(self) -> str:
        if self.longer is not None:
            return f"at the end, longest and {self.longer} more" if self.longer else "at the end, longest learnt from"
        if self.split == "test":
            return "test, at the end"
        when = f"epoch {self.epoch}" if self.epoch else f"batch {self.batch}" if self.batch else "at the end"
        return f"train, {when}" if self.split == "train" else when

    def of(self, result: dict[str, Any]) -> float | None:
        """The value that a run gave; None where it never came so far."""
        if self.longer is not None:
            measured: float | None = result.get("longer", {}).get(str(self.longer), {}).get(self.series)
            return measured
        rows = result["test"] if self.split == "test" else result["epoch"]
        place = ("epoch", self.epoch) if self.epoch else ("step", self.batch)
        if self.split != "test" and place[1]:
            rows = [row for row in rows if row[place[0]] == place[1]]
        return rows[-1].get(f"{self.split}/{self.series}") if rows else None

    def all_of(self, results: list[dict[str, Any]]) -> list[float]:
        """The values of those runs that came so far."""
        return [value for result in results if (value := self.of(result)) is not None]


def moment(figure: Figure) -> Moment:
    return Moment(figure.split, figure.series, figure.epoch, figure.batch)


def published(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figures_of(figure.value, figure.low, figure.high)


def spread(values: list[float], places: int = 3) -> str:
    """Mean, and the smallest and largest where there are several."""
    if not values:
        return "not yet run"
    low, high = (min(values), max(values)) if len(values) > 1 else (None, None)
    return figures_of(mean(values), low, high, places)


def figures_of(value: float, low: float | None, high: float | None, places: int = 3) -> str:
    alone = f"{value:.{places}f}"
    return alone if low is None or high is None else f"{alone} ({low:.{places}f}–{high:.{places}f})"


def titled(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("_", " ")


def ran_on(result: dict[str, Any]) -> str:
    engine = result.get("engine", "")
    by = f" by {engine}" if engine and engine != "torch" else ""
    return f"{result['device']} of {result['machine']}{by}, {result['date']}"
