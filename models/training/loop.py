"""train(): the loop, and nothing else.

A generator of what happens. No callbacks, sockets, files, processes or prints: it runs the same in a notebook, a
terminal, a worker and a test. Equal spec, commands and threads give equal events on a CPU.
"""

import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import torch

from models.commands import Inbox, Look
from models.events import Event, Points, RunState, State
from models.layers.dropout import take_over
from models.layers.opened_weights import open_weights
from models.look.view import LookAnswer, View, look
from models.sentences import NO_TEXT, Sentence, Text, text_of
from models.spec.counted import as_tensor
from models.spec.kinds import Splits
from models.spec.metrics import MetricAccumulator
from models.spec.schedules import Plateau, rate
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.checkpoints import Saved, Snapshot, copied
from models.training.devices import choose_device
from models.training.divergence import DIVERGED, Alarm, diverged_at, notice, settings_notices
from models.training.early_stopping import EarlyStopping, reason_to_stop, time_over
from models.training.engine import Output
from models.training.engines import EngineChoice, engine_of
from models.training.explained.moments import moment_of
from models.training.gradients import GradientStats
from models.training.inbox import QueueInbox, Steering
from models.training.points import BatchReport, epoch_row
from models.training.sampler import EpochSampler, Progress
from models.training.trainer import Trainer

__all__ = ["LookAnswer", "Output", "QueueInbox", "Saved", "Snapshot", "Training", "train"]

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
    """Trains ``spec`` and yields what happens, in order; the last is a :class:`State` that is finished or stopped.

    ``inbox`` brings commands and ``views`` are what a look may name; ``start`` is what to go on from, and ``changed``
    are settings (by JSON pointer) that are no longer as in ``spec`` there. ``device`` is "cpu", "cuda", or "auto" for
    the faster. ``threads`` are those of this process from now on; another number gives other last bits. Errors of
    missing data and of too little memory go through to the caller.
    """
    torch.set_num_threads(threads)
    splits = spec.task.splits(generator(spec.task.seed, "data"))
    chosen = choose_device(device, spec, splits, start.about.get("device") if start else None)
    attempt = Attempt(spec, inbox or QueueInbox(), views or {}, splits, EngineChoice(chosen, engine_of(start)))
    if start is not None:
        attempt.restore(start)
    attempt.steering.replay_changes(changed or {})
    yield from attempt.run(threads)


