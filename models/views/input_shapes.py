"""One example as three kinds of network are given it: what each is told of who stands beside whom.

Dense as in Rumelhart, Hinton and Williams 1986, convolutional as in LeCun et al. 1989, recurrent as in Elman 1990.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.look.arrays import panel, tiled, unlabelled
from models.look.marks import displayable
from models.look.pictures import HeatMap, Panel, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

DENSE = Sentence("dense-is-given", "dense: {count:whole} numbers in one row, no neighbours")
CONVOLUTIONAL = Sentence(
    "convolutional-is-given", "convolutional: {channels} × {height} × {width} numbers, each beside its neighbours"
)
FRAME_BY_FRAME = Sentence(
    "convolution-by-frame",
    "convolutional: {frames} times {channels} × {height} × {width} numbers, each beside its neighbours",
)
OVER_TIME = Sentence("convolution-over-time", "convolutional: {channels} × {steps} numbers, neighbours in time")
RECURRENT = Sentence("recurrent-is-given", "recurrent: {steps} steps, {count:whole} numbers in each, in turn")

FLATNESS = 32
"""How many times as wide as high a strip is that stands for one row of numbers."""


class InputShapes(View):
    """The first training example in one row, as it lies, and in steps."""

    title = "What networks are given"
    text = (
        "One example as a dense, a convolutional and a recurrent network is given it. The numbers are the same. A "
        "dense one sees a row of numbers without any order; a convolutional one knows which lie side by side; a "
        "recurrent one reads step by step and has to remember."
    )
    of_data = True
    rank = 4

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs in (Form.PICTURE, Form.SYMBOLS, Form.STORY, Form.WINDOW, Form.BITS, Form.FRAMES)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        split = splits.train
        device = next(iter(split.tensors.values())).device
        batch = spec.task.batch(split, torch.arange(1, device=device), generator(0, "views", device), training=False)
        if spec.task.kind.inputs is Form.PICTURE:
            return HeatMap(panels=of_picture(displayable(batch.inputs)[0].cpu()), mark=None)
        if spec.task.kind.inputs is Form.FRAMES:
            return HeatMap(panels=of_clip(batch.inputs[0].cpu()), mark=None)
        return HeatMap(panels=of_sequence(*sequence(spec.task, batch)), mark=None)


def of_picture(image: Tensor) -> list[Panel]:
    """(channels, height, width) of 0 to 1: a recurrent network reads row by row."""
    channels, height, width = image.shape
    steps = image.transpose(0, 1).flatten(1)  # (height, channels * width)
    return [
        strip(DENSE(count=image.numel()), image.flatten()),
        bare(CONVOLUTIONAL(channels=channels, height=height, width=width), tiled(image, channels)),
        bare(RECURRENT(steps=height, count=channels * width), apart(steps)),
    ]


def of_clip(clip: Tensor) -> list[Panel]:
    """(frames, channels, height, width) of 0 to 1: a recurrent network reads frame by frame."""
    frames, channels, height, width = clip.shape
    return [
        strip(DENSE(count=clip.numel()), clip.flatten()),
        bare(
            FRAME_BY_FRAME(frames=frames, channels=channels, height=height, width=width),
            tiled(clip.flatten(0, 1), frames * channels),
        ),
        bare(RECURRENT(steps=frames, count=channels * height * width), apart(clip.flatten(1)).repeat_interleave(8, 0)),
    ]


def of_sequence(values: Tensor, labels: Sequence[str]) -> list[Panel]:
    """(features, steps) of 0 to 1, and what each step is called."""
    features, steps = values.shape
    between = [label for one in labels for label in (one, "")][:-1]
    return [
        strip(DENSE(count=values.numel()), values.T.flatten()),
        panel(OVER_TIME(channels=features, steps=steps), values, unlabelled(features), list(labels)),
        panel(RECURRENT(steps=steps, count=features), apart(values.T).T, unlabelled(features), between),
    ]


def sequence(task: Task, batch: Batch) -> tuple[Tensor, list[str]]:
    """The first example as (features, steps) of 0 to 1: symbols one-hot, values from the least to the most."""
    alphabet = task.shapes().source
    if alphabet is not None:
        numbers = batch.inputs[0].flatten().cpu()
        if task.kind.inputs is Form.STORY:  # word by word, without what fills sentences up
            numbers = numbers[numbers != alphabet.symbols.index(alphabet.padding)]
        return functional.one_hot(numbers, len(alphabet)).T.float(), [alphabet.symbols[one] for one in numbers.tolist()]
    values = batch.inputs[0].cpu().T  # (features, steps)
    least, most = values.min(), values.max()
    return (values - least) / (most - least).clamp_min(1e-12), unlabelled(values.shape[1])


def strip(title: Text, values: Tensor) -> Panel:
    """(count) values side by side."""
    return bare(title, values.expand(max(1, len(values) // FLATNESS), -1))


def bare(title: Text, values: Tensor) -> Panel:
    """(rows, columns) without labels."""
    return panel(title, values, unlabelled(values.shape[0]), unlabelled(values.shape[1]))


def apart(rows: Tensor) -> Tensor:
    """(rows, columns) with a row of nothing between any two."""
    spaced = rows.new_zeros(2 * len(rows) - 1, rows.shape[1])
    spaced[::2] = rows
    return spaced
