"""Dense network: every unit of a layer sees all of the layer before (Rosenblatt 1958; Rumelhart et al. 1986).

It knows nothing of neighbouring pixels: shuffle them and it learns as well. What to watch is how many weights the first
layer alone needs.
"""

from collections import OrderedDict
from typing import Any, ClassVar

from torch import nn

from models.layers.activations import (
    ActivationName,
    activation,
    activation_setting,
    by_layer,
    layer_activations_setting,
    leak_setting,
    step_warning,
)
from models.layers.blocks.block import Block
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.flattening import FlatteningBlock
from models.layers.blocks.opened import opened
from models.layers.dropout import Dropout
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
from models.sentences import Text
from models.spec.architecture import Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import amounts, setting, sizes


class Mlp(ClassifierArchitecture):
    """One to four hidden layers."""

    title: ClassVar[str] = "Dense network"
    text: ClassVar[str] = "Layers in which every unit sees everything before it."
    place: ClassVar[Place] = Place(
        "layers",
        chapters=("demos", "classifiers"),
        effects=("capacity", "saturation", "back-propagation"),
        sources=(
            Source(
                "Rosenblatt",
                1958,
                "The perceptron: a probabilistic model for information storage and organization in the brain",
            ),
            Source("Rumelhart, Hinton and Williams", 1986, "Learning representations by back-propagating errors"),
        ),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS, Kind.IMAGE_TO_CLASSES, Kind.IMAGE_TO_VALUES})
    family: ClassVar[Family] = "dense"
    year: ClassVar[int | None] = 1986
    smallest: ClassVar[dict[str, Any]] = {"hidden": (4,)}

    hidden: tuple[sizes(1, 1024), ...] = setting(  # type: ignore[valid-type]
        (64,),
        "Hidden units",
        "More units can tell more apart and cost more weights; more layers combine what the earlier ones found.",
        length=(1, 4),
        layer=["dense{}"],
        group="Network",
        role="capacity",
    )
    activation: ActivationName = activation_setting(
        "What bends the sums. Without one, all layers together are no more than a single one; step has no gradient, so "
        "the layers before it learn nothing.",
        ["dense{}", "activation{}"],
    )
    dropout: float = dropout_setting(
        "Silences this share of the units at random while training, so that none is relied on too much.", ["dropout{}"]
    )
    leak: float = leak_setting(["activation{}"])
    layer_activations: tuple[ActivationName, ...] = layer_activations_setting(4, ["activation{}"])
    layer_dropout: tuple[amounts(0.0, 0.9), ...] = setting(  # type: ignore[valid-type]
        (),
        "Dropout by layer",
        "A share of its own for the first hidden layer, the second and so on; layers without one have the share above.",
        length=(0, 4),
        step=0.05,
        layer=["dropout{}"],
        group="Network",
        advanced=True,
    )
    initialisation: Initialisation = initialisation_setting()
    output: OutputName = output_setting()
    loss: LossName = loss_setting()

    def warning(self) -> Text:
        return step_warning(by_layer(self.layer_activations, self.activation, len(self.hidden)))

    def as_blocks(self, shapes: Shapes) -> dict[str, Any]:
        blocks: list[Block] = [FlatteningBlock()]
        bends = by_layer(self.layer_activations, self.activation, len(self.hidden))
        for place, (units, bend) in enumerate(zip(self.hidden, bends, strict=True)):
            own = self.layer_dropout[place : place + 1]
            blocks.append(DenseBlock(units=units, activation=bend, leak=self.leak))
            blocks.append(DropoutBlock(share=own[0]) if own else DropoutBlock(shared=True))
        shared = {"dropout": self.dropout, "initialisation": self.initialisation}
        return opened(blocks, **shared, output=self.output, loss=self.loss)

    def network(self, shapes: Shapes) -> nn.Module:
        width = 1
        for size in shapes.inputs:
            width *= size
        layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=nn.Flatten())
        bends = by_layer(self.layer_activations, self.activation, len(self.hidden))
        shared = [Dropout(self.dropout) for _ in self.hidden[len(self.layer_dropout) :]]
        dropouts = [*(Dropout(share, "") for share in self.layer_dropout), *shared]
        for place, (units, bend, dropout) in enumerate(zip(self.hidden, bends, dropouts, strict=False), 1):
            layers[f"dense{place}"] = nn.Linear(width, units)
            layers[f"activation{place}"] = activation(bend, self.leak)
            layers[f"dropout{place}"] = dropout
            width = units
        layers["output"] = nn.Linear(width, shapes.scores)
        return draw_weights(classifier(layers, self.output, self.loss, shapes), self.initialisation)
