"""Slow motion: steps wait to be seen, commands are heard meanwhile, and the result stays the same to the last bit."""

import time
from collections import deque
from typing import Any

from models.commands import Change, Command, Look, Pause, Resume, Slow, Stop
from models.events import Changed, Points, RunState, State
from models.spec.spec import Spec
from models.training.loop import LookAnswer, QueueInbox, train
from tests.rows import curves
from tests.specs import FOUND


def addition(**training: Any) -> Spec:
    return FOUND.parse(
        {
            "task": {"name": "addition", "digits": 1, "examples": 55},
            "architecture": {"name": "recurrent", "hidden": 8},
            "training": {"epochs": 2, "batch_size": 10, **training},
        }
    )


class NoTimePasses:
    """An inbox that notes how long it should wait, and does not. ``first`` comes at once, each other in a wait."""

    def __init__(self, first: Command, *others: Command) -> None:
        self.first: Command | None = first
        self.others = deque(others)
        self.waits: list[float] = []

    def get(self, seconds: float) -> Command | None:
        command, self.first = self.first, None
        if command is None and seconds > 0:
            self.waits.append(seconds)
            return self.others.popleft() if self.others else None
        return command


def batches(said: list[Any]) -> list[Points]:
    return [one for one in said if isinstance(one, Points) and one.clock == "batch"]


def test_a_slowed_run_has_the_same_curve_to_the_last_bit() -> None:
    inbox = NoTimePasses(Slow(steps_per_second=2))
    slowed = list(train(addition(), inbox))
    assert curves(slowed) == curves(list(train(addition())))
    assert [one.columns["step"] for one in batches(slowed)] == [[step] for step in range(1, 11)]
    assert len(inbox.waits) == 9
    assert all(0 < seconds <= 0.5 for seconds in inbox.waits)
    kinds = [one.state for one in slowed if isinstance(one, State)]
    assert kinds == [RunState.RUNNING, RunState.FINISHED]


def test_everything_else_is_heard_while_a_step_is_waited_for() -> None:
    change = Change(setting="/training/learning_rate", value=0.01)
    inbox = NoTimePasses(Slow(steps_per_second=1), Look(view="answers", number=7), change, Pause(), Resume(), Stop())
    said = list(train(addition(), inbox, FOUND.views))
    (seen,) = [one for one in said if isinstance(one, LookAnswer)]
    (changed,) = [one for one in said if isinstance(one, Changed)]
    assert (seen.number, seen.step, changed.step) == (7, 1, 1)
    kinds = [one.state for one in said if isinstance(one, State)]
    assert kinds == [RunState.RUNNING, RunState.PAUSED, RunState.RUNNING, RunState.STOPPED]
    assert batches(said)[-1].columns["step"] == [1]


def test_full_speed_comes_back_at_once() -> None:
    inbox = NoTimePasses(Slow(steps_per_second=1), Slow())
    said = list(train(addition(), inbox))
    assert len(inbox.waits) == 1
    assert batches(said)[-1].columns["step"][-1] == 10


def test_waiting_is_not_counted_in_the_seconds_of_the_run() -> None:
    class Noted(QueueInbox):
        waited = 0.0

        def get(self, seconds: float) -> Command | None:
            began = time.perf_counter()
            command = super().get(seconds)
            self.waited += time.perf_counter() - began
            return command

    inbox = Noted()
    inbox.put(Slow(steps_per_second=100))
    began = time.perf_counter()
    said = list(train(addition(epochs=1), inbox))
    counted = batches(said)[-1].columns["seconds"][-1]
    assert counted is not None
    assert counted + inbox.waited <= time.perf_counter() - began
