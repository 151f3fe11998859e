"""Does it still know the 7 when it is turned, moved or mirrored? Accuracy against angle and shift.

A convolution answers a shift with a shift; nothing in it answers a turn (Lenc and Vedaldi, "Understanding image
representations by measuring their equivariance and equivalence", 2015). What a network knows of turned pictures, it has
from turned pictures.
"""

import torch
from torch import Tensor, nn

from models.images.augmentation import matrices, transformed
from models.images.classification import ImageClassification
from models.look.arrays import line
from models.look.pictures import Charts, Lines, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Split, Splits, run
from models.spec.spec import Spec
from models.spec.task import Task

TURNED = Sentence("turned-pictures", "turned")
MIRRORED = Sentence("mirrored-pictures", "mirrored and turned")
ACROSS = Sentence("shifted-across", "moved across")
DOWN = Sentence("shifted-down", "moved up and down")
DEGREES = Sentence("degrees", "degrees")
PIXELS = Sentence("pixels-of-shift", "pixels")
RIGHT = Sentence("percent-right", "% right")
BY_ANGLE = Sentence("right-by-angle", "Right answers by angle")
BY_SHIFT = Sentence("right-by-shift", "Right answers by shift")

EXAMPLES = 200
MOST_DEGREES, EVERY_DEGREES = 180, 30
MOST_PIXELS, EVERY_PIXELS = 10, 2


class Invariance(View):
    """Right answers to held-out pictures turned by -180 to 180 degrees, moved by -10 to 10 pixels, mirrored."""

    title = "Turned and moved"
    text = (
        "The same held-out pictures, turned to the left and to the right, mirrored, and moved: how many are still "
        "named rightly? Where the line is high all along, the network does not mind; train with rotation or shift and "
        "see where it rises. A 6 on its head is a 9: not all can be right. Several runs share a picture: one line "
        "each, turned and moved across."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, ImageClassification) and task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        assert isinstance(spec.task, ImageClassification)
        shown = Shown(network, spec.task, splits.validation)
        angles = range(-MOST_DEGREES, MOST_DEGREES + 1, EVERY_DEGREES)
        shifts = range(-MOST_PIXELS, MOST_PIXELS + 1, EVERY_PIXELS)
        turns = {
            TURNED(): [shown.right(degrees=angle) for angle in angles],
            MIRRORED(): [shown.right(degrees=angle, mirrored=True) for angle in angles],
        }
        moves = {
            ACROSS(): [shown.right(across=shift) for shift in shifts],
            DOWN(): [shown.right(down=shift) for shift in shifts],
        }
        charts = [chart(BY_ANGLE(), turns, angles, DEGREES()), chart(BY_SHIFT(), moves, shifts, PIXELS())]
        return Charts(charts=charts, overlaid=True)


class Shown:
    """The first held-out pictures, to be shown to a network again and again."""

    def __init__(self, network: nn.Module, task: ImageClassification, split: Split) -> None:
        self.network, self.task, self.split = network, task, split.rows(0, EXAMPLES)
        self.images = task.pixels(self.split["images"])  # (examples, channels, height, width)
        self.labels = self.split["labels"]

    def right(self, degrees: float = 0, across: float = 0, down: float = 0, mirrored: bool = False) -> float:
        """How many of a hundred are named rightly, mirrored, then turned to the right, then moved right and down."""
        images = self.images.flip(3) if mirrored else self.images
        # A pixel looks where it comes from: what moves right looks to the left.
        wanted = images.new_tensor([degrees, -down, -across, 0, 1, 1]).view(6, 1)
        looks = matrices(wanted[0], wanted[1:3].unbind(), wanted[3], wanted[4:].unbind())
        seen = transformed(images, looks.expand(len(images), -1, -1))
        batch = Batch(self.task.preprocessed(seen, self.split.shared), self.labels)
        outputs: Tensor = run(self.network, batch)[0]
        return 100 * (outputs.argmax(-1) == self.labels).double().mean().item()


def chart(title: Text, lines: dict[Text, list[float]], places: range, across: Text) -> Lines:
    """Shares of right answers, each (places), from 0 to 100."""
    return Lines(
        title=title,
        start=places.start,
        step=places.step,
        count=len(places),
        lowest=0,
        highest=100,
        unit=RIGHT(),
        across=across,
        at=0,
        lines=[line(name, torch.tensor(values)) for name, values in lines.items()],
    )