class Attempt:
    """One stretch of training: the state of the loop between two steps."""

    def __init__(self, spec: Spec, inbox: Inbox, views: dict[str, View], splits: Splits, choice: EngineChoice) -> None:
        self.spec, self.device, self.training = spec, choice.device, spec.training
        self.baseline = spec.task.baseline(splits)
        self.splits, self.trainer = splits.to(choice.device), Trainer(spec, choice.device)
        self.choice, self.stepper = choice, choice.stepper(self.trainer, self.splits.train)
        count = len(splits.train)
        order = generator(spec.training.seed, "order")
        self.sampler = EpochSampler(count, order, spec.task.order == "shuffled", choice.device)
        self.progress = Progress(count)
        self.batches, self.metrics = BatchReport(), MetricAccumulator()
        self.plateau, self.early_stopping = Plateau(*spec.headline), EarlyStopping(spec.headline[1])
        self.views, self.steering = views, Steering(self, inbox)
        self.overrides: dict[str, Any] = {}  # live settings of the architecture that are no longer as in the spec
        self.gradient_stats: GradientStats | None = None  # of the last step, where the validation split is scored next
        self.continued = self.diverged = False
        self.alarm, self.opened = Alarm(spec.architecture), NO_TEXT  # opened: of weights at the start, what was no use
        self.best: int | None = None  # step of the best scoring so far
        self.ending: State | None = None

    @property
    def over(self) -> bool:
        """Whether the planned length is done."""
        return self.progress.completes(self.training)

    def run(self, threads: int) -> Iterator[Output]:
        yield self.running(threads)
        yield from self.choice.notices(self.spec.training, self.stepper.engine)
        if not self.continued:
            yield from settings_notices(self.spec, self.opened)
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
            self.trainer.begin_epoch()
        rows = self.sampler.batch(progress.row, self.training.batch_size)
        now = self.rate()
        evaluates = progress.evaluates_after(len(rows), self.training, self.spec.measure_every)
        self.gradient_stats = GradientStats(self.trainer.network) if evaluates else None
        pairs = self.stepper.train_step(rows, self.training, now, self.gradient_stats)
        self.metrics.add(pairs)
        progress.done(len(rows), time.perf_counter() - began)
        self.batches.add((progress.step, progress.epoch, progress.examples, progress.seconds, now), pairs)

    def rate(self) -> float:
        """The learning rate of the next step. A longer plan than the spec's stretches no schedule."""
        return rate(self.training, self.progress.step, self.progress.epoch, self.spec.epochs, self.plateau.factor)

    def report(self) -> Iterator[Output]:
        """Yields what is due after a step: batch points; where the validation split is scored, a row, a checkpoint."""
        if self.batches.due() or (self.batches.waiting and (self.gradient_stats or self.steering.slowed)):
            yield from self.checked(self.batches.take())
        if self.gradient_stats and not self.diverged:
            means = {f"train/{name}": value for name, value in self.metrics.means().items()}
            self.metrics = MetricAccumulator()
            points = self.evaluate(means | self.gradient_stats.compute())
            last = self.over or self.ending  # else the next batch tells whether the weights are lost
            yield from self.checked(points) if last else (points,)
            yield from self.alarm.notices(self.progress.step, self.progress.epoch)
            if not self.diverged:
                yield self.checkpoint()
        self.stop_early(time_over(self.early_stopping, self.training, self.progress.seconds))

    def evaluate(self, means: dict[str, float]) -> Points:
        """Scores the validation split: a row of the epoch clock, with the running means of the epoch."""
        progress = self.progress
        scores = self.trainer.measured(self.splits.validation, self.training, goes_on=progress.step > 0)
        of_split = {f"validation/{name}": value for name, value in scores.items()}
        values = means | of_split | {"learning_rate": self.rate()}
        self.update_best(scores)
        self.alarm.update(scores)
        row = epoch_row(progress.step, progress.epoch, progress.examples, progress.seconds, values)
        return Points(clock="epoch", columns=row)

    def update_best(self, scores: dict[str, float]) -> None:
        """Hands one scoring of the validation split to the best, the plateau and early stopping."""
        value = scores[self.spec.headline[0]]
        better = self.early_stopping.update(value)
        self.best = self.progress.step if better else self.best
        self.plateau.update(self.training, scores, begun=self.progress.step > 0)
        if self.progress.step:
            self.stop_early(reason_to_stop(self.early_stopping, self.training, value, self.spec.headline_title))

    def stop_early(self, reason: Text | None) -> None:
        """Ends the training for a ``reason``, if there is one; not where it is all done anyway."""
        if reason and not self.over and not self.ending:
            self.ending = self.state(RunState.STOPPED, reason)
            self.early_stopping.reset(self.progress.seconds)

    def checked(self, points: Points) -> Iterator[Event]:
        """Yields ``points``; ends the training with a notice if a loss in them is not finite."""
        yield points
        step = diverged_at(points, self.trainer.losses)
        if step is not None:
            yield from self.diverge(step)

    def diverge(self, step: int) -> Iterator[Event]:
        """Ends the training after ``step``, whatever else would have ended it: the weights are lost."""
        self.diverged = True
        self.ending = self.state(RunState.STOPPED, DIVERGED(step=step))
        yield notice(self.training.learning_rate, step, self.progress.epoch, self.stepper.lost())

    def finish(self) -> Iterator[Output]:
        """Yields the rest of the points, one score of the test split, a full checkpoint, and the last state."""
        if rest := self.batches.rest():
            yield from self.checked(rest)
        if not self.diverged:
            yield from self.test()
        yield self.ending or self.state(RunState.FINISHED, ALL_DONE())

    def test(self) -> Iterator[Output]:
        """Scores the test split after the very last step, which may have lost the weights."""
        scores = self.trainer.measured(self.splits.test, self.training)
        values = {f"test/{name}": value for name, value in scores.items()}
        progress = self.progress
        row = epoch_row(progress.step, progress.epoch, progress.examples, progress.seconds, values)
        points = Points(clock="test", columns=row)
        if progress.step and diverged_at(points, self.trainer.losses) is not None:
            yield from self.diverge(progress.step)
            return
        yield points
        yield self.checkpoint(due=True)

    def running(self, threads: int) -> State:
        return self.state(RunState.RUNNING).model_copy(
            update={
                "device": str(self.device), "threads": threads,
                "versions": {"torch": torch.__version__, "engine": self.stepper.engine}, "baseline": self.baseline,
                "parameters": sum(parameter.numel() for parameter in self.trainer.parameters),
                "steps_per_epoch": self.spec.steps_per_epoch,
            }
        )  # fmt: skip

    def state(self, state: RunState, reason: Text = NO_TEXT) -> State:
        progress, steps = self.progress, self.progress.planned_steps(self.training)
        return State(state=state, reason=reason, step=progress.step, epoch=progress.epoch, steps=steps)

    def pending_points(self) -> Points | None:
        """Points of the batches that were learnt and not reported yet."""
        return self.batches.take() if self.batches.waiting else None

    def apply_overrides(self, settings: Mapping[str, Any]) -> None:
        """Sets live settings of the architecture in the network, from the next step on."""
        self.stepper.invalidate()
        self.overrides |= settings
        for name, value in settings.items():
            take_over(self.trainer.network, name, value)

    def look(self, command: Look) -> LookAnswer:
        """Computes a view of the network as it is now; the answer to a question that it refuses says why."""
        where = (command.number, self.progress.step, self.progress.epoch)
        try:
            view = self.views[command.view]
            network, given = self.trainer.network, (self.spec, self.splits)
            moment = partial(moment_of, *given, Saved(self.tensors(), self.about()))
            return LookAnswer(*where, look(view, network, *given, command.question, moment))
        except ValueError as error:
            return LookAnswer(*where, None, text_of(error))

    def checkpoint(self, due: bool = False) -> Snapshot:
        """Offers the training as it is now to whoever stores it."""
        return Snapshot(
            self.progress.step,
            self.progress.epoch,
            self.best,
            weights=lambda: Saved(copied(self.trainer.network.state_dict()), {"progress": dict(vars(self.progress))}),
            everything=self.everything,
            due=due,
        )

    def everything(self) -> Saved:
        """The whole state, from which training goes on bit for bit: tensors, counters, settings of now."""
        return Saved(copied(self.tensors()), self.about())

    def tensors(self) -> dict[str, torch.Tensor]:
        """All that the next step depends on, by name, each (…)."""
        tally = {f"tally/{name}": as_tensor(pair) for name, pair in self.metrics.sums.items()}
        return self.trainer.state() | {"order": self.sampler.rng_state} | tally

    def about(self) -> dict[str, Any]:
        """Counters and settings of now, as plain JSON."""
        stop = self.early_stopping
        return {
            "progress": dict(vars(self.progress)), "device": str(self.device), "engine": self.stepper.engine,
            "training": self.training.model_dump(mode="json"), "architecture": dict(self.overrides), "best": stop.best,
            "plateau": self.plateau.state(), "memory": dict(self.alarm.memory), "best_step": self.best,
            "waited": stop.scorings_without_improvement, "since": stop.since, "rows": self.batches.rows,
        }  # fmt: skip

    def restore(self, saved: Saved) -> None:
        """Goes on from ``saved``. Of weights alone: from their step, with a new optimiser and a new order."""
        about: dict[str, Any] = saved.about
        if "progress" not in about:  # weights that somebody brought: the run begins with what fits of them
            self.opened = open_weights(self.trainer.network, saved.tensors)
            return
        self.trainer.restore(saved.tensors)
        self.continued = True
        self.progress = Progress(**about["progress"])
        self.early_stopping.reset(self.progress.seconds)  # a fork has patience and time of its own
        if not saved.full:
            return
        self.sampler.restore(saved.tensors["order"].cpu())
        self.metrics.sums = {
            name.removeprefix("tally/"): tensor.to(self.device)
            for name, tensor in saved.tensors.items()
            if name.startswith("tally/")
        }
        if "training" in about:  # not in a fork, which has its own
            self.training = Training.model_validate(about["training"])
            self.apply_overrides(about["architecture"])
            self.early_stopping.scorings_without_improvement = about["waited"]
            self.early_stopping.since = about.get("since", 0.0)
        self.alarm.memory = dict(about.get("memory", {}))
        self.plateau.restore(about["plateau"], about["best"])
        self.early_stopping.best = about["best"]
        self.best = about.get("best_step")
        self.batches.rows = about["rows"]
