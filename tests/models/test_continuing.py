"""A continued training is the same as one that was never interrupted, to the last bit, for every architecture."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from models.commands import Change, Extend, Pause, Resume, Step, Stop
from models.events import Changed, Points, State
from models.look.pictures import Charts, Lines
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.checkpoints import Saved
from models.training.loop import QueueInbox, Snapshot, train
from models.views.before_the_bend import BeforeTheBend
from tests.rows import curves, rows
from tests.specs import FOUND, pairs_by_kind, smallest


def interrupted(spec: Spec, at: int, batches: int = 0) -> tuple[list[Any], Saved]:
    """Trains to step ``at``, saves everything there and stops as a killed worker does: without a word."""
    inbox = QueueInbox()
    inbox.put(Pause())
    said: list[Any] = []
    for one in train(spec, inbox):
        if isinstance(one, Snapshot) and one.due:
            if one.step >= at:
                return said, one.everything()
            inbox.put(Step())
        else:
            said.append(one)
    raise AssertionError("it ended before it was interrupted")


def test_a_fork_bends_the_very_same_sums_otherwise_and_its_dead_units_are_saturated_ones(mnist: None) -> None:
    parent = smallest("digits", "mlp", epochs=3)
    _, saved = interrupted(parent, at=3)
    saved.tensors["network/dense1.bias"][:3] = -8.0
    fork = replace(parent, architecture=parent.architecture.model_copy(update={"activation": "sigmoid"}))
    inbox = QueueInbox()
    inbox.put(Pause())
    said = train(fork, inbox, start=saved.with_new_settings(fork.training.optimizer))
    first = next(one for one in said if isinstance(one, Snapshot))
    weights = first.weights().tensors
    assert first.step == 3
    assert all(torch.equal(one, saved.tensors[f"network/{name}"]) for name, one in weights.items())
    before, after = (lines_before_the_bend(spec, weights) for spec in (parent, fork))
    assert (before.start, before.step) == (after.start, after.step)
    assert before.lines[0].values != after.lines[0].values
    assert str(before.remarks[0]).startswith("Dead: 3 of 4 units")
    assert "Dead: 0 of 4 units" in str(after.remarks[0])
    assert "Saturated: 3" in str(after.remarks[0])


def lines_before_the_bend(spec: Spec, weights: dict[str, torch.Tensor]) -> Lines:
    """What the view says of these weights under the activation of ``spec``."""
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    network.load_state_dict(weights)
    with torch.no_grad():
        picture = BeforeTheBend().picture(network.eval(), spec, spec.task.splits(generator(0, "data")), "")
    assert isinstance(picture, Charts)
    (chart,) = picture.charts
    assert isinstance(chart, Lines)
    return chart


@pytest.mark.parametrize("names", pairs_by_kind(), ids="-".join)
def test_continuing_from_the_middle_of_an_epoch_changes_nothing(names: tuple[str, str], mnist: None) -> None:
    plateau: dict[str, Any] = {"schedule": "plateau-inverse", "schedule_every": 1, "schedule_cooldown": 2}
    more = plateau | {"schedule_threshold": 0.5, "l2": 0.001, "clip": 1.0, "clip_value": 0.01, "warmup": 0.5}
    same_when_interrupted(smallest(*names, epochs=3, **more))


@pytest.mark.parametrize(
    ("task", "architecture"),
    [
        ("addition", {"name": "recurrent", "flavour": "tfjs", "bidirectional": True, "encoder_layers": 2}),
        ("addition", {"name": "recurrent", "cell": "LSTM", "decoder_layers": 2, "dropout": 0.5}),
        ("addition", {"name": "recurrent", "cell": "SimpleRNN", "flavour": "tfjs", "dropout": 0.5}),
        (
            "addition",
            {"name": "recurrent", "cell": "SimpleRNN", "activation": "sigmoid", "biases": False, "truncate": 2},
        ),
        ("addition", {"name": "recurrent", "update_gate": "closed", "first_weights": "identity", "dropout": 0.5}),
        ("addition", {"name": "attention", "attention": "concat", "cell": "LSTM", "dropout": 0.5}),
        ("addition", {"name": "attention", "attention": "general", "bidirectional": False}),
        ("addition", {"name": "attention", "attention": "none", "cell": "SimpleRNN", "forcing": False}),
        ("sunspots", {"name": "forecaster", "cell": "GRU", "layers": 2, "dropout": 0.5}),
        ("sunspots", {"name": "forecaster", "cell": "SimpleRNN", "stateful": False, "difference": True}),
        ("sunspots", {"name": "forecaster", "reset": "never", "output": "tanh", "flavour": "keras 2018"}),
        ("cosine", {"name": "forecaster", "cell": "SimpleRNN", "by_place": True, "truncate": 2, "biases": False}),
        ("waves", {"name": "conv1d", "filters": [3, 2], "pool": "max", "moments": "all", "dropout": 0.5}),
        ("copying", {"name": "ntm", "controller": "dense", "heads": 2}),
        ("pictures", {"name": "convnet", "filters": [2, 3], "hidden": [4], "pool": "average", "dropout": 0.5}),
    ],
    ids=str,
)
def test_no_setting_of_a_network_makes_it_go_on_otherwise(task: str, architecture: dict[str, Any]) -> None:
    plain = smallest(task, architecture["name"], epochs=2).to_json()
    plain["architecture"] |= architecture
    same_when_interrupted(FOUND.parse(plain))


def same_when_interrupted(spec: Spec) -> None:
    """Trained at once, and stopped in the middle of the second epoch: the same to the last bit."""
    whole = curves(list(train(spec)))
    before, saved = interrupted(spec, at=spec.steps_per_epoch + 2)
    after = list(train(spec, start=saved))
    together = curves(before + after)
    assert together == whole
    assert len(whole[0]) == spec.steps


def test_the_best_is_a_step_that_was_scored_and_is_known_to_the_next_attempt() -> None:
    spec = smallest("sunspots", "forecaster", epochs=3)
    said, saved = interrupted(spec, at=spec.steps_per_epoch + 2)
    rows = [one.columns for one in said if isinstance(one, Points) and one.clock == "epoch"]
    errors = {row["step"][0]: row[f"validation/{spec.headline[0]}"][0] or 0.0 for row in rows}
    best = min(errors, key=errors.__getitem__)
    assert saved.about["best_step"] == best
    offers = [one for one in train(spec, start=saved) if isinstance(one, Snapshot)]
    assert {one.best for one in offers} <= {best, *(one.step for one in offers)}


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop", "adam", "adamw"])
def test_every_optimiser_keeps_its_state(optimizer: str) -> None:
    spec = smallest("addition", "recurrent", epochs=2, optimizer=optimizer, momentum=0.5)
    before, saved = interrupted(spec, at=2)
    assert curves(before + list(train(spec, start=saved))) == curves(list(train(spec)))


def test_changed_settings_stay_changed_in_what_continues() -> None:
    spec = smallest("addition", "recurrent", epochs=2)
    inbox = QueueInbox()
    inbox.put(Change(setting="/training/learning_rate", value=0.1))
    inbox.put(Change(setting="/architecture/dropout", value=0.5))
    saved = None
    inbox.put(Pause())
    for one in train(spec, inbox):
        if isinstance(one, Snapshot) and one.due and saved is None:
            saved = one.everything()
            inbox.put(Stop())
    assert saved is not None
    again = QueueInbox()
    again.put(Change(setting="/architecture/dropout", value=0.25))
    said = list(train(spec, again, start=saved))
    assert [one.before for one in said if isinstance(one, Changed)] == [0.5]
    assert next(one for one in said if isinstance(one, Points)).columns["learning_rate"][0] == 0.1


@pytest.mark.parametrize("before", ["sgd", "rmsprop", "adam"])
@pytest.mark.parametrize("after", ["sgd", "rmsprop", "adam"])
def test_a_fork_may_learn_with_another_optimiser(before: str, after: str) -> None:
    _, saved = interrupted(smallest("addition", "recurrent", optimizer=before, momentum=0.5), at=1)
    other = smallest("addition", "recurrent", optimizer=after, momentum=0.25)
    *_, last = train(other, start=saved.with_new_settings(after))
    assert isinstance(last, State)
    assert (last.state, last.step) == ("finished", other.steps)


@pytest.mark.parametrize("begun", [True, False])
def test_what_was_changed_before_an_attempt_holds_from_its_start_and_is_not_told_again(begun: bool) -> None:
    spec = smallest("addition", "recurrent", epochs=2)
    changed = {"/training/learning_rate": 0.1, "/training/epochs": 3, "/architecture/dropout": 0.5}
    start = interrupted(spec, at=1)[1] if begun else None
    said = list(train(spec, start=start, changed=changed))
    assert not [one for one in said if isinstance(one, Changed)]
    assert set(rates(said)) == {0.1}
    last = said[-1]
    assert isinstance(last, State)
    assert last.epoch == 3
    (kept,) = [one.everything() for one in said if isinstance(one, Snapshot) and one.due]
    assert kept.about["architecture"] == {"dropout": 0.5}


def test_what_is_changed_in_a_pause_is_kept_though_the_worker_then_dies() -> None:
    inbox = QueueInbox()
    for command in (
        Pause(),
        Change(setting="/training/learning_rate", value=0.1),
        Change(setting="/architecture/dropout", value=0.5),
        Extend(epochs=2),
    ):
        inbox.put(command)
    kept: list[Saved] = []
    for one in train(smallest("addition", "recurrent"), inbox):
        if isinstance(one, Snapshot) and one.due:
            kept.append(one.everything())
        if len(kept) == 4:
            break
    of_training = [(saved.about["training"]["learning_rate"], saved.about["training"]["epochs"]) for saved in kept]
    assert of_training == [(0.001, 1), (0.1, 1), (0.1, 1), (0.1, 3)]
    assert [saved.about["architecture"] for saved in kept] == [{}, {}, {"dropout": 0.5}, {"dropout": 0.5}]


def test_a_finished_run_can_be_extended() -> None:
    spec = smallest("addition", "recurrent", epochs=1)
    *_, offered, _ = train(spec)
    assert isinstance(offered, Snapshot)
    inbox = QueueInbox()
    inbox.put(Extend(epochs=2))
    said = list(train(spec, inbox, start=offered.everything()))
    assert [(one.before, one.after) for one in said if isinstance(one, Changed)] == [(1, 3)]
    assert isinstance(said[-1], State)
    assert (said[-1].epoch, said[-1].state) == (3, "finished")
    whole = [one for one in train(smallest("addition", "recurrent", epochs=3)) if isinstance(one, Points)]
    parts = [one for one in said if isinstance(one, Points)]
    assert rows(parts) == rows(whole)[spec.steps_per_epoch :]


@pytest.mark.parametrize("length", [{"epochs": 4}, {"batches": 11}], ids=str)
@pytest.mark.parametrize("when", ["at the start", "at the end"])
def test_a_cosine_ends_where_it_was_planned_to_and_stays_there(length: dict[str, int], when: str) -> None:
    spec = smallest("addition", "recurrent", schedule="cosine", lowest_rate=1e-5, **length)
    planned = rates(list(train(spec)))
    inbox = QueueInbox()
    inbox.put(Extend(epochs=2))
    if when == "at the start":
        longer = rates(list(train(spec, inbox)))
    else:
        *_, offered, _ = train(spec)
        assert isinstance(offered, Snapshot)
        longer = planned + rates(list(train(spec, inbox, start=offered.everything())))
    assert planned[0] == 0.001
    assert planned == sorted(planned, reverse=True)
    assert longer == planned + [1e-5] * 2 * spec.steps_per_epoch


def rates(said: list[Any]) -> list[float]:
    """Of every batch."""
    columns = [one.columns for one in said if isinstance(one, Points) and one.clock == "batch"]
    return [value for one in columns for value in one["learning_rate"] if value is not None]


@pytest.mark.parametrize(
    ("length", "more", "after"),
    [
        ({"batches": 11}, Extend(batches=11), ("/training/batches", 22)),
        ({"batches": 11}, Extend(epochs=2), ("/training/batches", 11 + 2 * 3)),
        ({"epochs": 3}, Extend(epochs=2), ("/training/epochs", 5)),
        ({"epochs": 3}, Extend(batches=5), ("/training/epochs", 5)),
        ({"batches": 11}, Extend(batches=1_000_000), ("/training/batches", 1_000_000)),
    ],
)
def test_a_run_is_extended_in_the_unit_of_its_plan(
    length: dict[str, int], more: Extend, after: tuple[str, int]
) -> None:
    spec = smallest("addition", "recurrent", **length)
    assert spec.steps_per_epoch == 3
    inbox = QueueInbox()
    for command in (more, Stop()):
        inbox.put(command)
    (changed,) = [one for one in train(spec, inbox) if isinstance(one, Changed)]
    assert (changed.setting, changed.after) == after


def test_a_run_is_made_no_longer_than_a_run_can_be() -> None:
    spec = smallest("addition", "recurrent", epochs=1000)
    inbox = QueueInbox()
    for command in (Extend(epochs=10), Stop()):
        inbox.put(command)
    (longer,) = [one for one in train(spec, inbox) if isinstance(one, Changed)]
    assert (longer.before, longer.after) == (1000, 1000)


def test_weights_alone_are_enough_to_branch_off() -> None:
    spec = smallest("addition", "recurrent", epochs=2)
    offers = [one for one in train(spec) if isinstance(one, Snapshot)]
    saved = offers[-1].weights()
    changed = smallest("addition", "recurrent", epochs=3, learning_rate=0.05)
    first = next(one for one in train(changed, start=saved) if isinstance(one, Points))
    assert first.columns["step"][0] == spec.steps + 1


def test_a_step_takes_one_batch_or_the_rest_of_the_epoch_and_pauses() -> None:
    spec = smallest("addition", "recurrent", epochs=2)
    inbox = QueueInbox()
    for command in (Pause(), Step(), Step(unit="epoch"), Step(unit="batch")):  # pressed faster than they are done
        inbox.put(command)
    paused = []
    for one in train(spec, inbox):
        if isinstance(one, State) and one.state == "paused":
            paused.append(one.step)
            if len(paused) == 4:
                inbox.put(Resume())
    assert paused == [0, 1, spec.steps_per_epoch, spec.steps_per_epoch + 1]
    assert isinstance(one, State)
    assert (one.state, one.step) == ("finished", spec.steps)
