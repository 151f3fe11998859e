"""From one picture to another: mixed dot by dot, and mixed in the code (Hinton and Salakhutdinov 2006)."""

import torch
from torch import Tensor, nn

from models.layers.coding import Coder
from models.look.coded import coder_of, labels_of
from models.look.pictures import Choice, Picture, PictureRow, PictureRows
from models.look.questions import pose, question_or_example
from models.look.sheet_rows import rows_of
from models.look.view import View, parted, to_device
from models.sentences import Sentence
from models.spec.kinds import Batch, Split, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec

DOTS = Sentence("mixed-dots", "Dots mixed")
CODES = Sentence("mixed-codes", "Codes mixed")
STEPS = 9
LOOKED_THROUGH = 500
DRAWN = "drawn:"
"""Before another drawing, as the other end."""


class Between(View):
    """Nine steps from the asked picture to a test picture of a class, or to another drawing."""

    title = "From one to another"
    text = (
        "On the left your drawing, or a held-out picture, on the right another. Above, both are mixed dot by dot: one "
        "fades into the other. Below, their codes are mixed and drawn: is there a digit at each step?"
    )
    group = "layers"
    asks = True
    has_example = True
    needs = Coder
    rank = 1

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        one = question_or_example(spec.task, splits, network, posed)
        firsts = first_of_each(spec, splits.test)
        chosen = part if part in firsts else list(firsts)[min(7, len(firsts) - 1)]
        if part.startswith(DRAWN):
            other = to_device(pose(spec.task, splits, part.removeprefix(DRAWN)), network)
            chosen = ""
        else:
            other = to_device(firsts[chosen], network)
        coder = coder_of(network)
        ends = coder.encode(torch.cat([one.inputs, other.inputs])).mean
        rows = mixed(torch.cat([one.targets, other.targets])), coder.decode(mixed(ends))
        names = spec.task.named(firsts)
        return PictureRows(
            rows=[PictureRow(title=DOTS()), PictureRow(title=CODES())],
            strip=rows_of(*rows),
            choices=[Choice(name=name, title=title) for name, title in zip(firsts, names, strict=True)],
            chosen=chosen,
            takes_drawing=True,
        )


def mixed(ends: Tensor) -> Tensor:
    """(2, …) -> from the first to the second in even steps, (steps, …)."""
    share = torch.linspace(0, 1, STEPS, device=ends.device).view(-1, *[1] * (ends.dim() - 1))
    return ends[0] * (1 - share) + ends[1] * share


def first_of_each(spec: Spec, split: Split) -> dict[str, Batch]:
    """The first picture of each class, by its name, each a batch of one."""
    batch = next(batches(spec.task, split, LOOKED_THROUGH))
    found: dict[str, Batch] = {}
    for row, label in enumerate(labels_of(spec.task, batch)):
        if label not in found:
            found[label] = Batch(batch.inputs[row : row + 1], batch.targets[row : row + 1])
    order = [name for name in spec.task.class_names() if name in found] or list(found)
    return {name: found[name] for name in order}
