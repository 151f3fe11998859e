"""One step after another: eagerly, or on a CUDA GPU as one recorded graph.

A small network leaves a GPU idle while Python launches its hundreds of kernels. Recorded once and replayed, a step is
one launch (Nguyen et al., "Accelerating PyTorch with CUDA graphs", 2021). What a graph reads has to lie where it lay:
the rows of the batch and the learning rate are tensors that are filled before each replay. Whatever is decided on the
host is fixed while recording, so a changed setting drops the graph, and a step of another size, a measured step and a
state that is carried on are run eagerly. What cannot be recorded is trained eagerly throughout.
"""

from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor

from models.engine_names import TORCH
from models.sentences import NO_TEXT, Text
from models.spec.counted import Pairs
from models.spec.kinds import Split
from models.spec.training import Training
from models.training.gradients import GradientStats
from models.training.trainer import Trainer

WARM = 3
"""Eager steps before one is recorded: they make the optimiser's state and let cuDNN choose."""

Replay = Callable[[], Tensor]
"""Replays the recorded step; gives the numbers of all series in a row, (numbers), overwritten by the next."""
Record = Callable[[Callable[[], Tensor], torch.Generator], Replay]


class Stepper:
    """Takes the steps of a trainer, eagerly."""

    engine = TORCH
    """What works the steps out; with equal spec, commands, threads and engine come equal bits."""

    def __init__(self, trainer: Trainer, split: Split) -> None:
        self.trainer, self.split = trainer, split

    def train_step(self, rows: Tensor, training: Training, rate: float, stats: GradientStats | None = None) -> Pairs:
        """Learns the examples ``rows`` (batch) int64; gives (sum, count) by series, each (2), on the device.

        Reads nothing back.
        """
        self.trainer.apply_settings(training, rate)
        return self.eager(rows, training, stats)

    def eager(self, rows: Tensor, training: Training, stats: GradientStats | None = None) -> Pairs:
        """The same without a graph: ``rows`` (batch) -> (sum, count) by series."""
        batch = self.trainer.spec.task.batch(self.split, rows, self.trainer.noise, training=True)
        return self.trainer.train_step(batch, training, stats)

    def invalidate(self) -> None:
        """Something about a step has changed."""

    def lost(self) -> Text:
        """Where in the network a loss that is no number began; nothing where that is not known."""
        return NO_TEXT


class GraphedStepper(Stepper):
    """The same steps for rows (batch), replayed from a graph as soon as there is one."""

    def __init__(self, trainer: Trainer, split: Split, record: Record) -> None:
        super().__init__(trainer, split)
        self.record = record
        self.replay: Replay | None = None
        self.sizes: dict[str, int] = {}
        """How many numbers each series has: a sum and a count, and of a root a third."""
        self.rows = torch.empty(0)
        self.settings: Training | None = None
        """The settings with which the graph was recorded, or the eager steps before it were run."""
        self.eager_steps = 0
        self.able = trainer.spec.task.order == "shuffled"

    def train_step(self, rows: Tensor, training: Training, rate: float, stats: GradientStats | None = None) -> Pairs:
        if training is not self.settings:
            self.invalidate()
            self.settings = training
        self.trainer.apply_settings(training, rate)
        if stats or not self.able or len(rows) != training.batch_size:
            return self.eager(rows, training, stats)
        self.eager_steps += 1
        if self.eager_steps > WARM and self.replay is None:
            self.prepare(rows, training)
        if self.replay is None:
            return self.eager(rows, training)
        self.rows.copy_(rows)
        pairs = self.replay().clone()  # a place of its own for each step, until it is reported
        return dict(zip(self.sizes, torch.split(pairs, list(self.sizes.values())), strict=True))

    def prepare(self, rows: Tensor, training: Training) -> None:
        """Records a step of ``rows`` (batch), and takes none; where it fails, all is as it was before."""
        self.rows = rows.clone()
        noise = self.trainer.noise.get_state()

        def step() -> Tensor:
            pairs = cast(dict[str, Tensor], self.eager(self.rows, training))
            self.sizes = {name: len(pair) for name, pair in pairs.items()}
            return torch.cat([pair.double() for pair in pairs.values()])  # (numbers of all series)

        try:
            self.replay = self.record(step, self.trainer.noise)
        except RuntimeError:
            self.able = False
            self.trainer.optimizer.zero_grad(set_to_none=True)
            self.trainer.draw_anew(noise)

    def invalidate(self) -> None:
        self.replay, self.eager_steps = None, 0


def recorded(step: Callable[[], Tensor], noise: torch.Generator) -> Replay:
    """``step``, which gives (numbers), as a CUDA graph that draws on from ``noise`` at every replay."""
    graph = torch.cuda.CUDAGraph()
    graph.register_generator_state(noise)
    torch.cuda.synchronize()
    # Other threads may use the GPU meanwhile: weights of the step before are being copied for the disk.
    with torch.cuda.graph(graph, capture_error_mode="thread_local"):
        output = step()

    def replay() -> Tensor:
        graph.replay()
        return output

    return replay
