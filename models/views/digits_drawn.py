"""Which digits a network draws, by the eyes of a fixed judge (classes covered: Srivastava et al., "VEEGAN", 2017)."""

import torch
from torch import Tensor, nn

from models.images.digit_judge import UNREADABLE, digits_read
from models.images.drawn_digits import DrawnDigits
from models.look.pictures import Count, Counts, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits, run
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

OF_DRAWN = Sentence("digits-of-drawn", "{covered:whole} of 10 digits in {count:whole} drawn pictures")
OF_REAL = Sentence("digits-of-real", "{covered:whole} of 10 digits in {count:whole} real pictures")
NOT_READ = Sentence("digit-not-read", "none")


class DigitsDrawn(View):
    """How often the fixed judge reads each digit in what is drawn, and in as many real pictures."""

    title = "Digits drawn"
    text = (
        "A judge that is always the same, a small network of ours, reads what is drawn: how often each digit, and how "
        "often none that it is sure of. A digit counts from 2 % of the pictures on. Few digits mean mode collapse: the "
        "forger has found some that pass."
    )
    group = "answers"
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, DrawnDigits)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        assert isinstance(spec.task, DrawnDigits)
        titles: list[Text] = []
        groups: list[list[Count]] = []
        batch = next(batches(spec.task, splits.validation))
        drawn, _ = run(network, batch)
        for said, pictures in ((OF_DRAWN, drawn), (OF_REAL, batch.targets)):
            found = read(pictures)
            covered = spec.task.corpus_score("covered", found)
            titles.append(said(covered=covered, count=len(pictures)))
            names = [*(Text(str(digit)) for digit in range(UNREADABLE)), NOT_READ()]
            groups.append([Count(label=name, count=count) for name, count in zip(names, found.tolist(), strict=True)])
        return Counts(titles=titles, groups=groups)


def read(pictures: Tensor) -> Tensor:
    """How many of the pictures (batch, 1, 28, 28) are read as each digit, and how many as none, (11)."""
    return torch.bincount(digits_read(pictures), minlength=UNREADABLE + 1)
