"""What a network draws from noise, always the same (as in Goodfellow et al. 2014 and Radford et al. 2015)."""

import torch
from torch import Tensor, nn

from models.look.pictures import ImageGrid, Picture
from models.look.png import ink, sheet
from models.look.view import View
from models.spec.kinds import Form, Split, Splits, run
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

SHOWN, COLUMNS = 64, 16
FAINT = 0.45
"""How dark the real pictures are, beside those that were drawn."""
GAP = 4
"""Dots of paper between a pair and the next below it."""


class Samples(View):
    """The first pictures that the network draws when it is asked for some, each above the real one that is nearest."""

    title = "Samples"
    text = (
        "Pictures that the network makes up, always from the same noise, so that you can watch each take shape. If "
        "many look alike, it has found one that passes and draws nothing else. Below each, in grey, is the training "
        "picture that is nearest to it: where both are the same it has learnt by heart."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.NOISE and task.kind.targets is Form.PICTURE

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = next(batches(spec.task, splits.validation, SHOWN))
        drawn, _ = run(network, batch)
        assert isinstance(drawn, torch.Tensor)
        pairs = torch.cat(
            [drawn, FAINT * nearest(drawn, spec.task, splits.train)], 2
        )  # (shown, channels, 2 height, width)
        cells = nn.functional.pad(pairs, (0, 0, 0, GAP))
        height, width = cells.shape[-2:]
        pictures = sheet(ink(cells), columns=COLUMNS)
        return ImageGrid(sheet=pictures, columns=COLUMNS, height=height, width=width, marks=[], right=0, of=0)


def nearest(drawn: Tensor, task: Task, split: Split) -> Tensor:
    """The pictures of the split that are nearest to ``drawn``, dot by dot, both (count, channels, height, width)."""
    best, found = drawn.new_full((len(drawn),), float("inf")), torch.zeros_like(drawn)
    for batch in batches(task, split):
        distances = torch.cdist(drawn.flatten(1), batch.targets.flatten(1))  # (count, batch)
        closest, rows = distances.min(1)
        closer = closest < best
        best = torch.where(closer, closest, best)
        found[closer] = batch.targets[rows[closer]]
    return found
