"""Dense network: every unit of a layer sees all of the layer before (Rosenblatt 1958; Rumelhart et al. 1986).

It knows nothing of neighbouring pixels: shuffle them and it learns as well. What to watch is how many weights the first
layer alone needs.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

from torch import Tensor, nn

from models.layers.dropout import Dropout
from models.layers.initial import glorot
from models.layers.settings import dropout_setting
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.settings import setting, sizes

ACTIVATIONS = {"ReLU": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "none": nn.Identity}


class Mlp(Architecture):
    """One to four hidden layers."""

    title: ClassVar[str] = "Dense network"
    text: ClassVar[str] = "Layers in which every unit sees everything before it."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "dense"
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
    activation: Literal["ReLU", "tanh", "sigmoid", "none"] = setting(
        "ReLU",
        "Activation",
        "What bends the sums. Without one, all layers together are no more than a single one.",
        layer=["dense{}", "activation{}"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of the units at random while training, so that none is relied on too much.", ["dropout{}"]
    )
    initialisation: Literal["PyTorch", "Glorot"] = setting(
        "PyTorch",
        "First weights",
        "How the first weights are drawn: PyTorch's own way, or Glorot's as in TensorFlow.js.",
        group="Network",
        advanced=True,
    )

    def network(self, shapes: Shapes) -> nn.Module:
        width = 1
        for size in shapes.inputs:
            width *= size
        layers: OrderedDict[str, nn.Module] = OrderedDict(flatten=nn.Flatten())
        for place, units in enumerate(self.hidden, 1):
            layers[f"dense{place}"] = nn.Linear(width, units)
            layers[f"activation{place}"] = ACTIVATIONS[self.activation]()
            layers[f"dropout{place}"] = Dropout(self.dropout)
            width = units
        layers["output"] = nn.Linear(width, shapes.classes)
        network = Classifier(layers)
        return glorot(network) if self.initialisation == "Glorot" else network


class Classifier(nn.Sequential):
    """Reads the pictures of a batch and gives a score (logit) for each class."""

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> scores (batch, classes)."""
        values = batch.inputs
        for layer in self:
            values = layer(values)
        return values  # (batch, classes)
