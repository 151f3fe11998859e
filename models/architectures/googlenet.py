"""GoogLeNet: modules that look with small and large filters at once (Szegedy et al., "Going deeper", 2014).

What to watch: what each branch of a module finds, and what the 1 x 1 convolutions before the larger ones save: without
them the same network needs several times the weights.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.blocks.average import AverageBlock
from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.flattening import FlatteningBlock
from models.layers.blocks.inception import InceptionBlock
from models.layers.blocks.opened import PUBLISHED_IS_LARGE, opened
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.response import ResponseBlock
from models.layers.dropout import Dropout
from models.layers.inception import Inception
from models.layers.local_response import LocalResponse
from models.layers.published import CONTEST_CLASSES, CONTEST_ERRORS, FirstOutputs, Resized
from models.layers.settings import dropout_setting, local_response_setting, normalisation_setting, size_setting
from models.sentences import Sentence, Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Objective, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.spec.task import Task

HEADS_ARE_NO_BLOCKS = Sentence("heads-not-as-blocks", "Auxiliary heads answer beside the blocks: turn them off first.")
GOOGLENET_READS = 224
MODULES = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
"""Maps of the 1 x 1 branch, before the 3 x 3 and of it, before the 5 x 5 and of it, after the pooling."""
HEADS = ("4a", "4d")
"""Modules after which an auxiliary head answers too."""
HEAD_SHARE = 0.3
"""Of the heads' losses in what is learnt from."""


