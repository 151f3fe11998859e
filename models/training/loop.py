"""train(): the loop, and nothing else.

A generator of what happens. No callbacks, sockets, files, processes or prints: it runs the same in a notebook, a
terminal, a worker and a test. Equal spec, commands and threads give equal events on a CPU.
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

import torch

from models.commands import Inbox, Look
from models.events import Event, Points, RunState, State
from models.layers.dropout import take_over
from models.look.view import Looked, View, look
from models.sentences import NO_TEXT, Sentence, Text, text_of
from models.spec.kinds import Splits
from models.spec.metrics import MetricAccumulator
from models.spec.schedules import Plateau, rate
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.checkpoints import Saved, Snapshot, copied
from models.training.devices import choose_device
from models.training.divergence import DIVERGED, diverged_at, notice
from models.training.early_stopping import StopRules, reason_to_stop, time_over
from models.training.engine import Output
from models.training.gradients import LayerSizes
from models.training.inbox import QueueInbox, Steering
from models.training.learner import Learner
from models.training.optimizers import keep_memory
from models.training.points import BatchReport, epoch_row
from models.training.sampler import EpochSampler, Progress
from models.training.step import stepper

__all__ = ["Looked", "Output", "QueueInbox", "Saved", "Snapshot", "Training", "train"]

ALL_DONE = Sentence("all-done", "all of the training is done")


def train(
    spec: Spec,
    inbox: Inbox | None = None,
    views: dict[str, View] | None = None,
    start: Saved | None = None,
    device: str = "auto",
    threads: int = 1,
    changed: dict[str, Any] | None = None,
) -> Iterator[Output]:
    """Trains ``spec`` and tells what happens, in order; the last is a :class:`State` that is finished or stopped.

    ``inbox`` brings commands and ``views`` are what a look may name; ``start`` is what to go on from, and ``changed``
    are settings (by JSON pointer) that are no longer as in ``spec`` there. ``device`` is "cpu", "cuda", or "auto" for
    the faster. ``threads`` are those of this process from now on; another number gives other last bits. Data that are
    missing, or memory that is not enough, are raised as they come.
    """
    torch.set_num_threads(threads)
    splits = spec.task.splits(generator(spec.task.seed, "data"))
    chosen = choose_device(device, spec, splits, start.about.get("device") if start else None)
    if chosen.type == "cpu":
        keep_memory()
    attempt = Attempt(spec, inbox or QueueInbox(), views or {}, splits, chosen)
    if start is not None:
        attempt.restore(start)
    attempt.steering.replay_changes(changed or {})
    yield from attempt.run(threads)


class Attempt:
    """One stretch of training: what the loop keeps between two steps."""

    def __init__(self, spec: Spec, inbox: Inbox, views: dict[str, View], splits: Splits, device: torch.device) -> None:
        self.spec, self.device, self.training = spec, device, spec.training
        self.baseline = spec.task.baseline(splits)
        self.splits = splits.to(device)
        self.learner = Learner(spec, device)
        self.stepper = stepper(self.learner, self.splits.train, device)
        count = len(splits.train)
        order = generator(spec.training.seed, "order")
        self.sampler = EpochSampler(count, order, spec.task.order == "shuffled", device)
        self.progress = Progress(count)
        self.batches, self.tally = BatchReport(), MetricAccumulator()
        self.plateau, self.stops = Plateau(), StopRules(spec.headline[1])
        self.views, self.steering = views, Steering(self, inbox)
        self.overrides: dict[str, Any] = {}  # live settings of the architecture that are no longer as in the spec
        self.sizes: LayerSizes | None = None  # of the last step, where the validation split is scored after it
        self.continued = False
        self.best: int | None = None  # step of the best scoring so far
        self.ending: State | None = None
        self.diverged = False

    @property
    def over(self) -> bool:
        """Whether the planned length is done."""
        return self.progress.completes(self.training)

    def run(self, threads: int) -> Iterator[Output]:
        yield self.running(threads)
        if not self.continued:
            yield self.evaluate({})
            yield self.checkpoint()
        while not self.ending:
            yield from self.steering.handle_commands()
            if self.ending or self.over:
                break
            self.step()
            yield from self.report()
        yield from self.finish()

    def step(self) -> None:
        """Learns one batch. Nothing is read back from the device."""
        began, progress = time.perf_counter(), self.progress
        if progress.row == 0 and progress.whole_epochs:
            self.sampler.next_epoch()
            self.learner.begin_epoch()
        rows = self.sampler.batch(progress.row, self.training.batch_size)
        now = self.rate()
        evaluates = progress.evaluates_after(len(rows), self.training, self.spec.measure_every)
        self.sizes = LayerSizes(self.learner.network) if evaluates else None
        pairs = self.stepper.train_step(rows, self.training, now, self.sizes)
        self.tally.add(pairs)
        progress.done(len(rows), time.perf_counter() - began)
        self.batches.add((progress.step, progress.epoch, progress.examples, progress.seconds, now), pairs)

    def rate(self) -> float:
        """The learning rate of the next step. A longer plan than the spec's stretches no schedule."""
        progress = self.progress
        return rate(self.training, progress.step, progress.epoch, self.spec.epochs, self.plateau.factor)

    def report(self) -> Iterator[Output]:
        """What is due after a step: batch points; where the validation split is scored, that and the weights.

        Time is judged after every step: an epoch of a large network may be longer than the lesson.
        """
        if self.batches.due() or (self.batches.waiting and (self.sizes or self.steering.slowed)):
            yield from self.checked(self.batches.take())
        if self.sizes and not self.diverged:
            means = {f"train/{name}": value for name, value in self.tally.means().items()}
            self.tally = MetricAccumulator()
            points = self.evaluate(means | self.sizes.told())
            last = self.over or self.ending  # else the next batch tells whether the weights are lost
            yield from self.checked(points) if last else (points,)
            if not self.diverged:
                yield self.checkpoint()
        self.stop_early(time_over(self.stops, self.training, self.progress.seconds))

    def evaluate(self, means: dict[str, float]) -> Points:
        """A row of the epoch clock: running means of the epoch, and the validation split as it is scored now."""
        network, progress = self.learner.network, self.progress
        scores = self.spec.architecture.measured(network, self.spec.task, self.splits.validation)
        values = (
            means | {f"validation/{name}": value for name, value in scores.items()} | {"learning_rate": self.rate()}
        )
        row = epoch_row(progress.step, progress.epoch, progress.examples, progress.seconds, values)
        self.update_best(row[f"validation/{self.spec.headline[0]}"][0])
        return Points(clock="epoch", columns=row)

    def update_best(self, value: float | None) -> None:
        """What one scoring means for the best, for a plateau and for the rules that stop."""
        better = self.stops.judged(value)
        self.best = self.progress.step if better else self.best
        if self.progress.step:
            self.plateau.judged(self.training, better)
            self.stop_early(reason_to_stop(self.stops, self.training, value, self.spec.headline_title))

    def stop_early(self, reason: Text | None) -> None:
        """Ends the training for a ``reason``, if there is one; not where it is all done anyway."""
        if reason and not self.over and not self.ending:
            self.ending = self.state(RunState.STOPPED, reason)
            self.stops.begin_anew(self.progress.seconds)

    def checked(self, points: Points) -> Iterator[Event]:
        """Gives ``points``; where a loss of them is no number any more, says so, and that is the end."""
        yield points
        step = diverged_at(points, self.learner.losses)
        if step is not None:
            yield from self.diverge(step)

    def diverge(self, step: int) -> Iterator[Event]:
        """Whatever else would have ended it: the weights are lost."""
        self.diverged = True
        self.ending = self.state(RunState.STOPPED, DIVERGED(step=step))
        yield notice(self.training.learning_rate, step, self.progress.epoch)

    def finish(self) -> Iterator[Output]:
        """The rest of the points, the test split scored once, all of the state to keep, and the last state."""
        if rest := self.batches.rest():
            yield from self.checked(rest)
        if not self.diverged:
            yield from self.test()
        yield self.ending or self.state(RunState.FINISHED, ALL_DONE())

    def test(self) -> Iterator[Output]:
        """The test split, which is scored after the very last step: only here may its loss be seen to be lost."""
        scores = self.spec.architecture.measured(self.learner.network, self.spec.task, self.splits.test)
        values = {f"test/{name}": value for name, value in scores.items()}
        progress = self.progress
        row = epoch_row(progress.step, progress.epoch, progress.examples, progress.seconds, values)
        points = Points(clock="test", columns=row)
        if progress.step and diverged_at(points, self.learner.losses) is not None:
            yield from self.diverge(progress.step)
            return
        yield points
        yield self.checkpoint(due=True)

    def running(self, threads: int) -> State:
        return self.state(RunState.RUNNING).model_copy(
            update={
                "device": str(self.device),
                "threads": threads,
                "versions": {"torch": torch.__version__},
                "baseline": self.baseline,
                "parameters": sum(parameter.numel() for parameter in self.learner.parameters),
                "steps_per_epoch": self.spec.steps_per_epoch,
            }
        )

    def state(self, state: RunState, reason: Text = NO_TEXT) -> State:
        progress, steps = self.progress, self.progress.planned_steps(self.training)
        return State(state=state, reason=reason, step=progress.step, epoch=progress.epoch, steps=steps)

    def pending_points(self) -> Points | None:
        """Batches that were learnt and not reported yet."""
        return self.batches.take() if self.batches.waiting else None

    def apply_overrides(self, settings: Mapping[str, Any]) -> None:
        """Live settings of the architecture, taken over into the network."""
        self.stepper.invalidate()
        self.overrides |= settings
        for name, value in settings.items():
            take_over(self.learner.network, name, value)

    def look(self, command: Look) -> Looked:
        """A view of the network as it is now. A question that cannot be answered is refused in words."""
        where = (command.number, self.progress.step, self.progress.epoch)
        try:
            view = self.views[command.view]
            return Looked(*where, look(view, self.learner.network, self.spec, self.splits, command.question))
        except ValueError as error:
            return Looked(*where, None, text_of(error))

    def checkpoint(self, due: bool = False) -> Snapshot:
        """The training as it is now, for whoever wants to keep it."""
        network = self.learner.network
        return Snapshot(
            self.progress.step,
            self.progress.epoch,
            self.best,
            weights=lambda: Saved(copied(network.state_dict()), {"progress": dict(vars(self.progress))}),
            everything=self.everything,
            due=due,
        )

    def everything(self) -> Saved:
        """What goes on from here bit for bit: tensors, counters, settings of now."""
        tensors = self.learner.state() | {"order": self.sampler.rng_state}
        tensors |= {f"tally/{name}": pair for name, pair in self.tally.sums.items()}
        return Saved(
            copied(tensors),
            {
                "progress": dict(vars(self.progress)),
                "device": str(self.device),
                "training": self.training.model_dump(mode="json"),
                "architecture": dict(self.overrides),
                "plateau": dict(vars(self.plateau)),
                "best": self.stops.best,
                "best_step": self.best,
                "waited": self.stops.waited,
                "since": self.stops.since,
                "rows": self.batches.rows,
            },
        )

    def restore(self, saved: Saved) -> None:
        """Goes on from ``saved``. Of weights alone: from their step, with a new optimiser and a new order."""
        self.learner.restore(saved.tensors)
        about: dict[str, Any] = saved.about
        if "progress" not in about:
            return  # weights that somebody brought: the run begins with them
        self.continued = True
        self.progress = Progress(**about["progress"])
        self.stops.begin_anew(self.progress.seconds)  # a fork has patience and time of its own
        if not saved.full:
            return
        self.sampler.restore(saved.tensors["order"].cpu())
        self.tally.sums = {
            name.removeprefix("tally/"): tensor.to(self.device)
            for name, tensor in saved.tensors.items()
            if name.startswith("tally/")
        }
        if "training" in about:  # not in a fork, which has its own
            self.training = Training.model_validate(about["training"])
            self.apply_overrides(about["architecture"])
            self.stops.waited, self.stops.since = about["waited"], about.get("since", 0.0)
        vars(self.plateau).update(about["plateau"])
        self.stops.best = about["best"]
        self.best = about.get("best_step")
        self.batches.rows = about["rows"]
