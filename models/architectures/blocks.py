"""A network put together by hand: any blocks, one after another, with residual and Inception blocks among them.

Szegedy et al., "Going deeper with convolutions", 2014, and He et al., "Deep residual learning", 2015, made networks of
blocks that repeat. What to watch: which block holds most of the weights, and what is lost when one is taken out.
"""

from typing import Any, ClassVar

import torch
from torch import nn

from models.layers.blocks import AllBlocks, blocks_setting
from models.layers.blocks.fitting import misfit, stack_of
from models.layers.blocks.text import SORTS, write
from models.layers.initial import Initialisation, draw_weights, initialisation_setting
from models.layers.outputs import (
    ClassifierArchitecture,
    LossName,
    OutputName,
    classifier,
    gives_values,
    loss_setting,
    output_setting,
)
from models.layers.settings import dropout_setting
from models.sentences import Sentence
from models.spec.architecture import Family, Misfit
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source

VALUES_NEED_OUTPUT = Sentence(
    "block-answers-classes", "Block {number} scores classes, and this task asks for numbers: take it out."
)


class OfBlocks(ClassifierArchitecture):
    """Blocks one after another, of every sort, then the output."""

    title: ClassVar[str] = "Network from blocks"
    text: ClassVar[str] = "Put together by hand: layers of every sort, in any order that fits."
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("architectures",),
        effects=("capacity", "skip", "cost"),
        sources=(
            Source("Szegedy and others", 2014, "Going deeper with convolutions"),
            Source("He, Zhang, Ren and Sun", 2015, "Deep residual learning for image recognition"),
        ),
        after=("architecture/convnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS, Kind.IMAGE_TO_CLASSES, Kind.IMAGE_TO_VALUES})
    family: ClassVar[Family] = "convolutional"
    smallest: ClassVar[dict[str, Any]] = {
        "blocks": "2k3-same max4 res(2k3-same-bn_2k3-same-linear) inc(2k1!2k3-same) drop gru3"
    }

    blocks: AllBlocks = blocks_setting(
        "16k3-same max2 res(16k3-same-bn_16k3-same-bn-linear) max2 global",
        "Blocks",
        "What the picture goes through, one after another. Each can be moved, changed and taken out, also in the "
        "drawing of the network.",
        SORTS,
        layer=[],
        group="Network",
        role="capacity",
    )
    dropout: float = dropout_setting(
        "Silences this share of the values at random while training, in each dropout block without a share of its own.",
        ["dropout{}", "drop{}"],
    )
    initialisation: Initialisation = initialisation_setting()
    output: OutputName = output_setting()
    loss: LossName = loss_setting()

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        found = super().fits(kind, shapes) or misfit(self.blocks, shapes.inputs)
        if found is not None or not gives_values(shapes) or not (self.blocks and self.blocks[-1].answers):
            return found
        last = len(self.blocks) - 1
        return Misfit(VALUES_NEED_OUTPUT(number=last + 1), f"blocks/{last}", write(self.blocks[:-1]))

    def network(self, shapes: Shapes) -> nn.Module:
        stack = stack_of(self.blocks, shapes.inputs, self.dropout, shapes.classes)
        stack.flatten()
        if "output" not in stack.layers:
            stack.add("output", nn.Linear(stack.shape[0], shapes.scores))
        network = draw_weights(classifier(stack.layers, self.output, self.loss, shapes), self.initialisation)
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
