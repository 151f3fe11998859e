"""Rules that end a training, and the rate that falls when progress stops: over scores that are written by hand."""

import itertools
import math
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Literal

import pytest
import torch

from models.events import Notice, Points, State
from models.sentences import Text
from models.spec.kinds import Series
from models.spec.spec import Spec
from models.spec.training import Training
from models.training import loop
from models.training.divergence import diverged_at
from models.training.early_stopping import EarlyStopping, reason_to_stop
from models.training.loop import Snapshot, train
from models.training.points import ROWS, BatchReport
from tests import specs

HIGHER, LOWER = ("copying", "ntm"), ("sunspots", "forecaster")
"""Of the first the share of exact answers is judged, of the second the squared error."""


def smallest(task: str, architecture: str, **training: Any) -> Spec:
    """With three steps in an epoch."""
    found = specs.smallest(task, architecture, **training)
    return replace(found, task=found.task.model_copy(update={"examples": 60})) if task == "copying" else found


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
    monkeypatch.setattr(loop, "time", SimpleNamespace(perf_counter=lambda: next(clock)))  # a step takes one second
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
    monkeypatch.setattr(loop, "time", SimpleNamespace(perf_counter=lambda: next(clock)))  # a step takes one second
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


def test_a_first_score_that_is_no_number_is_never_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    for names, worse in ((HIGHER, 0.1), (LOWER, 0.9)):
        said = scored(monkeypatch, smallest(*names, epochs=2), [float("nan"), worse, float("nan")])
        assert [one.best for one in said if isinstance(one, Snapshot)][:2] == [None, smallest(*names).steps_per_epoch]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), None])
@pytest.mark.parametrize("better", ["higher", "lower"])
def test_what_is_no_finite_number_is_never_best_and_reaches_no_target(
    value: float | None, better: Literal["higher", "lower"]
) -> None:
    rules = EarlyStopping(Series("Score", better=better))
    assert not rules.update(value)
    assert rules.best is None
    assert reason_to_stop(rules, Training(target=0.5), value, Text("Score")) is None
    assert rules.update(0.1)
    assert not rules.update(value)
    assert rules.scorings_without_improvement == 1
    assert rules.best == 0.1


def test_what_is_watched_may_be_the_loss_while_the_headline_still_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    def rates(**training: Any) -> list[float]:
        spec = smallest(*HIGHER, epochs=3, schedule="plateau", schedule_every=1, **training)
        right = itertools.count()
        measured = lambda *_: {"exact": next(right) / 10, "loss": 1.0}  # noqa: E731
        monkeypatch.setattr(type(spec.architecture), "measured", measured)
        return [
            one.columns["learning_rate"][0] or 0
            for one in train(spec)
            if isinstance(one, Points) and one.clock == "epoch"
        ]

    assert rates() == [0.001, 0.001, 0.001, 0.001]
    assert rates(schedule_watches="loss") == [0.001, 0.001, 0.0005, 0.00025]


@pytest.mark.parametrize(
    ("length", "lost", "step"),
    [
        ({"epochs": 3}, 3, 9),
        ({"batches": 5}, 5, 5),
        ({"epochs": 9, "patience": 2}, 2, 6),
        ({"epochs": 9, "target": 0.5}, 1, 3),
        ({"epochs": 9, "seconds": 4}, 2, 4),  # seen only as the test split is scored
    ],
    ids=str,
)
def test_a_loss_that_is_lost_after_the_last_batch_has_diverged(
    length: dict[str, Any], lost: int, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, scorings = itertools.count(), itertools.count()
    monkeypatch.setattr(loop, "time", SimpleNamespace(perf_counter=lambda: next(clock)))  # a step takes one second
    spec = smallest(*HIGHER, **length)

    def scores(*_: Any) -> dict[str, float]:
        return {"exact": 0.5, "loss": math.inf if next(scorings) >= lost else 1.0}

    monkeypatch.setattr(type(spec.architecture), "measured", scores)
    said = list(train(spec))
    assert (end(said).state, end(said).reason, end(said).step) == ("stopped", f"diverged at step {step}", step)
    assert [one.step for one in said if isinstance(one, Notice)] == [step]
    assert not any(isinstance(one, Points) and one.clock == "test" for one in said)
    assert not any(isinstance(one, Snapshot) and one.due for one in said)


@pytest.mark.parametrize(("length", "lost"), [({"batches": 2}, 4), ({"epochs": 9, "seconds": 2}, 3)], ids=str)
def test_a_loss_that_is_lost_in_the_last_batch_has_diverged_there(
    length: dict[str, Any], lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count()
    monkeypatch.setattr(loop, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    monkeypatch.setattr(BatchReport, "due", lambda _: False)  # the twentieth of a second is not over
    spec = smallest(*HIGHER, **length, engine="torch")  # the core has the loss in itself
    losses, loss = itertools.count(1), type(spec.task).loss  # of scorings and of batches, as they come
    monkeypatch.setattr(
        type(spec.task), "loss", lambda *given: loss(*given) * (math.nan if next(losses) == lost else 1.0)
    )
    assert end(list(train(spec))).reason == "diverged at step 2"


def test_a_rest_of_a_long_run_is_told_and_judged_too() -> None:
    report = BatchReport()
    report.rows = ROWS  # from here on two batches are one row
    for step, total in ((1, 2.0), (2, 4.0), (3, math.nan)):
        report.add((step, 0.0, step, 0.0, 0.1), {"loss": torch.tensor([total, 2.0])})
    rest = report.rest()
    assert rest is not None
    assert (rest.columns["step"], rest.columns["train/loss"]) == ([2, 3], [1.5, None])
    assert (diverged_at(rest, {"loss"}), report.rest()) == (3, None)
