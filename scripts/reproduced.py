"""docs/reproduced.md: what was published beside what our runs gave. Pure: results in, Markdown out."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from typing import Any

from models.spec.preset import Figure, Preset, Reproduction
from scripts.ranking import ranking

HEAD = """# Reproduced

Written by `make reproduce`; not by hand. Each figure of ours is one that a run on the named machine gave: the mean over
the seeds and, in brackets, the smallest and the largest. A published figure stands beside ours whether or not ours
reaches it; where a spread was published, it is said whether our mean lies inside.
"""


@dataclass(frozen=True)
class VariantResults:
    """The results of one variant of a preset, a dict for each seed."""

    where: dict[str, Any]
    results: list[dict[str, Any]]


@dataclass(frozen=True)
class Moment:
    """A series of a split after so many epochs or batches; both 0: at the end."""

    split: str
    series: str
    epoch: int = 0
    batch: int = 0

    def words(self) -> str:
        if self.split == "test":
            return "test, at the end"
        if self.epoch or self.batch:
            return f"epoch {self.epoch}" if self.epoch else f"batch {self.batch}"
        return "at the end"

    def of(self, result: dict[str, Any]) -> float | None:
        """The value that a run gave; None where it never came so far."""
        rows = result["test"] if self.split == "test" else result["epoch"]
        place = ("epoch", self.epoch) if self.epoch else ("step", self.batch)
        if self.split != "test" and place[1]:
            rows = [row for row in rows if row[place[0]] == place[1]]
        return rows[-1].get(f"{self.split}/{self.series}") if rows else None

    def all_of(self, results: list[dict[str, Any]]) -> list[float]:
        """The values of those runs that came so far."""
        return [value for result in results if (value := self.of(result)) is not None]


def page(presets: list[tuple[Preset, list[VariantResults]]]) -> str:
    return "\n".join([HEAD, *(line for preset, variants in presets for line in section(preset, variants))])


def section(preset: Preset, variants: list[VariantResults]) -> Iterator[str]:
    """Title, what it was run on, and a table with a row for each variant and moment."""
    yield f"## {preset.title}\n\n`{preset.name}`. {preset.text}\n"
    results = [result for one in variants for result in one.results]
    if not results:
        yield "Not run yet.\n"
        return
    ran = "; ".join(sorted({ran_on(result) for result in results}))
    yield f"{len(results)} run{'s' * (len(results) > 1)}, one thread each; {ran}.\n"
    yield "| " + " | ".join([*map(titled, preset.vary), "series", "when", "published", "ours", "mean", "seeds"]) + " |"
    yield "|---" * (len(preset.vary) + 6) + "|"
    for one in variants:
        yield from rows(preset, one)
    yield ""
    if len(preset.vary) > 1 and preset.reproduce and preset.reproduce.epochs:
        yield from ranking(preset, {tuple(one.where.values()): means(preset.reproduce, one) for one in variants})
        yield ""
    sources = dict.fromkeys(f"{figure.series}: {figure.source}" for figure in preset.published)
    yield "".join(f"- {source}.\n" for source in sources)


def rows(preset: Preset, variant: VariantResults) -> Iterator[str]:
    figures = {moment(figure): figure for figure in preset.published if figure.where.items() <= variant.where.items()}
    again = preset.reproduce
    asked = [Moment("validation", again.series, epoch) for epoch in again.epochs] if again and again.series else []
    for when in dict.fromkeys([*asked, *figures]):
        found = when.all_of(variant.results)
        figure = figures.get(when)
        cells = [str(value) for value in variant.where.values()]
        cells += [when.series, when.words(), published(figure), spread(found), held(figure, found), str(len(found))]
        yield "| " + " | ".join(cells) + " |"


def means(asked: Reproduction, variant: VariantResults) -> dict[int, float]:
    """The mean over the seeds of the series that is reproduced, by epoch."""
    found = {epoch: Moment("validation", asked.series, epoch).all_of(variant.results) for epoch in asked.epochs}
    return {epoch: mean(values) for epoch, values in found.items() if values}


def held(figure: Figure | None, found: list[float]) -> str:
    """Whether our mean, as it is written, lies in the published spread; nothing where there is none."""
    if figure is None or figure.low is None or figure.high is None or not found:
        return ""
    return "inside" if figure.low <= round(mean(found), 3) <= figure.high else "outside"


def moment(figure: Figure) -> Moment:
    return Moment(figure.split, figure.series, figure.epoch, figure.batch)


def published(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figures_of(figure.value, figure.low, figure.high)


def spread(values: list[float]) -> str:
    """Mean, and the smallest and largest where there are several."""
    if not values:
        return "none"
    return figures_of(mean(values), *((min(values), max(values)) if len(values) > 1 else (None, None)))


def figures_of(value: float, low: float | None, high: float | None) -> str:
    return f"{value:.3f}" if low is None or high is None else f"{value:.3f} ({low:.3f}–{high:.3f})"


def titled(pointer: str) -> str:
    return pointer.rpartition("/")[2].replace("_", " ")


def ran_on(result: dict[str, Any]) -> str:
    return f"{result['device']} of {result['machine']}, {result['date']}"
