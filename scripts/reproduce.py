"""Trains every preset that names published figures, and sets ours beside them.

python -m scripts.reproduce [PRESET...]
"""

import copy
import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table

from models import catalogue
from models.catalogue import Catalogue, Preset
from models.events import Points, RunState, State
from models.training import train


def variants(preset: Preset) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each spec that published figures speak of, with those figures."""
    places: list[dict[str, Any]] = []
    for figure in preset.published:
        if figure.get("where", {}) not in places:
            places.append(figure.get("where", {}))
    for where in places:
        spec = copy.deepcopy(preset.spec)
        for pointer, value in where.items():
            _, part, name = pointer.split("/")
            spec[part][name] = value
        yield spec, [figure for figure in preset.published if figure.get("where", {}) == where]


def last_scores(catalogue: Catalogue, spec: dict[str, Any]) -> dict[str, float | None]:
    """The last value of every series on pictures or sums not learnt from: the test's where there is one."""
    scores: dict[str, float | None] = {}
    for said in train(catalogue.parse(spec)):
        if isinstance(said, Points) and said.clock in {"epoch", "test"}:
            for column, values in said.columns.items():
                split, _, series = column.partition("/")
                if split in {"validation", "test"} and values:
                    scores[series] = values[-1]
        elif isinstance(said, State) and said.state is RunState.FAILED:
            raise SystemExit(f"{spec} failed: {said.reason}")
    return scores


def rows(catalogue: Catalogue, preset: Preset) -> Iterator[list[str]]:
    """One row of the table for each published figure."""
    for spec, figures in variants(preset):
        scores = last_scores(catalogue, spec)
        for figure in figures:
            varied = ", ".join(str(value) for value in figure.get("where", {}).values())
            ours = scores.get(figure["series"])
            beside = [f"{figure['value']:.4f}", "none" if ours is None else f"{ours:.4f}"]
            yield [preset.name, varied, figure["series"], figure["when"], *beside, figure["source"]]


def main() -> None:
    known, wanted = catalogue.find(), set(sys.argv[1:])
    presets = [preset for preset in known.presets if preset.published and (not wanted or preset.name in wanted)]
    if not presets:
        raise SystemExit(f"No preset of these names has published figures: {', '.join(sorted(wanted)) or '(none)'}")
    table = Table("Preset", "Varied", "Series", "When", "Published", "Ours", "Source")
    for preset in presets:
        for row in rows(known, preset):
            table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
