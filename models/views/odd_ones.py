"""The odd one out: pictures that are made again worst, and errors of known classes against the one left out.

Japkowicz, Myers and Gluck 1995.
"""

import torch
from torch import Tensor, nn

from models.images.again import Again, picture_errors
from models.images.odd_one import error_counts, told_apart
from models.look.arrays import floats
from models.look.coded import labels_of
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.pictures import Lines, NamedLine, Picture, PictureRow, PictureRows
from models.look.sheet_rows import rows_of
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

WORST = Sentence("odd-worst", "Made again worst")
MADE = Sentence("odd-made", "What comes out")
TITLE = Sentence("odd-histogram", "How many pictures are off by so much")
ERROR = Sentence("odd-error", "off by, per dot")
SHARE = Sentence("odd-share", "share of the pictures, %")
KNOWN = Sentence("odd-known", "classes that were learnt")
ODD = Sentence("odd-odd", "{name}, left out")
ALL = Sentence("odd-all", "all pictures")
AMONG = Sentence(
    "odd-among",
    "Of the {shown} worst, {odd} are {name}. By the error alone {name} is told in {share:whole} of 100 pairs.",
)
NONE_OUT = Sentence("odd-none-out", "No class is left out: set one under Data, and see whether it stands out here.")
FEWEST, MOST, SHOWN, BINS = 500, 2000, 12, 30


class OddOnes(View):
    """The worst of the test pictures, and two histograms of errors as lines."""

    title = "Odd one out"
    text = (
        "A network that has only met nine classes draws the tenth as if it were one of them. So the error tells what "
        "is odd, without anybody saying what odd things look like. Below, the worst of all."
    )
    group = "answers"
    rank = 3

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, Again)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task = spec.task
        assert isinstance(task, Again)
        most = affordable(network, one_example(task, network, splits.test, 0), FEWEST, MOST)
        batch = to_device(next(batches(task, splits.test, most)), network)
        outputs = network(batch)
        squares = picture_errors(outputs, batch.targets)
        odd, errors = task.odd_pictures(batch), squares.sqrt().cpu()
        worst = squares.topk(min(SHOWN, len(squares))).indices
        labels = labels_of(task, batch)
        names = task.named([labels[row] for row in worst.tolist()])
        told = NONE_OUT()
        lines = [(ALL(), errors)]
        if task.odd_class() >= 0:
            name = task.class_names()[task.odd_class()]
            share = 100 * told_apart(error_counts(squares, odd))
            told = AMONG(shown=len(worst), odd=int(odd[worst].sum()), name=name, share=share)
            lines = [(KNOWN(), errors[~odd.cpu()]), (ODD(name=name), errors[odd.cpu()])]
        return PictureRows(
            rows=[PictureRow(title=WORST(), notes=names), PictureRow(title=MADE())],
            strip=rows_of(batch.targets[worst], outputs[worst]),
            chart=histogram(lines, float(errors.max())),
            remarks=[told],
        )


def histogram(sorts: list[tuple[Text, Tensor]], highest: float) -> Lines:
    """Of each sort of pictures the share, in percent, whose error (count) lies in each bin."""
    width = max(highest, 1e-6) / BINS
    shares = [100 * torch.histc(errors, BINS, 0, width * BINS) / max(1, len(errors)) for _, errors in sorts]
    lines = [NamedLine(name=name, values=floats(share)) for (name, _), share in zip(sorts, shares, strict=True)]
    top = max(float(share.max()) for share in shares)
    return Lines(
        title=TITLE(), start=width / 2, step=width, count=BINS, lowest=0.0, highest=top * 1.05, unit=SHARE(),
        across=ERROR(), lines=lines,
    )  # fmt: skip
