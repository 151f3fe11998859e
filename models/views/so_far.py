"""What a network that reads step by step would answer if the picture ended there.

Linear probes do so for the layers of a network (Alain and Bengio 2016); here it is the network's own output, after
every step, and nothing is learnt for it.
"""

from dataclasses import replace
from functools import partial

import torch
from torch import Tensor, nn

from models.layers.stacks import LastState, PictureSteps
from models.look.arrays import panel
from models.look.marks import image_grid, marks_of
from models.look.pictures import HeatMap, Picture
from models.look.questions import input_symbols, question_batch
from models.look.view import View, probabilities
from models.sentences import Sentence
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

AFTER_EACH_STEP = Sentence(
    "answer-after-each-step", "answer after each step: a row for each class, a column for each step"
)


class SoFar(View):
    """The probabilities of all classes after every row or column of a picture, or every symbol of a text."""

    title = "So far"
    text = (
        "What the network would answer if the picture, or the text, ended there. Each column is a step, one more row "
        "or column of the picture that was read, or one more symbol; dark is sure. Watch when it makes up its mind, "
        "and whether it changes it."
    )
    group = "memory"
    asks = True
    needs = LastState

    def fits(self, task: Task, architecture: object) -> bool:
        reads = task.kind.classifies_pictures or task.kind.inputs is Form.SYMBOLS
        return task.question() is not None and reads and task.kind.targets is Form.CLASS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = question_batch(spec.task, splits, network, question)
        if spec.task.kind.inputs is Form.SYMBOLS:
            return of_symbols(network, spec.task, batch)
        steps = next(module for module in network.modules() if isinstance(module, PictureSteps))
        chances = []
        for count in range(1, 1 + steps(batch.inputs).shape[1]):
            hook = steps.register_forward_hook(partial(shortened, count))
            try:
                chances.append(probabilities(network(batch), network))
            finally:
                hook.remove()
        numbers = [str(count) for count in range(1, 1 + len(chances))]
        drawn = panel(AFTER_EACH_STEP(), torch.cat(chances).T, spec.task.class_names(), numbers)
        return HeatMap(panels=[drawn], mark=marks_of(spec.task, batch, chances[-1])[0], asked=image_grid(batch.inputs))


def of_symbols(network: nn.Module, task: Task, batch: Batch) -> HeatMap:
    """The probabilities of all classes after each symbol of a batch of one."""
    every = range(1, 1 + batch.inputs.shape[1])
    chances = [probabilities(network(replace(batch, inputs=batch.inputs[:, :count])), network) for count in every]
    drawn = panel(AFTER_EACH_STEP(), torch.cat(chances).T, task.class_names(), input_symbols(task, batch))
    return HeatMap(panels=[drawn], mark=marks_of(task, batch, chances[-1])[0])


def shortened(count: int, module: nn.Module, inputs: object, sequence: Tensor) -> Tensor:
    """The first ``count`` steps of a sequence (batch, steps, inputs)."""
    return sequence[:, :count]
