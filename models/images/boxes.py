"""Where is it? What tasks have in common that ask for a box: loss, scores, and how a box is drawn on its picture.

A box is left, top, right and bottom as shares of the picture's sides. How well two boxes agree is what they share over
what they cover together (intersection over union; Jaccard 1912, Everingham et al. 2010).
"""

from typing import ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.spec.kinds import Batch, Series, Splits
from models.spec.task import Task

ENOUGH = 0.5
"""Of the overlap: from here on a box counts as found, as in the PASCAL contests."""
TRUE_COLOUR, ANSWER_COLOUR = (0.0, 0.45, 0.70), (0.85, 0.35, 0.0)
"""Blue and orange, which people with any sort of colour vision tell apart."""


class Boxes(Task):
    """The box of one thing in a picture, (4)."""

    guess: ClassVar[str] = "taking the mean box"
    fused_loss: ClassVar[Literal["", "cross-entropy", "mean squared error"]] = "mean squared error"
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Mean squared error of the four numbers; 1 would be a whole side of the picture."),
        "found": Series(
            "Boxes found",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of boxes that overlap the right one by at least 50 %: what both cover, over what either does.",
        ),
        "overlap": Series(
            "Overlap",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Mean overlap of the box with the right one: what both cover, over what either does.",
        ),
    }

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Boxes (batch, 4) -> mean of the batch, ()."""
        return functional.mse_loss(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        shared = overlap(outputs, batch.targets)  # (batch,)
        every = shared.new_full((), len(shared))
        return {
            "found": torch.stack([(shared >= ENOUGH).sum().to(shared.dtype), every]),
            "overlap": torch.stack([shared.sum(), every]),
        }

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The mean box of what is learnt from, always."""
        rows = [torch.arange(len(one)) for one in (splits.train, splits.validation)]
        draws = torch.Generator().manual_seed(0)
        train, held_out = (
            self.batch(one, some, draws, training=False)
            for one, some in zip((splits.train, splits.validation), rows, strict=True)
        )
        mean = train.targets.mean(0).expand_as(held_out.targets)
        scores = {name: (pair[0] / pair[1]).item() for name, pair in self.score(mean, held_out).items()}
        return {"loss": self.loss(mean, held_out).item(), **scores}


def overlap(boxes: Tensor, others: Tensor) -> Tensor:
    """Of boxes and others, each (batch, 4), what both cover over what either does, (batch); 0 of a box inside out."""
    corner, end = torch.maximum(boxes[:, :2], others[:, :2]), torch.minimum(boxes[:, 2:], others[:, 2:])
    both = (end - corner).clamp_min(0).prod(1)
    first, second = ((one[:, 2:] - one[:, :2]).clamp_min(0).prod(1) for one in (boxes, others))
    return both / (first + second - both).clamp_min(1e-9)


def with_boxes(images: Tensor, boxes: Tensor, colour: tuple[float, float, float]) -> Tensor:
    """Pictures (batch, 1 or 3, height, width) of 0 to 1 for ink, in colour, each with the outline of a box (batch, 4).

    A box that reaches beyond its picture ends at the edge.
    """
    drawn = images.expand(-1, 3, -1, -1).clone()
    height, width = drawn.shape[2:]
    sizes = boxes.new_tensor([width, height, width, height])
    ink = 1 - drawn.new_tensor(colour).view(3, 1)
    for picture, box in zip(drawn, (boxes * sizes).round().long().tolist(), strict=True):
        left, right = (min(max(one, 0), width - 1) for one in (box[0], box[2] - 1))
        top, bottom = (min(max(one, 0), height - 1) for one in (box[1], box[3] - 1))
        left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
        for row in (top, bottom):
            picture[:, row, left : right + 1] = ink
        for column in (left, right):
            picture[:, top : bottom + 1, column] = ink
    return drawn
