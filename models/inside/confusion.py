"""Which classes are taken for which: the confusion matrix of the validation split."""

import torch
from torch import Tensor, nn

from models.inside.view import View
from models.kinds import Kind, Splits
from models.measures import batches
from models.packing import panel
from models.pictures import HeatMap, Picture
from models.spec import Spec, Task


class Confusion(View):
    """Rows are what it is, columns what the network said; each row adds up to all of that class."""

    title = "Confusion"
    text = (
        "Each row is what a picture shows, each column what the network said. A good network is dark on the "
        "diagonal; a dark cell beside it is a pair that it confuses."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind is Kind.IMAGE_TO_CLASS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        classes = spec.task.shapes().classes
        counts = torch.zeros(classes, classes)
        for targets, answers, _ in answered(network, spec, splits):
            counts += torch.bincount(targets * classes + answers, minlength=classes**2).view(classes, classes)
        shares = counts / counts.sum(1, keepdim=True).clamp_min(1)
        names = [str(one) for one in range(classes)]
        return HeatMap(panels=[panel("what it is, and what it was taken for", shares, names, names)], mark=None)


def answered(network: nn.Module, spec: Spec, splits: Splits) -> list[tuple[Tensor, Tensor, Tensor]]:
    """For each batch of the validation split, on the host: what it is, what was answered, how sure."""
    found = []
    for batch in batches(spec.task, splits.validation):
        best = network(batch).softmax(-1).max(-1)
        found.append((batch.targets.cpu(), best.indices.cpu(), best.values.cpu()))
    return found
