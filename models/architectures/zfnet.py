"""ZFNet: AlexNet after somebody had looked inside (Zeiler and Fergus 2013).

Its first filters are smaller and closer together, because those of AlexNet were found to miss what lies between coarse
and fine. What to watch: the filters of the first layer beside AlexNet's, and how few weights the change costs.
"""

from collections import OrderedDict
from itertools import pairwise
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
from models.layers.published import CONTEST_CLASSES, CONTEST_LATER, FirstOutputs, Resized
from models.layers.settings import local_response_setting, size_setting
from models.sentences import Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

ZFNET_READS = 224
ZFNET_SHARES = (6, 16, 24, 24, 16)
"""Maps of each convolution, times the width; 16 is the published width."""


class ZfNet(Architecture):
    """Five convolutions, three of them with pooling, and three dense layers."""

    title: ClassVar[str] = "ZFNet"
    text: ClassVar[str] = "AlexNet with smaller filters in the first layer, chosen after a look at what they learn."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("seeing-inside", "receptive-field"),
        sources=(Source("Zeiler and Fergus", 2013, "Visualizing and understanding convolutional networks"),),
        after=("architecture/alexnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2013
    contest: ClassVar[Text] = CONTEST_LATER(year="2012", errors=14.8, source="Zeiler and Fergus 2013")
    smallest: ClassVar[dict[str, Any]] = {"width": 1, "hidden": 16, "dropout": 0.0}

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 224 x 224 pixels in colour and knows 1,000 classes; the classroom's has the same "
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
    hidden: int = dense_units_setting(256)
    dropout: float = dense_dropout_setting()
    local_response: bool = local_response_setting(["norm{}"])

    def as_blocks(self, shapes: Shapes) -> dict[str, Any] | Text:
        if self.size == "published":
            return PUBLISHED_IS_LARGE()
        blocks: list[Block] = []
        for place, share in enumerate(ZFNET_SHARES, 1):
            kernel, stride = (5 if place < 3 else 3,), (2 if place == 2 else 1,)
            blocks.append(ConvolutionBlock(filters=self.width * share, kernel=kernel, stride=stride, padding="same"))
            blocks += [PoolingBlock(size=(3,), stride=(2,), padding="same")] if place in (1, 2, 5) else []
            blocks += [ResponseBlock()] if place < 3 and self.local_response else []
        return opened([*blocks, *dense_head(self.hidden, dropout_first=True)], dropout=self.dropout)

    def network(self, shapes: Shapes) -> nn.Module:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if self.size == "classroom":
            side = max(shapes.inputs[1:])
            for _ in range(4):
                side = -(-side // 2)
            maps = [self.width * share for share in ZFNET_SHARES]
            first, second = nn.Conv2d(shapes.inputs[0], maps[0], 5, 1, 2), nn.Conv2d(maps[0], maps[1], 5, 2, 2)
            layers |= self.convolutions(maps, first, second)
            layers |= self.dense(maps[-1] * side * side, self.hidden, shapes.classes)
        else:
            maps = [16 * share for share in ZFNET_SHARES]
            layers["resized"] = Resized(ZFNET_READS, 3)
            layers |= self.convolutions(maps, nn.Conv2d(3, maps[0], 7, 2, 1), nn.Conv2d(maps[0], maps[1], 5, 2))
            layers |= self.dense(maps[-1] * 6 * 6, 4096, CONTEST_CLASSES)
            layers["first"] = FirstOutputs(shapes.classes)
        network = PictureClassifier(layers)
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def convolutions(self, maps: list[int], *first: nn.Module) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        later = [nn.Conv2d(channels, outputs, 3, padding=1) for channels, outputs in pairwise(maps[1:])]
        for place, convolution in enumerate((*first, *later), 1):
            layers |= {f"conv{place}": convolution, f"activation{place}": nn.ReLU()}
            if place in (1, 2, 5):
                classroom = self.size == "classroom"
                layers[f"pool{place}"] = nn.MaxPool2d(3, 2, 1 if classroom else 0, ceil_mode=not classroom)
            if place < 3 and self.local_response:
                layers[f"norm{place}"] = LocalResponse()
        return layers

    def dense(self, width: int, units: int, classes: int) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=nn.Flatten())
        for place, inputs in enumerate((width, units), 1):
            layers[f"dropout{place}"] = Dropout(self.dropout)
            layers |= {f"dense{place}": nn.Linear(inputs, units), f"bend{place}": nn.ReLU()}
        layers["output"] = nn.Linear(units, classes)
        return layers
