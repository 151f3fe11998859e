"""Convolutional network: small filters slide over the picture and look for one thing everywhere (LeCun et al. 1989).

What to watch: the filters become edge and stroke detectors, and a few thousand weights pass a dense network's thirty
thousand.
"""

from typing import Any, ClassVar

import torch
from pydantic import model_validator
from torch import nn

from models.layers.blocks import Blocks, blocks_setting
from models.layers.blocks.fitting import misfit, stack_of
from models.layers.blocks.opened import opened
from models.layers.initial import Initialisation, draw_weights, initialisation_setting
from models.layers.outputs import (
    ClassifierArchitecture,
    LossName,
    OutputName,
    classifier,
    loss_setting,
    output_setting,
)
from models.layers.settings import dropout_setting
from models.spec.architecture import Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source


class ConvNet(ClassifierArchitecture):
    """Blocks one after another: convolutions, poolings, dropout; then dense layers and the output."""

    title: ClassVar[str] = "Convolutional network"
    text: ClassVar[str] = "Small filters slide over the picture; what they find is pooled and weighed."
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("demos", "convolution", "classifiers"),
        effects=("weight-sharing", "pooling", "receptive-field"),
        sources=(Source("LeCun and others", 1989, "Backpropagation applied to handwritten zip code recognition"),),
        after=("architecture/mlp",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS, Kind.IMAGE_TO_CLASSES, Kind.IMAGE_TO_VALUES})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 1989
    smallest: ClassVar[dict[str, Any]] = {"blocks": "2k5 max2 drop"}
    renamed: ClassVar[dict[str, str]] = dict.fromkeys(
        ("filters", "kernel", "pool", "pool_last", "padding", "activation", "hidden", "hidden_activation"), "blocks"
    )

    blocks: Blocks = blocks_setting(
        "8k5 max2 drop 16k5 max2 drop",
        "Blocks",
        "What the picture goes through, one after another. Filters find something, pooling makes the picture smaller, "
        "dense units combine what was found.",
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

    @model_validator(mode="before")
    @classmethod
    def accept_pattern(cls, values: Any) -> Any:
        """Settings as version 0.1.0 had them."""
        return cls.current(values) if isinstance(values, dict) else values

    @classmethod
    def current(cls, values: dict[str, Any]) -> dict[str, Any]:
        """With blocks in the place of the pattern of version 0.1.0; what is no such pattern is left as it is."""
        pattern = {name: values[name] for name in cls.renamed if name in values}
        blocks = text_of_pattern(**pattern) if pattern else None
        if blocks is None:
            return values
        return {**{name: value for name, value in values.items() if name not in pattern}, "blocks": blocks}

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        return super().fits(kind, shapes) or misfit(self.blocks, shapes.inputs)

    def as_blocks(self, shapes: Shapes) -> dict[str, Any]:
        shared = {"dropout": self.dropout, "initialisation": self.initialisation}
        return opened(self.blocks, **shared, output=self.output, loss=self.loss)

    def network(self, shapes: Shapes) -> nn.Module:
        stack = stack_of(self.blocks, shapes.inputs, self.dropout)
        stack.flatten()
        stack.add("output", nn.Linear(stack.shape[0], shapes.scores))
        network = draw_weights(classifier(stack.layers, self.output, self.loss, shapes), self.initialisation)
        # Channels beside each other in memory: a third less time a step on a CPU, and half of it for scoring.
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)


def text_of_pattern(
    filters: Any = (8, 16),
    kernel: Any = 5,
    pool: Any = "max",
    pool_last: Any = True,
    padding: Any = "valid",
    activation: Any = "ReLU",
    hidden: Any = (),
    hidden_activation: Any = "ReLU",
) -> str | None:
    """The blocks of version 0.1.0's network, which was a pattern repeated; None where a value is of no such pattern."""
    words = {"ReLU": "", "tanh": "-tanh", "sigmoid": "-sigmoid"}
    poolings, paddings = {"max": "max2", "average": "avg2", "none": ""}, {"valid": "", "same": "-same"}
    try:
        pooling, after = poolings[pool], paddings[padding] + words[activation]
        found = [
            f"{maps:d}k{kernel:d}{after} {pooling if pool_last or place < len(filters) else ''} drop"
            for place, maps in enumerate(filters, 1)
        ]
        found += [f"dense{units:d}{words[hidden_activation]} drop" for units in hidden]
    except (KeyError, TypeError, ValueError):
        return None
    return " ".join(" ".join(found).split())
