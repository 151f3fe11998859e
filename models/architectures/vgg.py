"""VGG: nothing but 3 x 3 filters, one after another, and ever more of them (Simonyan and Zisserman 2014).

What to watch: two small filters see as much as one large one and need fewer weights; most weights are in the dense
layers all the same. And deeper is not always better without skips or normalisation.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

import torch
from torch import nn

from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.opened import PUBLISHED_IS_LARGE, dense_head, opened
from models.layers.blocks.pooling import PoolingBlock
from models.layers.chain import Chain
from models.layers.classifier import PictureClassifier
from models.layers.dense_head import dense_dropout_setting, dense_units_setting
from models.layers.dropout import Dropout
from models.layers.published import CONTEST_CLASSES, CONTEST_SECOND, FirstOutputs, Resized
from models.layers.settings import normalisation_setting, size_setting
from models.sentences import Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

VGG_READS = 224
CONVOLUTIONS = {"11": (1, 1, 2, 2, 2), "13": (2, 2, 2, 2, 2), "16": (2, 2, 3, 3, 3), "19": (2, 2, 4, 4, 4)}
"""Of each of the five stages, by the number of layers with weights."""


class Vgg(Architecture):
    """Five stages of convolutions, each ended by pooling; then three dense layers."""

    title: ClassVar[str] = "VGG"
    text: ClassVar[str] = "Small filters alone, many layers of them: the second of the 2014 contest."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("small-filters", "receptive-field", "cost"),
        sources=(
            Source(
                "Simonyan and Zisserman", 2014, "Very deep convolutional networks for large-scale image recognition"
            ),
        ),
        after=("architecture/alexnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2014
    contest: ClassVar[Text] = CONTEST_SECOND(year="2014", errors=7.3, source="Simonyan and Zisserman 2014")
    smallest: ClassVar[dict[str, Any]] = {"width": 4, "hidden": 16, "dropout": 0.0}

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 224 x 224 pixels in colour and knows 1,000 classes; the classroom's has fewer "
        "maps and reads the pictures as they are."
    )
    depth: Literal["11", "13", "16", "19"] = setting(
        "11",
        "Layers with weights",
        "Deeper networks combine more, and without normalisation begin more slowly.",
        layer=["stage{}.conv{}"],
        group="Network",
    )
    width: int = setting(
        12,
        "Maps of the first stage",
        "The next three stages have twice, four times and eight times as many. More find more and cost time.",
        between=(2, 64),
        when={"size": ["classroom"]},
        layer=["stage{}.conv{}"],
        group="Network",
        role="capacity",
    )
    hidden: int = dense_units_setting(128)
    dropout: float = dense_dropout_setting()
    normalisation: bool = normalisation_setting(["stage{}.conv{}", "stage{}.norm{}"], default=False)

    def as_blocks(self, shapes: Shapes) -> dict[str, Any] | Text:
        if self.size == "published":
            return PUBLISHED_IS_LARGE()
        blocks: list[Block] = []
        for stage, convolutions in enumerate(CONVOLUTIONS[self.depth]):
            filters = self.width << min(stage, 3)
            one = ConvolutionBlock(filters=filters, padding="same", normalised=self.normalisation)
            blocks += [*[one] * convolutions, PoolingBlock(rounding="up")]
        blocks += dense_head(self.hidden, dropout_first=False)
        return opened(blocks, dropout=self.dropout, initialisation="He outgoing")

    def network(self, shapes: Shapes) -> nn.Module:
        published = self.size == "published"
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        channels, side = shapes.inputs[0], VGG_READS
        if published:
            layers["resized"], channels = Resized(VGG_READS, 3), 3
        else:
            side = max(shapes.inputs[1:])
        for stage, convolutions in enumerate(CONVOLUTIONS[self.depth]):
            maps = (64 if published else self.width) << min(stage, 3)
            layers[f"stage{stage + 1}"] = self.stage(channels, maps, convolutions)
            channels, side = maps, -(-side // 2)
        layers["flatten"] = nn.Flatten()
        width = channels * side * side
        for place in (1, 2):
            units = 4096 if published else self.hidden
            layers |= {f"dense{place}": nn.Linear(width, units), f"activation{place}": nn.ReLU()}
            layers[f"dropout{place}"] = Dropout(self.dropout)
            width = units
        layers["output"] = nn.Linear(width, CONTEST_CLASSES if published else shapes.classes)
        if published:
            layers["first"] = FirstOutputs(shapes.classes)
        network = PictureClassifier(layers)
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def stage(self, channels: int, maps: int, convolutions: int) -> nn.Module:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        for place in range(1, convolutions + 1):
            layers[f"conv{place}"] = nn.Conv2d(channels, maps, 3, padding=1)
            if self.normalisation:
                layers[f"norm{place}"] = nn.BatchNorm2d(maps)
            layers[f"activation{place}"] = nn.ReLU()
            channels = maps
        layers["pool"] = nn.MaxPool2d(2, ceil_mode=True)
        return Chain(layers)
