"""However much is looked at, all looks together take a tenth of a run's time, and each has its turn."""

from collections import Counter
from typing import Any

import pytest

from models.commands import Command, Look, Pause, Stop
from models.events import RunState, State
from models.look.pictures import Picture
from models.look.view import View
from models.training import look_budget
from models.training.look_budget import AT_ONCE, SHARE, LookBudget
from models.training.loop import Attempt, LookAnswer, train
from tests import specs

STEP, LOOK, STEPS = 0.18, 0.039, 200
"""Seconds that one takes, and how many there are."""


class Clock:
    """Time that passes as the test says."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 100.0
        monkeypatch.setattr(look_budget, "now", lambda: self.seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Slow(View):
    """A view that takes its time."""

    title, text = "Slow", "Takes a while."

    def __init__(self, clock: Clock) -> None:
        self.clock = clock

    def fits(self, task: object, architecture: object) -> bool:
        return True

    def picture(self, *given: Any) -> Picture:
        self.clock.seconds += LOOK
        raise ValueError("There is nothing to be seen.")


class Watched:
    """An inbox into which each of so many looks comes again as soon as it is answered."""

    def __init__(self, looks: int) -> None:
        self.asked = list(range(looks))
        self.after: list[Command] = []

    def get(self, seconds: float) -> Command | None:
        if self.asked:
            return Look(view="slow", number=self.asked.pop(0))
        return self.after.pop(0) if self.after else None


def steps_with(looks: int, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> tuple[float, Counter[int]]:
    """Steps a second of a run that is looked at so often, and how often each look was answered."""
    inbox, answered, learn = Watched(looks), Counter[int](), Attempt.step

    def taking_time(attempt: Attempt) -> None:
        clock.seconds += STEP
        learn(attempt)

    monkeypatch.setattr(Attempt, "step", taking_time)
    spec = specs.spec("addition/recurrent", digits=1, examples=20, hidden=2, batches=STEPS)
    began = clock.seconds
    for said in train(spec, inbox, {"slow": Slow(clock)}):
        if isinstance(said, LookAnswer):
            answered[said.number] += 1
            inbox.asked.append(said.number)
    return STEPS / (clock.seconds - began), answered


def test_sixty_four_looks_take_a_tenth_of_the_time_and_each_has_its_turn(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    speed, answered = steps_with(64, clock, monkeypatch)
    assert speed > (1 - SHARE) / STEP - 0.1
    assert len(answered) == 64
    assert max(answered.values()) - min(answered.values()) <= 1
    seconds, spent = STEPS / speed, answered.total() * LOOK
    assert SHARE * seconds - LOOK <= spent <= SHARE * seconds + AT_ONCE + LOOK


def test_a_page_that_opens_is_answered_at_once(clock: Clock) -> None:
    waiting = LookBudget()
    waiting.waiting.extend(Look(view="slow", number=number) for number in range(6))
    for number in range(6):
        look = waiting.next(free=False)
        assert look is not None
        assert look.number == number
        with waiting.charge(free=False):
            clock.seconds += LOOK


def test_what_took_long_is_paid_for_and_then_the_next_has_its_turn(clock: Clock) -> None:
    waiting = LookBudget()
    waiting.waiting.extend(Look(view="slow", number=number) for number in range(2))
    waiting.next(free=False)
    with waiting.charge(free=False):
        clock.seconds += 3
    clock.seconds += (3 - AT_ONCE) / SHARE - 3 - 0.1
    assert waiting.next(free=False) is None
    clock.seconds += 0.2
    assert waiting.next(free=False) is not None


def test_while_training_waits_looks_are_answered_and_cost_nothing(clock: Clock) -> None:
    class Paused(Watched):
        def get(self, seconds: float) -> Command | None:
            return self.after.pop(0) if self.after else super().get(seconds) or Stop()

    inbox = Paused(40)
    inbox.after = [Pause()]
    spec = specs.spec("addition/recurrent", digits=1, examples=20)
    said = list(train(spec, inbox, {"slow": Slow(clock)}))
    assert [one.number for one in said if isinstance(one, LookAnswer)] == list(range(40))
    assert [one.state for one in said if isinstance(one, State)] == [
        RunState.RUNNING,
        RunState.PAUSED,
        RunState.STOPPED,
    ]
