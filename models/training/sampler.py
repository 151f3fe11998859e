"""Where a training stands: steps, examples, seconds, and the place in the present epoch's order."""

from dataclasses import dataclass

import torch
from torch import Tensor

from models.spec.training import Training


@dataclass
class Progress:
    """What is counted. ``epoch`` is a fraction; ``row`` the examples of the present epoch that are done."""

    count: int
    """Training examples in an epoch."""
    step: int = 0
    examples: int = 0
    seconds: float = 0.0
    whole_epochs: int = 0
    row: int = 0

    @property
    def epoch(self) -> float:
        return self.whole_epochs + self.row / self.count

    def done(self, examples: int, seconds: float) -> None:
        """One step over ``examples``."""
        self.step += 1
        self.examples += examples
        self.seconds += seconds
        self.row += examples
        if self.row >= self.count:
            self.whole_epochs, self.row = self.whole_epochs + 1, 0

    def completes(self, training: Training) -> bool:
        """Whether the length that ``training`` plans is done."""
        return self.step >= training.batches if training.batches else self.whole_epochs >= training.epochs

    def planned_steps(self, training: Training) -> int:
        """That length in steps, as of now."""
        if training.batches:
            return training.batches
        left = training.epochs * self.count - round(self.epoch * self.count)
        return self.step + max(0, -(-left // training.batch_size))

    def evaluates_after(self, rows: int, training: Training, every: int) -> bool:
        """Whether the validation split is scored once the next ``rows`` are learnt: at the end of an epoch, or of the
        run; and where its length is counted in batches, after each ``every`` of them."""
        if self.row + rows >= self.count:
            return True
        step = self.step + 1
        return bool(training.batches) and (step >= training.batches or step % every == 0)


class EpochSampler:
    """The order of each epoch, a new one every time or always the same, from a generator of its own.

    A checkpoint keeps the generator as it was when the epoch began: the order follows from that.
    """

    def __init__(self, count: int, generator: torch.Generator, shuffled: bool, device: torch.device) -> None:
        self.count, self.generator, self.shuffled, self.device = count, generator, shuffled, device
        self.next_epoch()

    def next_epoch(self) -> None:
        """Draws the order of a new epoch: ``rows`` is (examples) int64 on the device."""
        self.rng_state = self.generator.get_state()
        rows = torch.randperm(self.count, generator=self.generator) if self.shuffled else torch.arange(self.count)
        self.rows = rows.to(self.device)

    def batch(self, row: int, size: int) -> Tensor:
        """The rows (batch) of the batch that begins at ``row``; the last of an epoch may be short."""
        return self.rows[row : row + size]

    def restore(self, rng_state: Tensor) -> None:
        """Back to the epoch that began with the generator in this state (bytes)."""
        self.generator.set_state(rng_state)
        self.next_epoch()
