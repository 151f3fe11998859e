"""Originals beside what the network is fed in their place: augmentation, seen (Simard et al. 2003)."""

import torch
from torch import nn

from models.images.classification import ImageClassification
from models.look.marks import displayable, image_grid
from models.look.pictures import Picture
from models.look.view import View
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

SHOWN, TIMES = 8, 7


class Augmented(View):
    """A row for each of some training pictures: as it is, then as it is fed the first few times."""

    title = "What is fed"
    text = (
        "On the left training pictures as they are; in each row what the network is fed in place of one, seven times. "
        "What is mirrored, turned, moved or standardised is set under Augmentation and Preprocessing."
    )
    of_data = True
    rank = 3

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, ImageClassification)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task, split = spec.task, splits.train
        assert isinstance(task, ImageClassification)
        device = split["images"].device
        rows = torch.randperm(len(split), generator=generator(0, "views"))[:SHOWN].to(device)
        noise = generator(0, "views", device)
        fed = [task.batch(split, rows, noise, training=True).inputs for _ in range(TIMES)]
        original = task.pixels(split.take("images", rows))
        paper = torch.zeros_like(original)  # between the originals and what is fed
        columns = [original, paper, *map(displayable, fed)]
        return image_grid(torch.stack(columns, 1).flatten(0, 1), columns=len(columns))
