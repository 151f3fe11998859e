"""docs/reproduced.md: what was published beside what our runs gave. Pure: results in, Markdown out."""

import re
from collections.abc import Iterator, Mapping
from statistics import mean
from typing import Any

from models.spec.preset import Figure, Preset, Reproduction
from scripts.moments import Moment, VariantResults, moment, published, ran_on, spread, titled
from scripts.published_table import published_table
from scripts.ranking import ranking

HEAD = """# Reproduced

Written by `make reproduce`; not by hand. Each figure of ours is one that a run on the named machine gave: the mean over
the seeds and, in brackets, the smallest and the largest. A published figure stands beside ours whether or not ours
reaches it; where a spread was published, it is said whether our mean lies inside. "Train" is the running mean of the
last epoch, as Keras prints it: measured while the weights change, with dropout on. Seconds are those of the training;
other work may have shared the machine.
"""


def page(presets: list[tuple[Preset, list[VariantResults]]], before: Mapping[str, str] | None = None) -> str:
    """The whole page. A section from ``before``, by its preset's name, stays if it tells of more runs than are here."""
    parts = [HEAD]
    for preset, variants in presets:
        known = (before or {}).get(preset.name, "")
        here = sum(len(one.results) for one in variants)
        parts += [known] if runs_of(known) > here else section(preset, variants)
    return "\n".join(parts)


def runs_of(section: str) -> int:
    """Of how many runs a section of the page tells."""
    found = re.search(r"^(\d+) runs?, one thread each", section, re.MULTILINE)
    return int(found[1]) if found else 0


def sections(text: str) -> dict[str, str]:
    """The sections of a page that was written before, by the name of their preset."""
    found = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return {name[1]: f"{one.rstrip()}\n" for one in found if (name := re.search(r"^`(.+?)`\.", one, re.MULTILINE))}


def section(preset: Preset, variants: list[VariantResults]) -> Iterator[str]:
    """Title, what it was run on, and a table with a row for each variant and moment, or of a published table."""
    yield f"## {preset.title}\n\n`{preset.name}`. {preset.text}\n"
    results = [result for one in variants for result in one.results]
    if not results:
        yield "Not run yet.\n"
        return
    ran = "; ".join(sorted({ran_on(result) for result in results}))
    yield f"{len(results)} run{'s' * (len(results) > 1)}, one thread each; {ran}.\n"
    if preset.rows:
        yield from published_table(preset, variants)
        return
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
    asked = moments(again) if again else []
    for when in dict.fromkeys([*asked, *figures]):
        found = when.all_of(variant.results)
        figure = figures.get(when)
        cells = [in_words(value) for value in variant.where.values()]
        cells += [when.series, when.words(), published(figure), spread(found), held(figure, found), str(len(found))]
        yield "| " + " | ".join(cells) + " |"


def moments(again: Reproduction) -> list[Moment]:
    """When the series of a reproduction are looked at: one after its epochs, others at the end, of the test split."""
    first = [] if again.epochs or not again.series else [again.series]
    asked = [Moment("validation", again.series, epoch) for epoch in again.epochs]
    by_length = [Moment("test", again.series, longer=more) for more in again.longer]
    return asked + [Moment("test", series) for series in first + again.at_end] + by_length


def in_words(value: Any) -> str:
    """A value that varied; of a whole network its name and its settings."""
    if not isinstance(value, dict):
        return str(value)
    return ", ".join([value["name"], *(f"{name} {one}" for name, one in value.items() if name != "name")])


def means(asked: Reproduction, variant: VariantResults) -> dict[int, float]:
    """The mean over the seeds of the series that is reproduced, by epoch."""
    found = {epoch: Moment("validation", asked.series, epoch).all_of(variant.results) for epoch in asked.epochs}
    return {epoch: mean(values) for epoch, values in found.items() if values}


def held(figure: Figure | None, found: list[float]) -> str:
    """Whether our mean, as it is written, lies in the published spread; nothing where there is none."""
    if figure is None or figure.low is None or figure.high is None or not found:
        return ""
    return "inside" if figure.low <= round(mean(found), 3) <= figure.high else "outside"
