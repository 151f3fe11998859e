"""Steps by the core, where it can take all of one; else by PyTorch, on the same weights and the same optimiser's state.

Which of both takes a step follows from the spec, the settings of now and the batch alone, so equal runs stay equal.
"""

from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn

from models.native.building import CACHE, FLOAT, LARGEST, LEAST, MOST, Builder, Unsupported, Value, at
from models.native.layers import BitEntropy, CrossEntropy, Layer, SquaredError, Update
from models.native.library import Core
from models.native.lowering import lower
from models.native.program import Program
from models.native.weights import FlatWeights
from models.spec.architecture import Architecture, defined_together
from models.spec.counted import NOTHING, Counted, Pair, Pairs
from models.spec.kinds import Batch, Carried, Split
from models.spec.spec import Spec
from models.spec.task import Task
from models.spec.training import Training
from models.training.gradients import GradientStats
from models.training.step import Stepper
from models.training.trainer import Trainer


class NativeStepper(Stepper):
    """Takes the steps of a trainer by the core. Raises Unsupported if its network has layers that the core has not."""

    def __init__(self, trainer: Trainer, split: Split, core: Core) -> None:
        super().__init__(trainer, split)
        self.core, self.spec = core, trainer.spec
        if not whole_step(self.spec):
            raise Unsupported("a step of this sort")
        shape = self.spec.task.shapes().inputs
        self.weights = FlatWeights([one for one in trainer.parameters if one.requires_grad])
        self.largest = self.spec.training.batch_size
        self.program: Program | None = self.build(trainer.network, shape)
        self.engine, self.own_score = core.engine, not counts_by_loss(self.spec.task)
        self.stale = False
        trainer.scorer, trainer.fed = Scorer(self), self.fed()

    def fed(self) -> Task:
        """The task with inputs as the program reads them soonest."""
        task = self.spec.task
        return task.of_bytes() if self.program is not None and self.program.reads_bytes else task

    def build(self, network: nn.Module, shape: tuple[int, ...]) -> Program:
        """The network's program, in chunks that fit into the cache. Raises Unsupported."""

        def of_chunk(chunk: int) -> Program:
            build = Builder(self.core, self.weights, chunk)
            output = lower(build, network, shape)
            masked = self.spec.architecture.fused_loss(self.spec.task).startswith("masked")
            return Program(build, output, self.loss(output), shape, masked)

        first = of_chunk(1).builder
        one, two = (sum(buffer.numel() for buffer in build.buffers) for build in (first, of_chunk(2).builder))
        each = FLOAT * max(1, two - one)
        chunk = max(LEAST, min(MOST, CACHE // each // LEAST * LEAST))
        if first.norms:  # what is normalised over a batch has to see all of it
            chunk = self.largest
            if chunk * each > LARGEST:
                raise Unsupported("a batch of so many values")
        self.weights.move()  # only now: a network that stays PyTorch's keeps its memory as it was
        return of_chunk(chunk)

    def loss(self, output: Value) -> Layer:
        """The last line: what is made small."""
        name, steps = self.spec.architecture.fused_loss(self.spec.task), output.form == "steps"
        places = output.shape[0] if steps else 1
        size = output.size // places
        if name == "mean squared error":
            return SquaredError(size=output.size, y=at(output.numbers), dy=at(output.gradients))
        layer: Layer = CrossEntropy(classes=size, places=places, steps_first=steps)
        if name == "masked bit entropy":
            layer = BitEntropy(size=size, places=places)
        layer.scores, layer.dscores = at(output.numbers), at(output.gradients)
        return layer

    def invalidate(self) -> None:
        """Something about the network changes: before the next step there is another program, or none."""
        self.stale = True

    def current(self, rows: int = 0) -> Program | None:
        """The network's program as it is now, for batches of ``rows``; None where the core cannot do it any more."""
        if rows > self.largest:  # the batch size was changed while the run goes on
            self.largest, self.stale = rows, True
        if self.stale:
            self.stale = False
            try:
                self.program = self.build(self.trainer.network, self.spec.task.shapes().inputs)
            except Unsupported:
                self.program = None
        return self.program

    def eager(self, rows: Tensor, training: Training, stats: GradientStats | None = None) -> Pairs:
        """As PyTorch's: ``rows`` (batch) -> (sum, count) by series."""
        count, trainer = rows.shape[0], self.trainer  # len() of a tensor takes a microsecond
        program = self.current(count)
        batch = trainer.fed.batch(self.split, rows, trainer.noise, training=True).after(trainer.carries)
        if program is None or training.activity_l1 or training.activity_l2 or not program.learns(batch):
            return trainer.train_step(as_numbers(batch), training, stats)
        program.aim(batch)
        ended = program.begin(batch)
        outputs = program.let_out(count) if self.own_score else None
        self.weights.adopt(trainer.optimizer, training)
        update = self.weights.next_update(training, trainer.optimizer.param_groups[0]["lr"])
        self.learn(program, count, update, training, stats)
        if self.spec.task.order == "ordered":
            trainer.carries = program.carried(batch, ended)
        return self.scored(program, batch, outputs)

    def learn(
        self, program: Program, rows: int, update: Update, training: Training, stats: GradientStats | None
    ) -> None:
        """Forward, back, and the step; in parts where somebody looks at the gradients or changes them."""
        core, lines = self.core, program.lines
        if not (stats or training.l1 or training.l2 or training.clip or training.clip_value):
            core.step(lines, len(lines), rows, program.chunk, update)
            return
        self.weights.gradients.zero_()
        core.differentiate(lines, len(lines), rows, program.chunk)
        self.weights.show_gradients()
        if stats:
            stats.after_backward()
        self.trainer.regularize_and_clip_gradients(training)
        core.update(update)

    def scored(self, program: Program, batch: Batch, outputs: Tensor | None) -> Pairs:
        """(sum, count) by series, of what the loss has counted on its way or of the outputs."""
        task, rows = self.spec.task, batch.targets.shape[0]
        total, right, whole, _ = program.found.tolist()
        places, mask = batch.targets.numel(), batch.mask
        if mask is not None:
            places = int(mask.sum()) * (places // mask.numel())
        mean = total / (places if mask is None else rows)
        loss: Pairs = {"loss": Pair(mean * rows, rows)}
        if outputs is None:
            return loss | (task.scored_from(Counted(total, right, whole, rows, places)) or {})
        return loss | task.score(outputs, batch)


class Scorer:
    """The network as a split is scored by it: the core answers, and PyTorch where it cannot."""

    def __init__(self, stepper: NativeStepper) -> None:
        self.stepper = stepper

    @property
    def training(self) -> bool:
        """As a module's."""
        return self.stepper.trainer.network.training

    def eval(self) -> "Scorer":
        """As a module's; the core knows no other mode for answers."""
        self.stepper.trainer.network.eval()
        return self

    def train(self, mode: bool = True) -> "Scorer":
        """As a module's."""
        self.stepper.trainer.network.train(mode)
        return self

    def __call__(self, batch: Batch) -> Any:
        """What the network gives (batch, …), with its state where it carries one."""
        program = self.stepper.current()
        if program is None or not program.takes(batch.inputs):
            return self.stepper.trainer.network(as_numbers(batch))
        ended = program.begin(batch)
        outputs = program.answers(batch)
        carried = program.carried(batch, ended)
        return outputs if carried is None else Carried(outputs, carried)


def as_numbers(batch: Batch) -> Batch:
    """The same with inputs (batch, …) of 0 to 1, where they are bytes."""
    if batch.inputs.dtype != torch.uint8:
        return batch
    return replace(batch, inputs=batch.inputs.float().div_(255))


def counts_by_loss(task: Task) -> bool:
    """Whether what the loss has counted gives all that the task's ``score`` does: a subclass may score otherwise."""
    return defined_together(type(task), "scored_from", "score") and task.scored_from(NOTHING) is not None


def whole_step(spec: Spec) -> bool:
    """Whether the core can take a whole step: one loss that it has, for all weights."""
    architecture = spec.architecture
    single = spec.training.precision == "float32" and type(architecture).objectives is Architecture.objectives
    return single and bool(architecture.fused_loss(spec.task))
