"""train(): the loop, and nothing else.

A generator of what happens. No callbacks, sockets, files, processes or prints: it runs the same in a notebook, a
terminal, a worker and a test. Equal spec, commands and threads give equal events on a CPU.
"""

import queue
import time
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from models.acceleration import choose_device, optimizer
from models.commands import Change, Command, Inbox, Look, Pause, Resume, Stop
from models.events import Changed, Event, Notice, Points, RunState, State
from models.inside.view import View, look
from models.layers.dropout import draw_from
from models.measures import Tally, score
from models.pictures import Picture
from models.randomness import generator
from models.reports import BatchReport, epoch_row
from models.spec import Spec, Training

__all__ = ["Looked", "NoCommands", "Snapshot", "Training", "train"]


@dataclass(frozen=True)
class Snapshot:
    """Weights as they were after ``step`` steps; the tensors are copies."""

    step: int
    epoch: float
    weights: dict[str, Tensor]
    best: bool


@dataclass(frozen=True)
class Looked:
    """The answer to a look: a picture, or why there is none."""

    number: int
    step: int
    epoch: float
    picture: Picture | None
    refused: str = ""


class NoCommands(queue.SimpleQueue[Command]):
    """An inbox for notebooks and tests: ``put`` a command, and the loop finds it."""

    def get(self, wait: bool = False) -> Command | None:  # type: ignore[override]
        try:
            return super().get(block=wait)
        except queue.Empty:
            return None


Said = Event | Snapshot | Looked


def train(
    spec: Spec, inbox: Inbox | None = None, views: dict[str, View] | None = None, device: str = "auto", threads: int = 1
) -> Iterator[Said]:
    """Trains ``spec`` and tells what happens, in order.

    ``views`` are what a look may name. The last event is always a :class:`State` with a last state.
    """
    torch.set_num_threads(threads)
    yield from Attempt(spec, inbox or NoCommands(), views or {}, choose_device(device)).run(threads)


