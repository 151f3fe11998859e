"""Where a training stands: steps, examples, seconds, and the place in the present epoch's order."""

from dataclasses import dataclass

import torch
from torch import Tensor


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


class Order:
    """The order of each epoch, a new one every time or always the same, from a generator of its own.

    What is kept of it is the generator as it was when the epoch began: the order follows from that.
    """

    def __init__(self, count: int, generator: torch.Generator, shuffled: bool, device: torch.device) -> None:
        self.count, self.generator, self.shuffled, self.device = count, generator, shuffled, device
        self.began = generator.get_state()
        self.rows = self.drawn()

    def drawn(self) -> Tensor:
        self.began = self.generator.get_state()
        rows = torch.randperm(self.count, generator=self.generator) if self.shuffled else torch.arange(self.count)
        return rows.to(self.device)

    def batch(self, row: int, size: int) -> Tensor:
        """The rows of the batch that begins at ``row``; the last of an epoch may be short."""
        return self.rows[row : row + size]

    def turn(self) -> None:
        """A new epoch."""
        self.rows = self.drawn()

    def restore(self, began: Tensor) -> None:
        """Back to the epoch that began with the generator in this state."""
        self.generator.set_state(began)
        self.rows = self.drawn()
