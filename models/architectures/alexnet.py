"""AlexNet: the network that won the contest of 2012 by ten points, and began it all (Krizhevsky et al. 2012).

What to watch: large filters first, then ever smaller maps; two towers, which were two graphics cards and hardly talk to
each other; and what dropout and local response normalisation are worth.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

import torch
from torch import nn

from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.opened import PUBLISHED_IS_LARGE, dense_head, opened
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.response import ResponseBlock
from models.layers.classifier import PictureClassifier
from models.layers.dense_head import dense_dropout_setting, dense_units_setting
from models.layers.dropout import Dropout
from models.layers.local_response import LocalResponse
from models.layers.published import CONTEST_CLASSES, CONTEST_WON, FirstOutputs, Resized
from models.layers.settings import local_response_setting, size_setting
from models.sentences import Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

PAPER_MAPS = (96, 256, 384, 384, 256)
TORCHVISION_MAPS = (64, 192, 384, 256, 256)
CLASSROOM_MAPS = (6, 16, 24, 24, 16)
"""Times the width; at 16 these are the paper's."""


class AlexNet(Architecture):
    """Five convolutions, three of them with pooling, and three dense layers."""

    title: ClassVar[str] = "AlexNet"
    text: ClassVar[str] = "Five convolutions and three dense layers: the network that won in 2012, with 15.3 % errors."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("dropout", "normalisation", "augmentation"),
        sources=(
            Source(
                "Krizhevsky, Sutskever and Hinton",
                2012,
                "ImageNet classification with deep convolutional neural networks",
            ),
        ),
        after=("architecture/lenet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2012
    contest: ClassVar[Text] = CONTEST_WON(year="2012", errors=15.3, others=26.2, source="Krizhevsky et al. 2012")
    smallest: ClassVar[dict[str, Any]] = {"width": 1, "hidden": 16, "dropout": 0.0}

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 227 x 227 pixels in colour and knows 1,000 classes; the classroom's has the same "
        "layers, smaller, and reads the pictures as they are."
    )
    width: int = setting(
        4,
        "Width",
        "So many times 6, 16, 24, 24 and 16 maps; 16 would be the published widths.",
        between=(1, 16),
        when={"size": ["classroom"]},
        layer=["conv{}"],
        group="Network",
        role="capacity",
    )
    towers: Literal["two", "one"] = setting(
        "two",
        "Towers",
        "Two: half of the maps read only their own half before them, but in the third convolution. It saves weights.",
        layer=["conv{}"],
        group="Network",
    )
    hidden: int = dense_units_setting(256)
    dropout: float = dense_dropout_setting()
    local_response: bool = local_response_setting(["norm{}"])
    form: Literal["paper", "torchvision"] = setting(
        "paper",
        "Form of the published one",
        "torchvision's has one tower with fewer maps, reads 224 x 224 and has no local response normalisation.",
        when={"size": ["published"]},
        group="Network",
        advanced=True,
    )

    def as_blocks(self, shapes: Shapes) -> dict[str, Any] | Text:
        if self.size == "published":
            return PUBLISHED_IS_LARGE()
        blocks: list[Block] = []
        towers = 2 if self.towers == "two" else 1
        for place, share in enumerate(CLASSROOM_MAPS, 1):
            kernel, stride = ((7,), (2,)) if place == 1 else ((5 if place == 2 else 3,), (1,))
            groups = 1 if place in (1, 3) else towers
            filters = self.width * share
            one = ConvolutionBlock(filters=filters, kernel=kernel, stride=stride, padding="same", groups=groups)
            blocks += [one, *([ResponseBlock()] if place < 3 and self.local_response else [])]
            blocks += [PoolingBlock(size=(3,), stride=(2,), padding="same")] if place in (1, 2, 5) else []
        return opened([*blocks, *dense_head(self.hidden, dropout_first=True)], dropout=self.dropout)

    def network(self, shapes: Shapes) -> nn.Module:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if self.size == "classroom":
            side = max(shapes.inputs[1:])
            for _ in range(4):
                side = -(-side // 2)
            maps = tuple(self.width * share for share in CLASSROOM_MAPS)
            layers |= self.convolutions(maps, nn.Conv2d(shapes.inputs[0], maps[0], 7, 2, 3))
            layers |= self.dense(maps[-1] * side * side, self.hidden, shapes.classes)
        else:
            paper = self.form == "paper"
            maps = PAPER_MAPS if paper else TORCHVISION_MAPS
            layers["resized"] = Resized(227 if paper else 224, 3)
            layers |= self.convolutions(maps, nn.Conv2d(3, maps[0], 11, 4, 0 if paper else 2))
            layers |= self.dense(maps[-1] * 6 * 6, 4096, CONTEST_CLASSES)
            layers["first"] = FirstOutputs(shapes.classes)
        network = PictureClassifier(layers)
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def convolutions(self, maps: tuple[int, ...], first: nn.Module) -> OrderedDict[str, nn.Module]:
        classroom = self.size == "classroom"
        plain = not classroom and self.form == "torchvision"
        towers = 2 if self.towers == "two" and not plain else 1
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        for place, outputs in enumerate(maps, 1):
            kernel, groups = (5 if place == 2 else 3), (1 if place == 3 else towers)
            later = place > 1 and nn.Conv2d(maps[place - 2], outputs, kernel, padding=kernel // 2, groups=groups)
            layers |= {f"conv{place}": later or first, f"activation{place}": nn.ReLU()}
            if place < 3 and self.local_response and not plain:
                layers[f"norm{place}"] = LocalResponse()
            if place in (1, 2, 5):
                layers[f"pool{place}"] = nn.MaxPool2d(3, 2, 1 if classroom else 0)
        return layers

    def dense(self, width: int, units: int, classes: int) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=nn.Flatten())
        for place, inputs in enumerate((width, units), 1):
            layers[f"dropout{place}"] = Dropout(self.dropout)
            layers |= {f"dense{place}": nn.Linear(inputs, units), f"bend{place}": nn.ReLU()}
        layers["output"] = nn.Linear(units, classes)
        return layers