class Attempt:
    """One stretch of training: what the loop keeps between two steps."""

    def __init__(self, spec: Spec, inbox: Inbox, views: dict[str, View], device: torch.device) -> None:
        self.spec, self.inbox, self.views, self.device = spec, inbox, views, device
        task, seed = spec.task, spec.training.seed
        self.splits = task.splits(generator(task.seed, "data"))
        self.baseline = task.baseline(self.splits)
        self.splits = self.splits.to(device)
        self.network = spec.architecture.build(task.shapes(), generator(seed, "weights")).to(device)
        self.order = generator(seed, "order")
        self.noise = generator(seed, "noise", device)
        draw_from(self.network, self.noise)
        self.parameters = list(self.network.parameters())
        self.optimizer = optimizer(spec.training, self.parameters)
        self.rate = spec.training.learning_rate
        self.report, self.tally = BatchReport(), Tally()
        self.step = self.examples = 0
        self.seconds = 0.0
        self.best: float | None = None
        self.ending: State | None = None

    @property
    def epoch(self) -> float:
        return self.step / self.spec.steps_per_epoch

    def run(self, threads: int) -> Iterator[Said]:
        yield self.running(threads)
        untrained = self.measured({})
        yield untrained
        yield self.snapshot(untrained)
        for rows in self.rows():
            yield from self.heed()
            if self.ending:
                break
            self.learn(rows)
            yield from self.told()
            if self.ending:
                break
        yield from self.ended()

    def rows(self) -> Iterator[Tensor]:
        """Row numbers of each batch: every epoch in a new order, until the planned length."""
        count, size = len(self.splits.train), self.spec.training.batch_size
        shuffled = self.spec.task.order == "shuffled"
        while True:
            order = torch.randperm(count, generator=self.order) if shuffled else torch.arange(count)
            for rows in torch.split(order.to(self.device), size):
                if self.step >= self.spec.steps:
                    return
                yield rows

    def learn(self, rows: Tensor) -> None:
        """One step: batch, forward, loss, backward, step. Nothing is read back from the device."""
        began = time.perf_counter()
        task = self.spec.task
        batch = task.batch(self.splits.train, rows, self.noise, training=True)
        pairs: dict[str, Tensor] = {}
        for objective in self.spec.architecture.objectives(self.network, batch, task, self.noise):
            self.optimizer.zero_grad(set_to_none=True)
            objective.loss.backward()  # type: ignore[no-untyped-call]
            self.optimizer.step()
            if objective.outputs is not None:
                pairs |= self.tally.add(task, objective.outputs, batch, objective.loss)
        self.step += 1
        self.examples += len(rows)
        self.seconds += time.perf_counter() - began
        self.report.add((self.step, self.epoch, self.examples, self.seconds, self.rate), pairs)

    def told(self) -> Iterator[Said]:
        """What is due after a step: batch points; at an epoch's end its scores and weights."""
        at_measure = self.step % self.spec.measure_every == 0 or self.step == self.spec.steps
        if self.report.due() or (at_measure and self.report.waiting):
            points = self.report.take()
            yield points
            yield from self.judge(points)
        if at_measure and not self.ending:
            means = {f"train/{name}": value for name, value in self.tally.means().items()}
            self.tally = Tally()
            points = self.measured(means)
            yield points
            yield self.snapshot(points)

    def measured(self, means: dict[str, float]) -> Points:
        """A row of the epoch clock: running means of the epoch, and the validation split as it is scored now."""
        scores = score(self.network, self.spec.task, self.splits.validation)
        values = means | {f"validation/{name}": value for name, value in scores.items()} | {"learning_rate": self.rate}
        return Points(clock="epoch", columns=epoch_row(self.step, self.epoch, self.examples, self.seconds, values))

    def snapshot(self, points: Points) -> Snapshot:
        """The weights of now, and whether validation was never better."""
        headline, series = next((name, one) for name, one in self.spec.task.series.items() if one.headline)
        value = points.columns[f"validation/{headline}"][0]
        better = value is not None and (
            self.best is None or (value > self.best if series.better == "higher" else value < self.best)
        )
        self.best = value if better else self.best
        weights = {name: tensor.detach().cpu().clone() for name, tensor in self.network.state_dict().items()}
        return Snapshot(self.step, self.epoch, weights, better)

    def judge(self, points: Points) -> Iterator[Event]:
        """A loss that is no number any more will not become one again: say so, and end."""
        losses = points.columns["train/loss"]
        if None not in losses:
            return
        step = int(points.columns["step"][losses.index(None)] or 0)
        advice = f"Try a learning rate of {self.rate / 3:.2g}, or clip the gradient."
        text = f"The loss was no longer a number at step {step}: the steps were too large and the weights ran away."
        yield Notice(code="diverged", text=text, attempt_this=advice, step=step, epoch=step / self.spec.steps_per_epoch)
        self.ending = self.state(RunState.STOPPED, f"diverged at step {step}")

    def heed(self) -> Iterator[Said]:
        """Commands that have come; while paused, waits for more."""
        paused = False
        while (command := self.inbox.get(wait=paused)) is not None:
            match command:
                case Pause() if not paused:
                    paused = True
                    if self.report.waiting:
                        yield self.report.take()
                    yield self.state(RunState.PAUSED)
                case Resume() if paused:
                    paused = False
                    yield self.state(RunState.RUNNING)
                case Stop():
                    self.ending = self.state(RunState.STOPPED, command.reason)
                    return
                case Change():
                    yield self.change(command)
                case Look():
                    yield self.looked(command)

    def change(self, command: Change) -> Changed:
        """A live setting, from the next step on."""
        assert command.setting == "/training/learning_rate", command.setting
        before, self.rate = self.rate, float(command.value)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate
        return Changed(setting=command.setting, before=before, after=self.rate, step=self.step, epoch=self.epoch)

    def looked(self, command: Look) -> Looked:
        """A view of the network as it is now. A question that cannot be answered is refused in words."""
        try:
            picture = look(self.views[command.view], self.network, self.spec, self.splits, command.question)
        except ValueError as error:
            return Looked(command.number, self.step, self.epoch, None, str(error))
        return Looked(command.number, self.step, self.epoch, picture)

    def ended(self) -> Iterator[Said]:
        """The rest of the points, the test split scored once, and the last state."""
        if self.report.waiting:
            yield self.report.take()
        ending = self.ending or self.state(RunState.FINISHED, "all of the training is done")
        if not ending.reason.startswith("diverged"):
            scores = {f"test/{name}": value for name, value in self.scored_test().items()}
            row = epoch_row(self.step, self.epoch, self.examples, self.seconds, scores)
            yield Points(clock="test", columns=row)
        yield ending

    def scored_test(self) -> dict[str, float]:
        return score(self.network, self.spec.task, self.splits.test)

    def running(self, threads: int) -> State:
        return State(
            state=RunState.RUNNING,
            device=str(self.device),
            threads=threads,
            versions={"torch": torch.__version__},
            baseline=self.baseline,
            parameters=sum(parameter.numel() for parameter in self.parameters),
            steps_per_epoch=self.spec.steps_per_epoch,
            steps=self.spec.steps,
        )

    def state(self, state: RunState, reason: str = "") -> State:
        return State(state=state, reason=reason, step=self.step, epoch=self.epoch, steps=self.spec.steps)
