"""The best epoch of a run as the server tells it."""

import pytest

from server.library.facts import Headline
from server.runs.projection import best_of
from server.schema.runs import Best

COLUMNS: dict[str, list[float | None]] = {"step": [0.0, 8.0, 16.0, 24.0], "epoch": [0.0, 1.0, 2.0, 3.0]}


@pytest.mark.parametrize(("better", "value", "step"), [("higher", 0.9, 16), ("lower", 0.2, 8)])
def test_a_score_that_is_no_number_is_never_the_best_be_it_the_first(better: str, value: float, step: int) -> None:
    headline = Headline("exact", "higher" if better == "higher" else "lower")
    columns = {**COLUMNS, "validation/exact": [None, 0.2, 0.9, None]}
    assert best_of(None, columns, headline) == Best(series="exact", value=value, step=step, epoch=step / 8)


def test_a_run_that_never_had_a_score_has_no_best() -> None:
    headline = Headline("loss", "lower")
    assert best_of(None, {**COLUMNS, "validation/loss": [None] * 4}, headline) is None
