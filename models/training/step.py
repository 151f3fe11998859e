"""One step after another: eagerly, or on a CUDA GPU as one recorded graph.

A small network leaves a GPU idle while Python launches its hundreds of kernels. Recorded once and replayed, a step is
one launch (Nguyen et al., "Accelerating PyTorch with CUDA graphs", 2021). What a graph reads has to lie where it lay:
the rows of the batch and the learning rate are tensors that are filled before each replay. Whatever is decided on the
host is fixed while recording, so a changed setting drops the graph, and a step of another size, a measured step and a
state that is carried on are taken eagerly. What cannot be recorded is trained eagerly throughout.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from models.spec.kinds import Split
from models.spec.training import Training
from models.training.gradients import LayerSizes
from models.training.learner import Learner, Pairs

WARM = 3
"""Eager steps before one is recorded: they make the optimiser's state and let cuDNN choose."""

Replay = Callable[[], Tensor]
"""Takes the recorded step again; gives its (sum, count) by series, overwritten by the next."""
Record = Callable[[Callable[[], Tensor], torch.Generator], Replay]


class Stepper:
    """Takes the steps of a learner."""

    def __init__(self, learner: Learner, split: Split) -> None:
        self.learner, self.split = learner, split

    def train_step(self, rows: Tensor, training: Training, rate: float, sizes: LayerSizes | None = None) -> Pairs:
        """Learns the examples ``rows`` (batch); gives (sum, count) by series on the device, and reads nothing back."""
        self.learner.settle(training, rate)
        return self.eager(rows, training, sizes)

    def eager(self, rows: Tensor, training: Training, sizes: LayerSizes | None = None) -> Pairs:
        """The same without a graph: ``rows`` (batch) -> (sum, count) by series."""
        batch = self.learner.spec.task.batch(self.split, rows, self.learner.noise, training=True)
        return self.learner.learn(batch, training, sizes)

    def invalidate(self) -> None:
        """Something about a step has changed."""


class GraphedStepper(Stepper):
    """The same steps, replayed from a graph as soon as there is one."""

    def __init__(self, learner: Learner, split: Split, record: Record) -> None:
        super().__init__(learner, split)
        self.record = record
        self.replay: Replay | None = None
        self.names: list[str] = []
        self.rows = torch.empty(0)
        self.settings: Training | None = None
        """Those that the graph, or the eager steps before it, were taken with."""
        self.eager_steps = 0
        self.able = learner.spec.task.order == "shuffled"

    def train_step(self, rows: Tensor, training: Training, rate: float, sizes: LayerSizes | None = None) -> Pairs:
        if training is not self.settings:
            self.invalidate()
            self.settings = training
        self.learner.settle(training, rate)
        if sizes or not self.able or len(rows) != training.batch_size:
            return self.eager(rows, training, sizes)
        self.eager_steps += 1
        if self.eager_steps > WARM and self.replay is None:
            self.prepare(rows, training)
        if self.replay is None:
            return self.eager(rows, training)
        self.rows.copy_(rows)
        pairs = self.replay().clone()  # a place of its own for each step, until it is reported
        return dict(zip(self.names, pairs, strict=True))

    def prepare(self, rows: Tensor, training: Training) -> None:
        """Records a step of ``rows`` (batch), and takes none; where it fails, all is as it was before."""
        self.rows = rows.clone()
        noise = self.learner.noise.get_state()

        def step() -> Tensor:
            pairs = self.eager(self.rows, training)
            self.names = list(pairs)
            return torch.stack([pair.double() for pair in pairs.values()])  # (series, 2)

        try:
            self.replay = self.record(step, self.learner.noise)
        except RuntimeError:
            self.able = False
            self.learner.optimizer.zero_grad(set_to_none=True)
            self.learner.draw_anew(noise)

    def invalidate(self) -> None:
        self.replay, self.eager_steps = None, 0


def recorded(step: Callable[[], Tensor], noise: torch.Generator) -> Replay:
    """``step``, which gives (series, 2), as a CUDA graph that draws on from ``noise`` at every replay."""
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


def stepper(learner: Learner, split: Split, device: torch.device) -> Stepper:
    """Graphs where there is a CUDA GPU, eager steps elsewhere."""
    return GraphedStepper(learner, split, recorded) if device.type == "cuda" else Stepper(learner, split)
