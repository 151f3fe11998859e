"""Commands to a training: handled between two steps, each acknowledged by an event with its step."""

import math
import queue
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from models.commands import Change, Command, Extend, Inbox, Look, Pause, Resume, Slow, Step, Stop
from models.events import Changed, RunState
from models.spec.lengths import most
from models.spec.training import Training
from models.training.engine import Engine, Output
from models.training.look_budget import LookBudget


class QueueInbox:
    """An inbox for notebooks and tests: ``put`` a command, from any thread, and the loop finds it."""

    def __init__(self) -> None:
        self.commands: queue.SimpleQueue[Command] = queue.SimpleQueue()

    def put(self, command: Command) -> None:
        self.commands.put(command)

    def get(self, seconds: float) -> Command | None:
        try:
            return self.commands.get(timeout=None if math.isinf(seconds) else seconds)
        except queue.Empty:
            return None


class Steering:
    """Takes commands for a training and carries them out."""

    def __init__(self, engine: Engine, inbox: Inbox) -> None:
        self.engine, self.inbox = engine, inbox
        self.paused = False
        self.pause_after: tuple[str, float] | None = None
        self.steps: deque[Step] = deque()
        self.slowed: float | None = None
        """Steps a second, where somebody wants to see them one by one."""
        self.stepped = -math.inf
        self.look_budget = LookBudget()

    def handle_commands(self) -> Iterator[Output]:
        """Commands that have come; while paused, waits for more, and while slowed until the next step is due."""
        if self.reached():
            yield from self.pause()
            if self.steps and not self.engine.over:
                yield self.begin_step(self.steps.popleft())
                return
        while not self.engine.ending:
            if self.look_budget.waiting:
                yield from self.answer_looks()
            command = self.inbox.get(self.patience())
            match command:
                case None:
                    break
                case Pause() if not self.paused:
                    self.steps.clear()
                    yield from self.pause()
                case Resume() if self.paused or self.pause_after:
                    self.steps.clear()
                    self.pause_after = None
                    yield self.resume()
                case Step() if self.pause_after:
                    self.steps.append(command)
                case Step() if self.paused and not self.engine.over:
                    yield self.begin_step(command)
                    return
                case Step() if not self.paused:
                    self.pause_after = (command.unit, self.engine.progress.step)
                case Stop():
                    self.engine.ending = self.engine.state(RunState.STOPPED, command.reason)
                case Extend() | Change():
                    yield self.extend(command) if isinstance(command, Extend) else self.change(command)
                    if self.paused:  # the checkpoint of the beginning of the pause is older than the change
                        yield self.engine.checkpoint(due=True)
                case Slow():
                    self.slowed = command.steps_per_second
                case Look():
                    self.look_budget.waiting.append(command)
        self.stepped = time.monotonic()

    def answer_looks(self) -> Iterator[Output]:
        """Answers the looks whose turn it is: all of them where training waits anyway."""
        while (look := self.look_budget.next(free := self.patience() > 0)) is not None:
            with self.look_budget.charge(free):
                yield self.engine.look(look)

    def patience(self) -> float:
        """Seconds for which commands are waited for before the next step."""
        if self.paused:
            return math.inf
        if self.slowed is None or self.engine.over:
            return 0.0
        return max(0.0, self.stepped + 1 / self.slowed - time.monotonic())

    def reached(self) -> bool:
        """Whether the step or the epoch that was asked for is done."""
        if self.pause_after is None or self.engine.over:
            return False
        unit, began = self.pause_after
        progress = self.engine.progress
        return progress.step > began and (unit == "batch" or progress.row == 0)

    def pause(self) -> Iterator[Output]:
        self.paused, self.pause_after = True, None
        if points := self.engine.pending_points():
            yield points
        yield self.engine.checkpoint(due=True)
        yield self.engine.state(RunState.PAUSED)

    def begin_step(self, step: Step) -> Output:
        """Resumes for one step; a further :class:`Step` that comes meanwhile waits in ``steps``."""
        self.pause_after, self.stepped = (step.unit, self.engine.progress.step), time.monotonic()
        return self.resume()

    def resume(self) -> Output:
        self.paused = False
        return self.engine.state(RunState.RUNNING)

    def extend(self, command: Extend) -> Changed:
        """Lengthens the plan, in the unit in which it was made, up to the upper bound of that setting."""
        training, each = self.engine.training, self.engine.spec.steps_per_epoch
        if training.batches:
            more = command.batches + command.epochs * each
            return self.set_training("batches", min(training.batches + more, most("batches")))
        more = command.epochs + math.ceil(command.batches / each)
        return self.set_training("epochs", min(training.epochs + more, most("epochs")))

    def change(self, command: Change) -> Changed:
        """Changes a live setting of the training or of the architecture, from the next step on."""
        _, part, name = command.setting.split("/")
        if part == "training":
            return self.set_training(name, command.value)
        before = self.engine.overrides.get(name, getattr(self.engine.spec.architecture, name))
        self.engine.apply_overrides({name: command.value})
        return self.acknowledged(command.setting, before, command.value)

    def replay_changes(self, changed: dict[str, Any]) -> None:
        """Re-applies what was changed, and reported, in earlier attempts."""
        for setting, value in changed.items():
            self.change(Change(setting=setting, value=value))

    def set_training(self, name: str, value: bool | int | float | str) -> Changed:
        before = getattr(self.engine.training, name)
        self.engine.training = Training.model_validate({**self.engine.training.model_dump(), name: value})
        return self.acknowledged(f"/training/{name}", before, getattr(self.engine.training, name))

    def acknowledged(self, setting: str, before: bool | int | float | str, after: bool | int | float | str) -> Changed:
        progress = self.engine.progress
        return Changed(setting=setting, before=before, after=after, step=progress.step, epoch=progress.epoch)