class GoogLeNet(Architecture):
    """A few convolutions, then Inception modules, then the mean of each map and one dense layer."""

    title: ClassVar[str] = "GoogLeNet"
    text: ClassVar[str] = "Branches with filters of several sizes, joined: the winner of 2014, with few weights."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("small-filters", "cost", "receptive-field"),
        sources=(Source("Szegedy and others", 2014, "Going deeper with convolutions"),),
        after=("architecture/vgg",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2014
    contest: ClassVar[Text] = CONTEST_ERRORS(year="2014", errors=6.67, source="Szegedy et al. 2014")
    smallest: ClassVar[dict[str, Any]] = {
        "width": 1,
        "modules": 1,
        "local_response": False,
        "dropout": 0.0,
        "normalisation": True,
    }

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 224 x 224 pixels in colour and knows 1,000 classes; the classroom's has some of "
        "its modules, smaller, and reads the pictures as they are."
    )
    modules: int = setting(
        4,
        "Inception modules",
        "The first so many of the published nine. More combine more, and see more of the picture at once.",
        between=(1, 9),
        when={"size": ["classroom"]},
        group="Network",
    )
    width: int = setting(
        2,
        "Width",
        "So many eighths of the published maps. More find more and cost time in every place of the picture.",
        between=(1, 8),
        when={"size": ["classroom"]},
        layer=["conv{}", "inception{}[ab].branch{}.conv"],
        group="Network",
        role="capacity",
    )
    left_out: Literal["none", "1 x 1", "3 x 3", "5 x 5", "pooling"] = setting(
        "none",
        "Branch left out",
        "Every module does without this branch, which shows what it is for.",
        group="Network",
    )
    reduces: bool = setting(
        True,
        "1 x 1 before larger filters",
        "First makes the maps few, by weighing them at each place, so that larger filters have less to read.",
        layer=["inception{}[ab].branch{}.reduce"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of the means at random while training, so that none is relied on too much.",
        ["dropout"],
        default=0.4,
    )
    normalisation: bool = normalisation_setting(["conv{}", "norm{}", "inception{}[ab].branch{}.norm"], default=False)
    local_response: bool = local_response_setting(["local{}"])
    auxiliary: bool = setting(
        False,
        "Auxiliary heads",
        "Two more outputs half way answer too while it trains, so that early modules get larger slopes.",
        group="Network",
        advanced=True,
    )
    five: Literal["5 x 5", "3 x 3"] = setting(
        "5 x 5",
        "Largest filters",
        "5 x 5 as published; torchvision has 3 x 3 in their place, by mistake, which saves weights.",
        layer=["inception{}[ab].branch{}.conv"],
        group="Network",
        advanced=True,
    )

    def as_blocks(self, shapes: Shapes) -> dict[str, Any] | Text:
        if self.size == "published" or self.auxiliary:
            return PUBLISHED_IS_LARGE() if self.size == "published" else HEADS_ARE_NO_BLOCKS()
        pool = PoolingBlock(size=(3,), stride=(2,), rounding="up")
        local = [ResponseBlock(constant=1)] if self.local_response and not self.normalisation else []
        blocks: list[Block] = [self.block(64, 3), *local, self.block(64, 1), self.block(192, 3), *local, pool]
        names = list(MODULES)[: self.modules]
        for place, name in enumerate(names):
            blocks.append(self.branches(name))
            blocks += [pool] if name in ("3b", "4e") and place < len(names) - 1 else []
        blocks += [AverageBlock(), FlatteningBlock(), DropoutBlock(shared=True)]
        return opened(blocks, dropout=self.dropout, initialisation="He outgoing")

    def block(self, published: int, kernel: int) -> ConvolutionBlock:
        norm = {"normalised": True, "bias": False, "epsilon": 0.001} if self.normalisation else {}
        return ConvolutionBlock(filters=self.maps(published), kernel=(kernel,), padding="same", **norm)

    def branches(self, name: str) -> InceptionBlock:
        """A module as a block."""
        one, before_three, three, before_five, five, pooled = MODULES[name]
        largest = 5 if self.five == "5 x 5" else 3
        rows: dict[str, list[Block]] = {
            "1 x 1": [self.block(one, 1)],
            "3 x 3": [*([self.block(before_three, 1)] if self.reduces else []), self.block(three, 3)],
            "5 x 5": [*([self.block(before_five, 1)] if self.reduces else []), self.block(five, largest)],
            "pooling": [PoolingBlock(size=(3,), stride=(1,), padding="same"), self.block(pooled, 1)],
        }
        rows.pop(self.left_out, None)
        made = {f"branch{place}": tuple(row) for place, row in enumerate(rows.values(), 1)}
        return InceptionBlock(**({"branch4": ()} | made))

    def network(self, shapes: Shapes) -> nn.Module:
        published = self.size == "published"
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        heads: dict[str, nn.Module] = {}
        names = list(MODULES)[: 9 if published else self.modules]
        classes = CONTEST_CLASSES if published else shapes.classes
        layers |= self.stem(shapes.inputs[0])
        channels = self.maps(192)
        for place, name in enumerate(names):
            layers[f"inception{name}"], channels = self.inception(name, channels)
            if self.auxiliary and name in HEADS:
                heads[f"inception{name}"] = self.head(channels, classes, shapes.classes)
            if name in ("3b", "4e") and place < len(names) - 1:
                layers[f"pool{name[0]}"] = nn.MaxPool2d(3, 2, ceil_mode=True)
        layers |= {"mean": nn.AdaptiveAvgPool2d(1), "flatten": nn.Flatten(), "dropout": Dropout(self.dropout)}
        layers["output"] = nn.Linear(channels, classes)
        if published:
            layers["first"] = FirstOutputs(shapes.classes)
        network = WithHeads(layers, heads)
        for module in network.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def maps(self, published: int) -> int:
        return published if self.size == "published" else max(1, published * self.width // 8)

    def stem(self, channels: int) -> OrderedDict[str, nn.Module]:
        """What comes before the modules; in a classroom it halves the picture once, not four times."""
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if self.size == "published":
            layers["resized"] = Resized(GOOGLENET_READS, 3)
            layers |= self.convolution(3, 64, 7, 2, "1")
            layers["pool1"] = nn.MaxPool2d(3, 2, ceil_mode=True)
        else:
            layers |= self.convolution(channels, self.maps(64), 3, 1, "1")
        local = self.local_response and not self.normalisation
        if local:
            layers["local1"] = LocalResponse(k=1.0)
        layers |= self.convolution(self.maps(64), self.maps(64), 1, 1, "2")
        layers |= self.convolution(self.maps(64), self.maps(192), 3, 1, "3")
        if local:
            layers["local2"] = LocalResponse(k=1.0)
        layers["pool2"] = nn.MaxPool2d(3, 2, ceil_mode=True)
        return layers

    def inception(self, name: str, channels: int) -> tuple[nn.Module, int]:
        """A module, and how many maps it gives."""
        one, before_three, three, before_five, five, pooled = (self.maps(maps) for maps in MODULES[name])
        largest = 5 if self.five == "5 x 5" else 3
        branches = {
            "1 x 1": (self.convolution(channels, one, 1), one),
            "3 x 3": (self.reduced(channels, before_three, three, 3), three),
            "5 x 5": (self.reduced(channels, before_five, five, largest), five),
            "pooling": (
                OrderedDict([("pool", nn.MaxPool2d(3, 1, 1)), *self.convolution(channels, pooled, 1).items()]),
                pooled,
            ),
        }
        branches.pop(self.left_out, None)
        made = {f"branch{place}": nn.Sequential(layers) for place, (layers, _) in enumerate(branches.values(), 1)}
        return Inception(made), sum(maps for _, maps in branches.values())

    def reduced(self, channels: int, before: int, outputs: int, kernel: int) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if self.reduces:
            first = self.convolution(channels, before, 1)
            layers |= {f"reduce{name.removeprefix('conv')}": layer for name, layer in first.items()}
            channels = before
        layers |= self.convolution(channels, outputs, kernel)
        return layers

    def convolution(
        self, channels: int, outputs: int, kernel: int, stride: int = 1, number: str = ""
    ) -> OrderedDict[str, nn.Module]:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        layers[f"conv{number}"] = nn.Conv2d(channels, outputs, kernel, stride, kernel // 2, bias=not self.normalisation)
        if self.normalisation:
            layers[f"norm{number}"] = nn.BatchNorm2d(outputs, eps=0.001)
        layers[f"activation{number}"] = nn.ReLU()
        return layers

    def head(self, channels: int, classes: int, wanted: int) -> nn.Module:
        maps, units = self.maps(128), self.maps(1024)
        pool = nn.AvgPool2d(5, 3) if self.size == "published" else nn.AdaptiveAvgPool2d(4)
        layers: OrderedDict[str, nn.Module] = OrderedDict(pool=pool)
        layers |= {**self.convolution(channels, maps, 1), "flatten": nn.Flatten()}
        layers |= {"dense": nn.Linear(maps * 16, units), "bend": nn.ReLU(), "dropout": Dropout(self.dropout)}
        layers |= {"output": nn.Linear(units, classes), "first": FirstOutputs(wanted)}
        return nn.Sequential(layers)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        assert isinstance(network, WithHeads)
        outputs, *others = network.all_scores(batch)
        loss = task.loss(outputs, batch)
        for other in others:
            loss = loss + HEAD_SHARE * task.loss(other, batch)
        yield Objective("loss", loss, outputs=outputs)

    def trace(self, network: nn.Module, batch: Batch) -> None:
        assert isinstance(network, WithHeads)
        network.all_scores(batch)


class WithHeads(nn.Module):
    """Layers one after another under their own names; after some of them a head gives scores of its own."""

    def __init__(self, layers: OrderedDict[str, nn.Module], heads: dict[str, nn.Module]) -> None:
        super().__init__()
        self.order, self.after = list(layers), {name: f"head{place}" for place, name in enumerate(heads, 1)}
        for place, head in enumerate(heads.values(), 1):  # before the layers: the network's last is its own output
            self.add_module(f"head{place}", head)
        for name, layer in layers.items():
            self.add_module(name, layer)

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> scores (batch, classes)."""
        values = batch.inputs
        for name in self.order:
            values = self.get_submodule(name)(values)
        return values

    def all_scores(self, batch: Batch) -> list[Tensor]:
        """Pictures (batch, channels, height, width) -> scores (batch, classes), the network's own before the heads'."""
        values, others = batch.inputs, []
        for name in self.order:
            values = self.get_submodule(name)(values)
            if name in self.after:
                others.append(self.get_submodule(self.after[name])(values))
        return [values, *others]
