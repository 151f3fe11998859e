"""Which variant of a preset leads, and whether another setting turns that round. Pure: results in, Markdown out."""

from collections.abc import Iterator
from typing import Any

from models.spec.preset import Preset

Means = dict[tuple[Any, ...], dict[int, float]]
"""By the values that a preset varies: the mean over seeds after each epoch."""


def ranking(preset: Preset, means: Means) -> Iterator[str]:
    """A table of orders, best first, of what varies last; below it whether the setting before that turns them round."""
    higher = preset.reproduce is not None and preset.reproduce.series != "loss"  # of all else more is better
    orders: dict[tuple[Any, ...], dict[int, list[str]]] = {}
    for others in dict.fromkeys(values[:-1] for values in means):
        of_these = {values[-1]: by_epoch for values, by_epoch in means.items() if values[:-1] == others}
        orders[others] = ordered(of_these, higher)
    epochs = sorted({epoch for by_epoch in orders.values() for epoch in by_epoch})
    titles = [pointer.rpartition("/")[2].replace("_", " ") for pointer in preset.vary][:-1]
    yield "| " + " | ".join([*titles, *(f"best first, epoch {epoch}" for epoch in epochs)]) + " |"
    yield "|---" * (len(titles) + len(epochs)) + "|"
    for others, by_epoch in orders.items():
        cells = [*map(str, others), *(", ".join(by_epoch.get(epoch, [])) for epoch in epochs)]
        yield "| " + " | ".join(cells) + " |"
    yield ""
    yield from turned_round(titles[-1], orders)


def ordered(of_these: dict[Any, dict[int, float]], higher: bool) -> dict[int, list[str]]:
    """By epoch: the names of what came so far, best first."""
    epochs = {epoch for by_epoch in of_these.values() for epoch in by_epoch}
    return {
        epoch: [
            str(name)
            for name in sorted(
                (name for name, by_epoch in of_these.items() if epoch in by_epoch),
                key=lambda name: of_these[name][epoch],
                reverse=higher,
            )
        ]
        for epoch in epochs
    }


def turned_round(title: str, orders: dict[tuple[Any, ...], dict[int, list[str]]]) -> Iterator[str]:
    """From the first to the last value of one setting: when another leads, and when the whole order is reversed."""
    for rest in dict.fromkeys(others[:-1] for others in orders):
        first, *_, last = [others for others in orders if others[:-1] == rest]
        both = sorted(orders[first].keys() & orders[last].keys())
        leads = [epoch for epoch in both if orders[first][epoch][0] != orders[last][epoch][0]]
        reversed_ = [epoch for epoch in both if orders[first][epoch] == orders[last][epoch][::-1]]
        named = f"{', '.join(map(str, rest))}: from" if rest else "From"
        yield (
            f"- {named} {title} {first[-1]} to {last[-1]} another leads {at(leads)}; "
            f"the whole order is reversed {at(reversed_)}."
        )


def at(epochs: list[int]) -> str:
    return f"at epoch {', '.join(map(str, epochs))}" if epochs else "at none of these epochs"
