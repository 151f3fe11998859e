"""The mistakes of which the network is surest."""

import torch
from torch import nn

from models.inside.answers import mark
from models.inside.confusion import answered
from models.inside.view import View, probabilities, to_device
from models.kinds import Kind, Splits
from models.pictures import ImageGrid, Picture
from models.randomness import generator
from models.sheets import ink, sheet
from models.spec import Spec, Task

SHOWN = 40


class Mistakes(View):
    """Wrong answers of the validation split, the surest first."""

    title = "Mistakes"
    text = (
        "Pictures that the network got wrong, the surest first. Look at them: some are hard for people too, and "
        "some labels are wrong."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind is Kind.IMAGE_TO_CLASS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        targets, answers, sure = (torch.cat(part) for part in zip(*answered(network, spec, splits), strict=True))
        wrong = (targets != answers).nonzero().squeeze(1)
        rows = wrong[sure[wrong].argsort(descending=True)][:SHOWN]
        if not len(rows):
            raise ValueError("There is no mistake to show: every picture of the validation split is read rightly.")
        right = len(targets) - len(wrong)
        device = next(network.parameters()).device
        batch = spec.task.batch(splits.validation, rows.to(device), generator(0, "views"), training=False)
        marks = mark(spec.task, batch, probabilities(network(to_device(batch, network))))
        height, width = batch.inputs.shape[-2:]
        drawn = sheet(ink(batch.inputs), columns=10)
        return ImageGrid(sheet=drawn, columns=10, height=height, width=width, marks=marks, right=right, of=len(targets))
