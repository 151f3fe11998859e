"""Architectures and tasks as large as those that are to come, each one file: for measuring, not for learning.

Networks are of the sizes of those that they are named after; tasks have shapes, and no data.
"""

from itertools import cycle, islice
from pathlib import Path

ARCHITECTURE = '''"""A stand-in."""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.recurrent import LAYERS
from models.spec import Architecture, Batch, Kind, Shapes, setting


class StandIn(Architecture):
    """Stands for a network of its size."""

    title: ClassVar[str] = "{name}"
    text: ClassVar[str] = "A network that nobody trains, as large as one that somebody will."
    kinds: ClassVar[frozenset[Kind]] = frozenset({{{kinds}}})
{settings}
    def network(self, shapes: Shapes) -> nn.Module:
        return nn.Sequential(*layers(shapes))


def layers(shapes: Shapes) -> list[nn.Module]:
{body}
'''
SETTING = """
    choice{number}: int = setting(
        {number}, "Choice {number}", "More of it does more and takes longer; less of it is sooner over.",
        between=(1, 512), scale="log", layer=["layer{{}}"], group="Network",
    )
"""
PLAIN = """    found, before = [], shapes.inputs[0]
    for width in {widths}:
        found += [nn.Conv2d(before, width, 3, padding=1), nn.ReLU()]
        before = width
    return [*found, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(before, 4096), nn.Linear(4096, shapes.classes)]"""
RESIDUAL = """    found, before = [nn.Conv2d(shapes.inputs[0], 64, 7, 2, 3), nn.BatchNorm2d(64)], 64
    for width, count in zip((64, 128, 256, 512), {blocks}):
        for _ in range(count):
            found += [nn.Conv2d(before, width, 1), nn.BatchNorm2d(width), nn.Conv2d(width, width, 3, padding=1),
                      nn.BatchNorm2d(width), nn.Conv2d(width, 4 * width, 1), nn.BatchNorm2d(4 * width), nn.ReLU()]
            before = 4 * width
    return [*found, nn.Flatten(), nn.Linear(before, shapes.classes)]"""
RECURRENT = """    size = len(shapes.source) if shapes.source else shapes.inputs[-1]
    found = [LAYERS["{cell}"](size if place == 0 else 256, 256, batch_first=True) for place in range({depth})]
    return [*found, nn.Linear(256, len(shapes.target) if shapes.target else shapes.targets[-1])]"""
ATTENDING = """    found = [nn.Embedding(len(shapes.source), 256)]
    found += [nn.TransformerEncoderLayer(256, 8, 1024, batch_first=True) for _ in range({depth})]
    return [*found, nn.Linear(256, len(shapes.target))]"""
IMAGES, SEQUENCES = ("Kind.IMAGE_TO_CLASS",), ("Kind.SYMBOLS_TO_SYMBOLS", "Kind.WINDOW_TO_VALUES", "Kind.BITS_TO_BITS")
VGG = {11: (1, 1, 2, 2, 2), 13: (2, 2, 2, 2, 2), 16: (2, 2, 3, 3, 3), 19: (2, 2, 4, 4, 4)}
RESNET = {26: (2, 2, 2, 2), 50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}
BODIES = [
    ("lenet", IMAGES, PLAIN.format(widths=(6, 16))),
    *((f"vgg{depth}", IMAGES, PLAIN.format(
        widths=[width for width, count in zip((64, 128, 256, 512, 512), counts, strict=True) for _ in range(count)]))
      for depth, counts in VGG.items()),
    *((f"resnet{depth}", IMAGES, RESIDUAL.format(blocks=blocks)) for depth, blocks in RESNET.items()),
    *((f"{cell.lower()}{depth}", SEQUENCES, RECURRENT.format(cell=cell, depth=depth))
      for cell in ("SimpleRNN", "GRU", "LSTM") for depth in (1, 2, 4)),
    *((f"transformer{depth}", SEQUENCES[:1], ATTENDING.format(depth=depth)) for depth in (2, 6, 12)),
]  # fmt: skip
"""Name, kinds and how its layers are made."""

TASK = '''"""A stand-in."""

from typing import Any, ClassVar

import torch
from torch import Tensor

from models.spec import Batch, Kind, Question, Series, Shapes, Split, Splits, Task, setting
from models.spec.kinds import Alphabet


class StandIn(Task):
    """Stands for a task of its shapes."""

    title: ClassVar[str] = "{name}"
    text: ClassVar[str] = "A task that nobody learns, of the shapes of one that somebody will."
    kind: ClassVar[Kind] = {kind}
    series: ClassVar[dict[str, Series]] = {{"loss": Series("Loss"), "exact": Series("Right", headline=True)}}
{settings}
    def shapes(self) -> Shapes:
        letters = Alphabet(tuple("abcdefghijklmnopqrstuvwxyz .!"))
        return Shapes({shapes})

    def question(self) -> Question | None:
        return {question}

    def counts(self) -> tuple[int, int, int]:
        return 1000, 100, 100

    def splits(self, generator: torch.Generator) -> Splits:
        raise ValueError("There are no data.")

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        raise ValueError("There are no data.")

    def loss(self, outputs: Any, batch: Batch) -> Tensor:
        raise ValueError("There are no data.")

    def score(self, outputs: Any, batch: Batch) -> dict[str, Tensor]:
        raise ValueError("There are no data.")
'''
PICTURE = 'Question("drawing", "A drawing", size=({size}, {size}))'
TEXT = 'Question("text", "A text", "abc", "abc", 9)'
KINDS = [
    ("Kind.IMAGE_TO_CLASS", "(3, {size}, {size}), classes=10", PICTURE),
    ("Kind.SYMBOLS_TO_SYMBOLS", "({size},), ({size},), source=letters, target=letters", TEXT),
    ("Kind.WINDOW_TO_VALUES", "({size}, 1), (1, 1)", "None"),
    ("Kind.BITS_TO_BITS", "({size}, 8), ({size}, 8)", "None"),
]
"""Kind, its shapes at a size, and what may be asked."""


def write_stand_ins(folder: Path, architectures: int, tasks: int) -> None:
    """So many files of each, as ``--with`` takes them."""
    for part in ("architectures", "tasks"):
        (folder / part).mkdir()
    for number, (name, kinds, body) in enumerate(islice(cycle(BODIES), architectures)):
        file = folder / "architectures" / f"{name}_{number}.py"
        file.write_text(
            ARCHITECTURE.format(name=name, kinds=", ".join(kinds), settings=settings(10), body=body), "utf-8"
        )
    for number, (kind, shapes, question) in enumerate(islice(cycle(KINDS), tasks)):
        size = 16 + 4 * (number // len(KINDS))
        filled = {"shapes": shapes.format(size=size), "question": question.format(size=size)}
        file = folder / "tasks" / f"task_{number}.py"
        file.write_text(TASK.format(name=f"Task {number}", kind=kind, settings=settings(6), **filled), "utf-8")


def settings(count: int) -> str:
    return "".join(SETTING.format(number=number + 1) for number in range(count))
