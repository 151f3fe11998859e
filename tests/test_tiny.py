"""Ten plain tests. Read them first: they are the library's whole idea in a hundred lines."""

import torch

from models.catalogue import find
from models.commands import Change, Pause, Resume, Stop
from models.events import LAST, Changed, Points, State
from models.plan.plan import plan
from models.training.loop import QueueInbox, Snapshot, train

CATALOGUE = find()


def small(**training: object):  # type: ignore[no-untyped-def]
    """Sums of one digit and a network of eight units: learns in a moment."""
    return CATALOGUE.parse(
        {
            "task": {"name": "addition", "digits": 1, "examples": 55},
            "architecture": {"name": "recurrent", "hidden": 8},
            "training": {"epochs": 3, "batch_size": 10, **training},
        }
    )


def curve(said: list[object], name: str) -> list[float]:
    """One column of the epoch clock."""
    return [one.columns[name][0] or 0.0 for one in said if isinstance(one, Points) and one.clock == "epoch"]


def test_a_spec_is_plain_json_and_back() -> None:
    spec = small()
    assert CATALOGUE.parse(spec.to_json()) == spec


def test_the_plan_counts_what_the_network_has() -> None:
    spec = small()
    network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(0))
    assert plan(spec).parameters == sum(parameter.numel() for parameter in network.parameters())


def test_training_is_a_generator_that_ends_with_one_last_state() -> None:
    states = [one.state for one in train(small()) if isinstance(one, State)]
    assert states[0] == "running"
    assert [state in LAST for state in states] == [False] * (len(states) - 1) + [True]


def test_the_untrained_network_is_scored_as_step_0() -> None:
    first = next(one for one in train(small()) if isinstance(one, Points))
    assert first.columns["step"] == [0]
    assert "validation/loss" in first.columns
    assert "train/loss" not in first.columns


def test_the_loss_falls() -> None:
    losses = curve(list(train(small(epochs=40, learning_rate=0.01))), "validation/loss")
    assert losses[-1] < 0.7 * losses[0]


def test_equal_specs_give_equal_curves() -> None:
    one, other = (curve(list(train(small())), "validation/loss") for _ in range(2))
    assert one == other


def test_another_seed_gives_another_curve_from_the_same_data() -> None:
    one, other = (curve(list(train(small(seed=seed))), "validation/loss") for seed in (0, 1))
    assert one != other


def test_the_learning_rate_can_change_while_it_trains() -> None:
    inbox = QueueInbox()
    inbox.put(Change(setting="/training/learning_rate", value=0.5))
    changes = [one for one in train(small(), inbox) if isinstance(one, Changed)]
    assert [(change.before, change.after, change.step) for change in changes] == [(0.001, 0.5, 0)]


def test_pause_and_stop_are_acknowledged_with_the_step() -> None:
    inbox = QueueInbox()
    for command in (Pause(), Resume(), Stop(reason="enough")):
        inbox.put(command)
    states = [(one.state, one.step) for one in train(small(), inbox) if isinstance(one, State)]
    assert states == [("running", 0), ("paused", 0), ("running", 0), ("stopped", 0)]


def test_every_epoch_leaves_its_weights() -> None:
    snapshots = [one for one in train(small(epochs=2)) if isinstance(one, Snapshot) and not one.due]
    assert [snapshot.epoch for snapshot in snapshots] == [0, 1, 2]
