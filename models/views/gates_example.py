"""States and gates of a recurrent network for an example: where nobody can ask a question of one's own."""

import torch
from torch import nn

from models.look.arrays import unlabelled
from models.look.pictures import HeatMap, Picture
from models.look.recurrent import RECURRENT, given_to
from models.look.view import View, modules_of, to_device
from models.spec.kinds import Batch, Form, Split, Splits, run
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task
from models.views.gates import panels_of
from models.views.heads import longest

LABELLED = 42
"""Steps that have room for a number each."""


class GatesExample(View):
    """States and gates over time, a heat map each, of one example of the validation split."""

    title = "Gates"
    text = (
        "The network reads a held-out example: the last window, where windows are read, with the state that was kept "
        "until then, or else the longest sequence. Each column is a step in time; those of a window count how long it "
        "is until what is foretold. Each row is one unit. The state is what the network holds: orange is negative, "
        "blue positive. Gates are dark where they are open."
    )
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        if task.question() is not None or task.kind.inputs not in (Form.WINDOW, Form.BITS):
            return False
        return any(isinstance(one, RECURRENT) for one in modules_of(task, architecture))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = example(network, spec, splits.validation)
        with given_to(network) as calls:
            run(network, batch)
        if not calls:
            raise ValueError("This network has no recurrent layer to look at.")
        return HeatMap(panels=list(panels_of(network, calls, steps(spec.task, batch), [])), mark=None)


def example(network: nn.Module, spec: Spec, split: Split) -> Batch:
    """The last window, with the state that is kept until there, or the longest sequence; a batch of one."""
    if spec.task.kind.inputs is not Form.WINDOW:
        return to_device(longest(spec.task, split), network)
    every, last, state = spec.architecture.at_once(spec.task), len(split) - 1, None
    for row in range(last % every, last, every):
        state = run(network, window(spec.task, network, split, row).after(state))[1]
    return window(spec.task, network, split, last).after(state)


def window(task: Task, network: nn.Module, split: Split, row: int) -> Batch:
    """One window of the split where the network is."""
    rows = torch.tensor([row], device=next(iter(split.tensors.values())).device)
    return to_device(task.batch(split, rows, generator(0, "views"), training=False), network)


def steps(task: Task, batch: Batch) -> list[str]:
    """Numbers of the steps, as many as can be read; those of a window count down to what comes after it."""
    count = batch.inputs.shape[1]
    if count > LABELLED:
        return unlabelled(count)
    return [str(count - step if task.kind.inputs is Form.WINDOW else step + 1) for step in range(count)]
