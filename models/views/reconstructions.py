"""Originals and what a network makes of them (Hinton and Salakhutdinov 2006, figure 2)."""

import torch
from torch import Tensor, nn

from models.images.again import Again, picture_errors
from models.look.pictures import Picture, PictureRow, PictureRows
from models.look.questions import pose
from models.look.sheet_rows import rows_of
from models.look.view import View, to_device
from models.sentences import Sentence
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

ORIGINAL = Sentence("row-original", "The clean picture")
FED = Sentence("row-fed", "What goes in")
MADE = Sentence("row-made", "What comes out")
MEANING = Sentence(
    "row-numbers", "Below each: how far a dot is off, as a root mean square. {error} on the mean of these."
)
SHOWN = 12


class Reconstructions(View):
    """Held-out pictures, always the same, a person's own drawing first."""

    title = "Made again"
    text = (
        "Above a picture that was never learnt from, below what the network makes of it, always the same ones. Draw, "
        "and your own comes first."
    )
    group = "answers"
    asks = True
    has_example = True
    rank = 0

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, Again)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(next(batches(spec.task, splits.test, SHOWN)), network)
        if question:
            own = to_device(pose(spec.task, splits, question), network)
            batch = Batch(first(own.inputs, batch.inputs), first(own.targets, batch.targets))
        outputs = network(batch)
        errors = picture_errors(outputs, batch.targets).sqrt()
        rows = [batch.targets, batch.inputs, outputs]
        titles = [PictureRow(title=ORIGINAL()), PictureRow(title=FED())]
        titles.append(PictureRow(title=MADE(), notes=[f"{error:.2f}" for error in errors.tolist()]))
        if torch.equal(batch.inputs, batch.targets):
            del rows[1], titles[1]
        return PictureRows(
            rows=titles, strip=rows_of(*rows), remarks=[MEANING(error=f"{float(errors.square().mean().sqrt()):.3f}")]
        )


def first(own: Tensor, others: Tensor) -> Tensor:
    """(1, …) and (count, …) -> (count, …), the last left out."""
    return torch.cat([own, others[:-1]])
