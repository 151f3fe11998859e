"""A published table beside ours: a line for each reading of each row, and which reading comes nearest. Pure."""

from collections.abc import Iterator
from statistics import mean
from typing import Any

from models.spec.preset import Figure, Preset
from scripts.moments import Moment, VariantResults, moment, spread, titled

NOT_YET = "not yet run"


def published_table(preset: Preset, variants: list[VariantResults]) -> Iterator[str]:
    """The table, its sources, and how far each reading is from what was published."""
    moments = list(dict.fromkeys(moment(figure) for row in preset.rows for figure in row.published))
    readings = varied(preset)
    pairs = [f"{side} {one.series}, {one.words()}" for one in moments for side in ("published", "our")]
    chosen = chosen_by(preset)
    pairs += [f"that of the best of the seeds by validation {one.series}" for one in chosen]
    head = ["row", "settings", *map(titled, readings), *pairs, "seeds", "seconds", "on"]
    yield "| " + " | ".join(head) + " |"
    yield "|---" * len(head) + "|"
    for one in variants:
        yield "| " + " | ".join(cells(one, readings, moments, chosen)) + " |"
    yield ""
    yield from distances(preset, variants, moments)
    sources = dict.fromkeys(figure.source for row in preset.rows for figure in row.published)
    yield "".join(f"- {source}.\n" for source in sources if source)


def varied(preset: Preset) -> list[str]:
    """The settings of which the rows have several readings, by JSON pointer."""
    return list(dict.fromkeys(pointer for row in preset.rows for pointer in (preset.vary | row.vary)))


def chosen_by(preset: Preset) -> list[Moment]:
    """When and by what the best of the seeds is chosen; nothing where none is."""
    best = preset.reproduce.best if preset.reproduce else ""
    return [Moment("validation", best)] if best else []


def of_best(results: list[dict[str, Any]], chosen: Moment) -> str:
    """The test of the run that is best by ``chosen``; of equal ones that of the first seed."""
    able = [(value, result) for result in results if (value := chosen.of(result)) is not None and result["test"]]
    if not able:
        return NOT_YET
    _, result = max(able, key=lambda one: one[0])
    return f"{Moment('test', chosen.series).of(result):.4f}"


def cells(
    variant: VariantResults, readings: list[str], moments: list[Moment], chosen: list[Moment]
) -> list[str]:  # fmt: skip
    assert variant.row is not None
    where = variant.where
    own = ", ".join(f"{titled(pointer)} {value}" for pointer, value in where.items() if pointer not in readings)
    figures = figures_of(variant)
    compared: list[str] = []
    for one in moments:
        found = one.all_of(variant.results)
        compared += [f"{figures[one]:.4f}" if one in figures else "", spread(found, 4) if found else NOT_YET]
    compared += [of_best(variant.results, one) for one in chosen]
    read = [str(where.get(pointer, "")) for pointer in readings]
    return [variant.row.title, own, *read, *compared, *measured(variant.results)]


def measured(results: list[dict[str, Any]]) -> list[str]:
    """How many runs there are, how long one of them took, and where and when."""
    if not results:
        return ["0", "", ""]
    on = sorted({f"{result['device']}, {result['date']}" for result in results})
    return [str(len(results)), f"{mean(map(seconds_of, results)):.0f}", "; ".join(on)]


def figures_of(variant: VariantResults) -> dict[Moment, float]:
    """What was published for the row, by when it was measured."""
    assert variant.row is not None
    figures: list[Figure] = variant.row.published
    return {moment(figure): figure.value for figure in figures if figure.where.items() <= variant.where.items()}


def distances(preset: Preset, variants: list[VariantResults], moments: list[Moment]) -> Iterator[str]:
    """How far the readings are from what was published, each over all rows of which there is a run."""
    for one in moments:
        found: dict[tuple[str, ...], list[float]] = {}
        for variant in variants:
            figure, ours = figures_of(variant).get(one), one.all_of(variant.results)
            if figure is not None and ours:
                found.setdefault(reading(preset, variant), []).append(abs(mean(ours) - figure))
        for named, off in sorted(found.items(), key=lambda item: mean(item[1])):
            rows = f"{len(off)} row{'s' * (len(off) > 1)}"
            yield f"- {one.series}, {one.words()}: {' and '.join(named) or 'ours'} is {mean(off):.4f} off, over {rows}."
    yield ""


def reading(preset: Preset, variant: VariantResults) -> tuple[str, ...]:
    """Which of the readings this is: a value where it is the same in all rows, else its place in its row."""
    assert variant.row is not None
    vary: dict[str, list[Any]] = preset.vary | variant.row.vary
    same = {pointer: all((preset.vary | row.vary).get(pointer, vary[pointer]) == vary[pointer] for row in preset.rows)
            for pointer in vary}  # fmt: skip
    named = {
        pointer: variant.where[pointer]
        if same[pointer]
        else f"reading {vary[pointer].index(variant.where[pointer]) + 1}"
        for pointer in vary
    }
    return tuple(f"{titled(pointer)} {value}" for pointer, value in named.items())


def seconds_of(result: dict[str, Any]) -> float:
    """Seconds of training in a run."""
    return float((result["test"] or result["epoch"])[-1]["seconds"])
