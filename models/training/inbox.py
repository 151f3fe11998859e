"""Commands to a training: heard between two steps, each acknowledged by an event with its step."""

import math
import queue
import time
from collections import deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from models.commands import Change, Command, Extend, Inbox, Look, Pause, Resume, Slow, Step, Stop
from models.events import Changed, RunState
from models.layers.dropout import take_over
from models.look.view import Looked, View, look
from models.spec.training import Training
from models.training.look_budget import Looking

if TYPE_CHECKING:
    from models.training.loop import Attempt, Said


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
    """Takes commands for an attempt and carries them out."""

    def __init__(self, attempt: "Attempt", inbox: Inbox, views: dict[str, View]) -> None:
        self.attempt, self.inbox, self.views = attempt, inbox, views
        self.paused = False
        self.pause_after: tuple[str, float] | None = None
        self.steps: deque[Step] = deque()
        self.slowed: float | None = None
        """Steps a second, where somebody wants to see them one by one."""
        self.stepped = -math.inf
        self.looking = Looking()
        self.changed: dict[str, Any] = {}
        """Live settings of the architecture that are no longer as in the spec."""

    def heed(self) -> Iterator["Said"]:
        """Commands that have come; while paused, waits for more, and while slowed until the next step is due."""
        if self.reached():
            yield from self.pause()
            if self.steps and not self.attempt.over:
                yield self.take(self.steps.popleft())
                return
        while not self.attempt.ending:
            yield from self.seen()
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
                case Step() if self.paused and not self.attempt.over:
                    yield self.take(command)
                    return
                case Step() if not self.paused:
                    self.pause_after = (command.unit, self.attempt.progress.step)
                case Stop():
                    self.attempt.ending = self.attempt.state(RunState.STOPPED, command.reason)
                case Extend() | Change():
                    yield self.extend(command) if isinstance(command, Extend) else self.change(command)
                    if self.paused:  # what was kept when the pause began does not know of it
                        yield self.attempt.offer(due=True)
                case Slow():
                    self.slowed = command.steps_per_second
                case Look():
                    self.looking.waiting.append(command)
        self.stepped = time.monotonic()

    def seen(self) -> Iterator["Said"]:
        """Looks whose turn it is: all of them where training waits anyway."""
        while (look := self.looking.next(free := self.patience() > 0)) is not None:
            with self.looking.taking(free):
                yield self.looked(look)

    def patience(self) -> float:
        """Seconds for which commands are waited for before the next step."""
        if self.paused:
            return math.inf
        if self.slowed is None or self.attempt.over:
            return 0.0
        return max(0.0, self.stepped + 1 / self.slowed - time.monotonic())

    def reached(self) -> bool:
        """Whether the step or the epoch that was asked for is done."""
        if self.pause_after is None or self.attempt.over:
            return False
        unit, began = self.pause_after
        progress = self.attempt.progress
        return progress.step > began and (unit == "batch" or progress.row == 0)

    def pause(self) -> Iterator["Said"]:
        self.paused, self.pause_after = True, None
        if self.attempt.report.waiting:
            yield self.attempt.report.take()
        yield self.attempt.offer(due=True)
        yield self.attempt.state(RunState.PAUSED)

    def take(self, step: Step) -> "Said":
        """Begins a step; those that come meanwhile wait their turn."""
        self.pause_after, self.stepped = (step.unit, self.attempt.progress.step), time.monotonic()
        return self.resume()

    def resume(self) -> "Said":
        self.paused = False
        return self.attempt.state(RunState.RUNNING)

    def extend(self, command: Extend) -> Changed:
        """A longer plan, in the unit in which it was made, and no longer than a plan can be."""
        training, each = self.attempt.training, self.attempt.spec.steps_per_epoch
        if training.batches:
            more = command.batches + command.epochs * each
            return self.settle("batches", min(training.batches + more, most("batches")))
        more = command.epochs + math.ceil(command.batches / each)
        return self.settle("epochs", min(training.epochs + more, most("epochs")))

    def change(self, command: Change) -> Changed:
        """A live setting of the training or of the architecture, from the next step on."""
        _, part, name = command.setting.split("/")
        if part == "training":
            return self.settle(name, command.value)
        before = self.changed.get(name, getattr(self.attempt.spec.architecture, name))
        self.again({name: command.value})
        return self.acknowledged(command.setting, before, command.value)

    def catch_up(self, changed: dict[str, Any]) -> None:
        """Takes over what was changed, and told, before this attempt."""
        for setting, value in changed.items():
            self.change(Change(setting=setting, value=value))

    def again(self, changed: dict[str, Any]) -> None:
        """Live settings of the architecture, taken over into the network."""
        self.attempt.taking.forget()
        self.changed |= changed
        for name, value in changed.items():
            take_over(self.attempt.learner.network, name, value)

    def settle(self, name: str, value: bool | int | float | str) -> Changed:
        before = getattr(self.attempt.training, name)
        self.attempt.training = Training.model_validate({**self.attempt.training.model_dump(), name: value})
        return self.acknowledged(f"/training/{name}", before, getattr(self.attempt.training, name))

    def acknowledged(self, setting: str, before: bool | int | float | str, after: bool | int | float | str) -> Changed:
        progress = self.attempt.progress
        return Changed(setting=setting, before=before, after=after, step=progress.step, epoch=progress.epoch)

    def looked(self, command: Look) -> Looked:
        """A view of the network as it is now. A question that cannot be answered is refused in words."""
        attempt = self.attempt
        where = (command.number, attempt.progress.step, attempt.progress.epoch)
        try:
            view = self.views[command.view]
            picture = look(view, attempt.learner.network, attempt.spec, attempt.splits, command.question)
        except ValueError as error:
            return Looked(*where, None, str(error))
        return Looked(*where, picture)


def most(setting: str) -> int:
    """The upper bound of a setting of the training."""
    return next(int(bound.le) for bound in Training.model_fields[setting].metadata if hasattr(bound, "le"))
