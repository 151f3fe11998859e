"""ResNet: blocks that add to what came, so that a hundred layers learn where twenty plain ones fail (He et al. 2015).

What to watch: take the skips out and make it deeper. The plain network gets worse although it could do more, and the
slopes of its first layers are the reason.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

import torch
from pydantic import field_validator
from torch import nn

from models.layers.blocks.average import AverageBlock
from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.opened import PUBLISHED_IS_LARGE, opened
from models.layers.blocks.residual import ResidualBlock
from models.layers.classifier import PictureClassifier
from models.layers.published import CONTEST_CLASSES, CONTEST_ERRORS, FirstOutputs, Resized
from models.layers.residual import PaddedSkip, Residual
from models.layers.settings import normalisation_setting, size_setting
from models.sentences import Sentence, Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import refusal, setting

DEPTH_NOT_WHOLE_BLOCKS = Sentence(
    "depth-not-whole-blocks", "Three stages of blocks make 8, 14, 20 … layers, not {depth}."
)

RESNET_READS = 224
BLOCKS = {"18": (2, 2, 2, 2), "34": (3, 4, 6, 3), "50": (3, 4, 6, 3), "101": (3, 4, 23, 3), "152": (3, 8, 36, 3)}
BOTTLENECK = ("50", "101", "152")
"""Depths whose blocks make the maps few before the 3 x 3 convolution, and many again after it."""


class ResNet(Architecture):
    """Stages of residual blocks; each stage has smaller maps and more of them."""

    title: ClassVar[str] = "ResNet"
    text: ClassVar[str] = "Every block adds something to what it was given: networks of over a hundred layers learn."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("skip", "normalisation", "vanishing-gradient"),
        sources=(Source("He, Zhang, Ren and Sun", 2015, "Deep residual learning for image recognition"),),
        after=("architecture/vgg",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2015
    contest: ClassVar[Text] = CONTEST_ERRORS(year="2015", errors=3.57, source="He et al. 2015")
    smallest: ClassVar[dict[str, Any]] = {"depth": 8, "width": 4}

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 224 x 224 pixels in colour and knows 1,000 classes; the classroom's is the one "
        "that the same paper made for pictures of 32 x 32."
    )
    published_depth: Literal["18", "34", "50", "101", "152"] = setting(
        "50",
        "Layers with weights",
        "The five depths of the paper; from 50 on blocks are bottlenecks, which make depth cheap.",
        when={"size": ["published"]},
        group="Network",
    )
    depth: int = setting(
        20,
        "Layers with weights",
        "Deeper networks combine more. With skips they still learn; without, they soon learn worse than shallow ones.",
        between=(8, 56),
        step=6,
        when={"size": ["classroom"]},
        layer=["stage{}.block{}.conv{}"],
        group="Network",
    )
    width: int = setting(
        16,
        "Maps of the first stage",
        "Each stage has twice the maps of the one before. More of them find more and cost time in every place.",
        between=(2, 64),
        when={"size": ["classroom"]},
        layer=["conv", "stage{}.block{}.conv{}"],
        group="Network",
        role="capacity",
    )
    skip: Literal["projected", "padded", "projected everywhere", "none"] = setting(
        "projected",
        "Skips",
        "What came goes past the layers and is added. Where maps become more, it is padded with zeros or projected by "
        "weights of its own. Without skips this is a plain network.",
        layer=["stage{}.block{}.skip", "stage{}.block{}.skip.conv", "stage{}.block{}.skip.norm", "stage{}.block{}.sum"],
        group="Network",
    )
    normalisation: bool = normalisation_setting(["norm", "stage{}.block{}.norm{}"], default=True)
    form: Literal["PyTorch", "Keras"] = setting(
        "PyTorch",
        "Form of the published one",
        "PyTorch halves in the 3 x 3 convolution of a bottleneck; Keras, as the paper, in the first 1 x 1, and gives "
        "every convolution a bias.",
        when={"size": ["published"]},
        group="Network",
        advanced=True,
    )

    @field_validator("depth")
    @classmethod
    def whole_blocks(cls, depth: int) -> int:
        """Raises a refusal if ``depth`` is not two more than a multiple of six."""
        nearest = 6 * round((depth - 2) / 6) + 2
        if depth != nearest:
            raise refusal("depth", DEPTH_NOT_WHOLE_BLOCKS(depth=depth), nearest)
        return depth

    def as_blocks(self, shapes: Shapes) -> dict[str, Any] | Text:
        if self.size == "published":
            return PUBLISHED_IS_LARGE()
        norm = {"padding": "same", "normalised": self.normalisation, "bias": not self.normalisation}
        blocks: list[Block] = [ConvolutionBlock(filters=self.width, **norm)]
        for place in range(3 * ((self.depth - 2) // 6)):
            stage, first = divmod(place, (self.depth - 2) // 6)
            filters = self.width << stage
            stride = (2,) if stage > 0 and first == 0 else (1,)
            layers = (
                ConvolutionBlock(filters=filters, stride=stride, **norm),
                ConvolutionBlock(filters=filters, activation="none", **norm),
            )
            blocks.append(ResidualBlock(layers=layers, skip=self.skip, normalised=self.normalisation))
        return opened([*blocks, AverageBlock()], initialisation="He outgoing")

    def network(self, shapes: Shapes) -> nn.Module:
        network = PictureClassifier(self.published(shapes) if self.size == "published" else self.classroom(shapes))
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def classroom(self, shapes: Shapes) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        layers |= self.convolution(shapes.inputs[0], self.width, 3, 1)
        layers["activation"] = nn.ReLU()
        channels = self.width
        for stage in range(3):
            layers[f"stage{stage + 1}"], channels = self.stage(
                channels, self.width << stage, (self.depth - 2) // 6, 1 if stage == 0 else 2, False
            )
        return self.with_output(layers, channels, shapes.classes)

    def published(self, shapes: Shapes) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict(resized=Resized(RESNET_READS, 3))
        layers |= self.convolution(3, 64, 7, 2)
        layers |= {"activation": nn.ReLU(), "pool": nn.MaxPool2d(3, 2, 1)}
        channels, deep = 64, self.published_depth in BOTTLENECK
        for stage, blocks in enumerate(BLOCKS[self.published_depth]):
            layers[f"stage{stage + 1}"], channels = self.stage(
                channels, 64 << stage, blocks, 1 if stage == 0 else 2, deep
            )
        layers = self.with_output(layers, channels, CONTEST_CLASSES)
        layers["first"] = FirstOutputs(shapes.classes)
        return layers

    def with_output(
        self, layers: OrderedDict[str, nn.Module], channels: int, classes: int
    ) -> OrderedDict[str, nn.Module]:
        layers |= {"mean": nn.AdaptiveAvgPool2d(1), "flatten": nn.Flatten(), "output": nn.Linear(channels, classes)}
        return layers

    def stage(self, channels: int, width: int, blocks: int, stride: int, bottleneck: bool) -> tuple[nn.Sequential, int]:
        """Blocks with maps of one size; the first makes them so. With it, the channels that they give."""
        made: OrderedDict[str, nn.Module] = OrderedDict()
        outputs = 4 * width if bottleneck else width
        for block in range(blocks):
            by = stride if block == 0 else 1
            layers = self.bottleneck(channels, width, by) if bottleneck else self.basic(channels, width, by)
            made[f"block{block + 1}"] = Residual(layers, self.way_past(channels, outputs, by))
            channels = outputs
        return nn.Sequential(made), channels

    def basic(self, channels: int, width: int, stride: int) -> dict[str, nn.Module]:
        first = self.convolution(channels, width, 3, stride, "1")
        return {**first, "activation1": nn.ReLU(), **self.convolution(width, width, 3, 1, "2")}

    def bottleneck(self, channels: int, width: int, stride: int) -> dict[str, nn.Module]:
        early = stride if self.form == "Keras" else 1
        return {
            **self.convolution(channels, width, 1, early, "1"),
            "activation1": nn.ReLU(),
            **self.convolution(width, width, 3, stride // early, "2"),
            "activation2": nn.ReLU(),
            **self.convolution(width, 4 * width, 1, 1, "3"),
        }

    def way_past(self, channels: int, outputs: int, stride: int) -> nn.Module | None:
        if self.skip == "none":
            return None
        if channels == outputs and stride == 1 and self.skip != "projected everywhere":
            return nn.Identity()
        if self.skip == "padded":
            return PaddedSkip(channels, outputs, stride)
        return nn.Sequential(self.convolution(channels, outputs, 1, stride))

    def convolution(
        self, channels: int, outputs: int, kernel: int, stride: int, number: str = ""
    ) -> OrderedDict[str, nn.Module]:
        """A convolution and its normalisation, which has the biases where there is one."""
        bias = not self.normalisation or (self.size == "published" and self.form == "Keras")
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        layers[f"conv{number}"] = nn.Conv2d(channels, outputs, kernel, stride, kernel // 2, bias=bias)
        if self.normalisation:
            layers[f"norm{number}"] = nn.BatchNorm2d(outputs)
        return layers
