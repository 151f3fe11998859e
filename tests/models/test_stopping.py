"""Rules that end a training, and the rate that falls when progress stops: over scores that are written by hand."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest

from models import training
from models.events import Points, State
from models.spec import Spec
from models.training import Snapshot, train
from tests.models.test_contracts import smallest

HIGHER, LOWER = ("copying", "ntm"), ("sunspots", "forecaster")
"""Of the first the share of exact answers is judged, of the second the squared error."""


def scored(monkeypatch: pytest.MonkeyPatch, spec: Spec, scores: list[float]) -> list[Any]:
    """What a training says whose validation split is scored so: before it, then after each epoch."""
    series, _ = spec.headline
    given = itertools.chain(scores, itertools.repeat(scores[-1]))
    monkeypatch.setattr(type(spec.architecture), "measured", lambda *_: {series: next(given)})
    return list(train(spec))


def end(said: list[Any]) -> State:
    assert isinstance(said[-1], State)
    return said[-1]


@pytest.mark.parametrize(
    ("names", "scores", "reason"),
    [
        (HIGHER, [0.1, 0.2, 0.79, 0.8, 0.9], "exact sequences reached 80.0 %, the target was 80.0 %"),
        (LOWER, [0.99, 0.9, 0.81, 0.7, 0.6], "squared error reached 0.7, the target was 0.8"),
    ],
)
def test_a_run_ends_where_its_target_is_reached(
    names: tuple[str, str], scores: list[float], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = smallest(*names, epochs=9, target=0.8)
    last = end(scored(monkeypatch, spec, scores))
    assert (last.state, last.reason) == ("stopped", reason)
    assert (last.step, last.epoch) == (3 * spec.steps_per_epoch, 3)


@pytest.mark.parametrize(("names", "sign"), [(HIGHER, 1), (LOWER, -1)])
def test_patience_is_counted_from_the_last_time_that_it_got_better(
    names: tuple[str, str], sign: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = smallest(*names, epochs=9, patience=2)
    better_at_3 = [0.5 + sign * gain for gain in (0, 0.1, 0.1, 0.2, 0.2, 0.15, 0.3)]  # as good as before is not better
    last = end(scored(monkeypatch, spec, better_at_3))
    assert (last.state, last.epoch, last.step) == ("stopped", 5, 5 * spec.steps_per_epoch)
    assert last.reason.startswith("no progress in ")
    assert last.reason.endswith(" for 2 epochs")


def test_a_run_told_in_batches_speaks_of_scorings(monkeypatch: pytest.MonkeyPatch) -> None:
    last = end(scored(monkeypatch, smallest(*HIGHER, batches=9, patience=2), [0.5, 0.6, 0.6]))
    assert (last.step, last.reason) == (3, "no progress in exact sequences for 2 scorings")


def test_a_score_that_is_no_number_is_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    last = end(scored(monkeypatch, smallest(*LOWER, epochs=9, patience=2), [0.5, 0.4, float("nan"), float("nan")]))
    assert (last.state, last.epoch) == ("stopped", 3)


def test_time_is_over_in_the_middle_of_an_epoch_too(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(training, "time", SimpleNamespace(perf_counter=lambda: next(clock)))  # a step takes one second
    spec = smallest(*HIGHER, epochs=9, seconds=4)
    assert spec.steps_per_epoch == 3
    last = end(list(train(spec)))
    assert (last.state, last.reason) == ("stopped", "trained for 4 seconds")
    assert last.step == 4


def test_a_fork_has_all_of_the_time_for_itself() -> None:
    kept = [one for one in train(smallest(*HIGHER, epochs=1)) if isinstance(one, Snapshot)][-1].everything()
    kept.about["progress"]["seconds"] = 1000.0
    spec = smallest(*HIGHER, epochs=3, seconds=900)
    last = end(list(train(spec, start=kept.with_new_settings(spec.training.optimizer))))
    assert (last.state, last.epoch) == ("finished", 3)


@pytest.mark.parametrize(("rule", "more"), [({"patience": 2}, 2 * 3), ({"seconds": 4}, 4)], ids=str)
def test_whoever_goes_on_after_a_rule_ended_a_run_has_as_much_patience_and_time_again(
    rule: dict[str, Any], more: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()
    monkeypatch.setattr(training, "time", SimpleNamespace(perf_counter=lambda: next(clock)))  # a step takes one second
    spec = smallest(*HIGHER, epochs=9, **rule)
    assert spec.steps_per_epoch == 3
    first = scored(monkeypatch, spec, [0.5])
    (kept,) = [one.everything() for one in first if isinstance(one, Snapshot) and one.due]
    second = end(list(train(spec, start=kept)))
    assert (second.state, second.step) == ("stopped", end(first).step + more)
    assert second.reason == end(first).reason


@pytest.mark.parametrize("rule", [{"target": 0.8}, {"patience": 2}], ids=str)
def test_a_rule_that_comes_true_with_the_last_step_stops_nothing(
    rule: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    last = end(
        scored(monkeypatch, smallest(*HIGHER, epochs=3, **rule), [0.1, 0.2, 0.2, 0.1 if "patience" in rule else 0.8])
    )
    assert (last.state, last.epoch) == ("finished", 3)


@pytest.mark.parametrize(("names", "sign"), [(HIGHER, 1), (LOWER, -1)])
def test_the_rate_is_cut_when_progress_stops_and_not_before(
    names: tuple[str, str], sign: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = smallest(*names, epochs=8, schedule="plateau", schedule_every=2, schedule_factor=0.5)
    scores = [0.5 + sign * gain for gain in (0, 0.1, 0.1, 0.2, 0.2, 0.1, 0.1, 0.1, 0.3)]
    said = scored(monkeypatch, spec, scores)
    # Better after epochs 1, 3 and 8; nothing new for two epochs after 5, and again after 7.
    by_epoch = [0.001] * 5 + [0.0005] * 2 + [0.00025]
    batches = [one.columns for one in said if isinstance(one, Points) and one.clock == "batch"]
    rates = list(itertools.chain(*(columns["learning_rate"] for columns in batches)))
    assert rates == [rate for rate in by_epoch for _ in range(spec.steps_per_epoch)]
    assert end(said).state == "finished"
