"""Watches each step for a loss that is no number, and asks the architecture where in the network that began."""

import copy
import math

import torch
from torch import Tensor

from models.sentences import NO_TEXT, Text
from models.spec.counted import Pairs
from models.spec.seeds import generator
from models.spec.training import Training
from models.training.gradients import GradientStats
from models.training.step import Stepper

FEW = 100
"""Examples that are tried where none is known to be the one."""


class GuardedStepper(Stepper):
    """Takes the steps of another, and keeps the weights from before each: a step that loses them leaves no trace."""

    def __init__(self, inner: Stepper) -> None:
        super().__init__(inner.trainer, inner.split)
        self.inner, self.engine = inner, inner.engine
        self.found = NO_TEXT
        self.before = [parameter.detach().clone() for parameter in self.trainer.parameters]

    def train_step(self, rows: Tensor, training: Training, rate: float, stats: GradientStats | None = None) -> Pairs:
        """As the other's: ``rows`` (batch) -> (sum, count) by series, each (2). One number is read back."""
        self.keep()
        pairs = self.inner.train_step(rows, training, rate, stats)
        if not self.found and not math.isfinite(float(pairs["loss"][0])):
            self.found = self.find(rows)
        return pairs

    def keep(self) -> None:
        """Keeps the weights as they are."""
        with torch.no_grad():
            for kept, parameter in zip(self.before, self.trainer.parameters, strict=True):
                kept.copy_(parameter)

    def find(self, rows: Tensor) -> Text:
        """Repeats the step of the examples ``rows`` (batch) with the weights that were kept, and names the place."""
        spec, network = self.trainer.spec, copy.deepcopy(self.trainer.network)
        with torch.no_grad():
            for parameter, kept in zip(network.parameters(), self.before, strict=True):
                parameter.copy_(kept)
        batch = spec.task.batch(self.split, rows, generator(0, "noise", rows.device), training=True)
        return spec.architecture.lost_at(network, batch, spec.task)

    def lost(self) -> Text:
        """Where it began; if no step of its own showed it, as when a split was scored, by the weights as they are."""
        if not self.found:
            self.keep()
            device = next(iter(self.split.tensors.values())).device
            self.found = self.find(torch.arange(min(FEW, len(self.split)), device=device))
        return self.found

    def eager(self, rows: Tensor, training: Training, stats: GradientStats | None = None) -> Pairs:
        """As the other's: ``rows`` (batch) -> (sum, count) by series."""
        return self.inner.eager(rows, training, stats)

    def invalidate(self) -> None:
        self.inner.invalidate()
