"""Labels made wrong on purpose, to see what a network does with them."""

import torch
from torch import Tensor


def mislabelled(labels: Tensor, classes: int, share: float, generator: torch.Generator) -> Tensor:
    """``labels`` (count), a ``share`` of them replaced by another of the ``classes``, each as likely as the others.

    The wrong labels of a smaller share are among those of a larger one.
    """
    rows = torch.randperm(len(labels), generator=generator)[: round(share * len(labels))]
    away = torch.randint(1, classes, (len(rows),), generator=generator)
    wrong = labels.clone()
    wrong[rows] = (labels[rows] + away) % classes
    return wrong
