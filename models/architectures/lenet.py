"""LeNet-5: the first convolutional network in daily use; it read the amounts on cheques (LeCun et al. 1998).

What to watch: 60,000 weights where a dense network of the same width needs many more, and how little is lost or won by
each of the paper's choices once it is replaced by today's.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

import torch
from torch import nn

from models.layers.blocks.activation import ActivationBlock
from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.opened import PUBLISHED_IS_LARGE, opened
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.radial import RadialBlock
from models.layers.classifier import PictureClassifier
from models.layers.partial import LENET_TABLE, PartialConv2d
from models.layers.published import Resized
from models.layers.radial import HEIGHT, WIDTH, RadialOutput
from models.layers.scaled_tanh import ScaledTanh
from models.layers.settings import size_setting
from models.layers.subsampling import Subsampling
from models.sentences import Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

FRAME = 32
"""Pixels on a side in the paper: the digits of MNIST with two rows of paper around them."""
LENET_ACTIVATIONS = {"scaled tanh": ScaledTanh, "ReLU": nn.ReLU}


class LeNet(Architecture):
    """Two convolutions with subsampling, then two dense layers and the output."""

    title: ClassVar[str] = "LeNet-5"
    text: ClassVar[str] = "Two convolutions and three dense layers: the network that read cheques in 1998."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("weight-sharing", "pooling", "shift"),
        sources=(
            Source(
                "LeCun, Bottou, Bengio and Haffner", 1998, "Gradient-based learning applied to document recognition"
            ),
        ),
        after=("architecture/convnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 1998
    smallest: ClassVar[dict[str, Any]] = {"size": "classroom"}

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 32 x 32 pixels; the classroom's reads the pictures as large as they are."
    )
    connections: Literal["partial", "full"] = setting(
        "partial",
        "Connections",
        "Partial: each of the 16 maps reads three to six of the 6 before, which saves weights and makes them differ. "
        "Full: every map reads all.",
        layer=["conv2"],
        group="Network",
    )
    subsampling: Literal["trainable", "average", "max"] = setting(
        "trainable",
        "Subsampling",
        "Trainable weighs the mean of four places, as in 1998; average has no weights, max keeps the strongest.",
        layer=["pool{}"],
        group="Network",
    )
    activation: Literal["scaled tanh", "ReLU"] = setting(
        "scaled tanh",
        "Activation",
        "Scaled tanh is that of 1998; ReLU keeps slopes alive and learns faster.",
        layer=["activation{}"],
        group="Network",
        weightless=True,
    )
    output: Literal["radial", "dense"] = setting(
        "radial",
        "Output",
        "Radial compares 84 units with a fixed little picture of each class; dense learns a weight for each of them.",
        layer=["output"],
        group="Network",
    )

    def as_blocks(self, shapes: Shapes) -> dict[str, Any] | Text:
        sides, published = shapes.inputs[1:], self.size == "published"
        if published and sides not in ((28, 28), (FRAME, FRAME)):
            return PUBLISHED_IS_LARGE()
        bend = ActivationBlock(activation=self.activation)
        pool = PoolingBlock(kind=self.subsampling)
        first = ConvolutionBlock(
            filters=6,
            kernel=(5,),
            padding="same" if published and sides == (28, 28) else "valid",
            activation=self.activation,
        )
        kind = "partial" if self.connections == "partial" else "standard"
        second = ConvolutionBlock(kind=kind, filters=16, kernel=(5,), activation=self.activation)
        blocks: list[Block] = [first, pool, bend, second, pool, bend]
        blocks += [DenseBlock(units=units, activation=self.activation) for units in (120, HEIGHT * WIDTH)]
        return opened([*blocks, RadialBlock()] if self.output == "radial" else blocks)

    def network(self, shapes: Shapes) -> nn.Module:
        channels, *sides = shapes.inputs
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        edge = 0
        if self.size == "published":
            if sides not in ([28, 28], [FRAME, FRAME]):
                layers["resized"] = Resized(FRAME, channels)
            edge = 2 if sides == [28, 28] else 0
            sides = [FRAME, FRAME]
        bend = LENET_ACTIVATIONS[self.activation]
        layers["conv1"] = nn.Conv2d(channels, 6, 5, padding=edge)
        layers |= {"activation1": bend(), "pool1": self.pool(6), "activation2": bend()}
        layers["conv2"] = PartialConv2d(6, LENET_TABLE, 5) if self.connections == "partial" else nn.Conv2d(6, 16, 5)
        layers |= {"activation3": bend(), "pool2": self.pool(16), "activation4": bend(), "flatten": nn.Flatten()}
        down, across = (((side - 4) // 2 - 4) // 2 for side in sides)
        layers |= {"dense1": nn.Linear(16 * down * across, 120), "activation5": bend()}
        layers |= {"dense2": nn.Linear(120, HEIGHT * WIDTH), "activation6": bend()}
        radial = self.output == "radial"
        layers["output"] = RadialOutput(shapes.classes) if radial else nn.Linear(HEIGHT * WIDTH, shapes.classes)
        network = PictureClassifier(layers)
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def pool(self, channels: int) -> nn.Module:
        if self.subsampling == "trainable":
            return Subsampling(channels)
        return nn.MaxPool2d(2) if self.subsampling == "max" else nn.AvgPool2d(2)
