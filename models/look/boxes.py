"""Pictures with the box that a network draws around something, and the right one where that is known."""

import torch
from torch import Tensor

from models.images.boxes import ANSWER_COLOUR, ENOUGH, TRUE_COLOUR, overlap, with_boxes
from models.look.marks import displayable, image_grid
from models.look.pictures import ImageGrid, Mark
from models.sentences import Sentence
from models.spec.kinds import Batch

BOX_COLOURS = Sentence(
    "box-colours",
    "The right box is blue, the network's orange. Below each picture: how far the two overlap, what both cover over "
    "what either does. From 50 % on it counts as found.",
)
BOX_ANSWERED = Sentence("box-answered", "The network's box is orange.")
OVERLAP = Sentence("box-overlap", "{share:percent}")
BOX_IN_PIXELS = Sentence("box-in-pixels", "columns {left} to {right}, rows {top} to {bottom}")


def true_boxes(batch: Batch) -> Tensor:
    """Pictures (batch, 3, height, width), each with its right box."""
    return with_boxes(displayable(batch.inputs), batch.targets, TRUE_COLOUR)


def answered_boxes(batch: Batch, boxes: Tensor, columns: int = 10) -> ImageGrid:
    """Pictures with the network's ``boxes`` (batch, 4) and, where it is known, the right one; each with its mark."""
    known = bool(batch.targets.isfinite().all())
    images = true_boxes(batch) if known else displayable(batch.inputs)
    drawn = image_grid(with_boxes(images, boxes, ANSWER_COLOUR), columns)
    shares = overlap(boxes, batch.targets).tolist() if known else []
    marks = [Mark(answer=OVERLAP(share=share), right=share >= ENOUGH) for share in shares]
    if not known:
        height, width = batch.inputs.shape[-2:]
        pixels = boxes.cpu() * torch.tensor([width, height, width, height])
        names = "left", "top", "right", "bottom"
        marks = [
            Mark(answer=BOX_IN_PIXELS(**dict(zip(names, one, strict=True)))) for one in pixels.round().long().tolist()
        ]
    right = sum(bool(one.right) for one in marks)
    remarks = [BOX_COLOURS() if known else BOX_ANSWERED()]
    return drawn.model_copy(update={"marks": marks, "right": right, "of": len(shares), "remarks": remarks})
