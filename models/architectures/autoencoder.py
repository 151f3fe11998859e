"""Autoencoder: layers shrink to a bottleneck and grow back; the target is what went in.

Rumelhart, Hinton and Williams 1986; Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural
networks", 2006. Whatever gets through the bottleneck has to be enough to draw the picture again, so the network finds
what pictures have in common. A noisy picture as input makes it a denoising one: that is the task's to say. A charge on
the code makes it a sparse one. What to watch: the plane of two codes has holes, in which it draws nothing that exists.
"""

import math
from typing import Any, ClassVar, Literal

from torch import Tensor, nn

from models.layers.activations import ActivationName, activation, activation_setting
from models.layers.activity_charge import ActivityCharge
from models.layers.coder_layers import (
    Body,
    PictureLoss,
    body_setting,
    codes_setting,
    decoder,
    encoder,
    filters_setting,
    hidden_layers_setting,
    picture_loss_setting,
)
from models.layers.coding import Code, Coder, dot_entropy
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting, sizes
from models.spec.task import Task

SQUARED = "mean squared error"


class Autoencoder(Architecture):
    """Encoder, bottleneck, decoder."""

    title: ClassVar[str] = "Autoencoder"
    text: ClassVar[str] = "Squeezes a picture into a few numbers and draws it again from these alone."
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("architectures",),
        effects=("bottleneck", "latent-space", "noise"),
        sources=(
            Source("Rumelhart, Hinton and Williams", 1986, "Learning representations by back-propagating errors"),
            Source("Hinton and Salakhutdinov", 2006, "Reducing the dimensionality of data with neural networks"),
        ),
        after=("architecture/mlp",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_IMAGE})
    family: ClassVar[Family] = "generative"
    year: ClassVar[int | None] = 1986
    smallest: ClassVar[dict[str, Any]] = {"hidden": (8,), "codes": 2}

    codes: int = codes_setting()
    body: Body = body_setting()
    hidden: tuple[sizes(1, 1024), ...] = hidden_layers_setting()  # type: ignore[valid-type]
    filters: int = filters_setting()
    sparsity: float = setting(
        0.0,
        "Sparse code",
        "Charges every number of the code that is not 0: at 1, a number of 1 costs as much as a dot that is all wrong. "
        "With ReLU at the bottleneck most become 0, and each picture is put together of few parts.",
        between=(0.0, 1.0),
        step=0.01,
        live=True,
        layer=["sparse"],
        role="regularisation",
        group="Network",
    )
    activation: ActivationName = activation_setting(
        "What bends the sums of hidden layers. Without one, all layers together are no more than principal axes.",
        ["encoder.bend{}", "decoder.bend{}"],
        advanced=True,
    )
    code_activation: Literal["none", "ReLU", "tanh", "sigmoid"] = setting(
        "none",
        "Activation of the code",
        "What bends the code itself. None leaves it free; sigmoid and tanh keep it in a box, ReLU lets it be exactly "
        "0.",
        layer=["bend"],
        group="Network",
        names={"none": "none (linear)"},
        weightless=True,
        advanced=True,
    )
    loss: PictureLoss = picture_loss_setting(
        SQUARED, "Squared errors count what is far off most; cross-entropy reads each dot as the probability of ink."
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return Bottleneck(self, shapes)

    def criterion(self, task: Task, outputs: Tensor, batch: Batch) -> Tensor:
        """The chosen loss () of pictures (batch, channels, height, width)."""
        return task.loss(outputs, batch) if self.loss == SQUARED else dot_entropy(outputs, batch.targets)

    def fused_loss(self, task: Task) -> str:
        """Of squared errors the task's own."""
        return task.fused_loss if self.loss == SQUARED else ""


class Bottleneck(Coder):
    """Picture -> code -> picture."""

    def __init__(self, settings: Autoencoder, shapes: Shapes) -> None:
        super().__init__()
        body, shape, hidden, filters = settings.body, shapes.inputs, settings.hidden, settings.filters
        self.dimensions = settings.codes
        self.encoder, units = encoder(body, shape, hidden, filters, settings.activation)
        self.code = nn.Linear(units, settings.codes)
        self.bend = activation(settings.code_activation)
        self.sparse = ActivityCharge(settings.sparsity, "sparsity", math.prod(shape))
        self.decoder = decoder(body, shape, hidden, filters, settings.activation, settings.codes)

    def encode(self, pictures: Tensor) -> Code:
        """Pictures (batch, channels, height, width) -> points (batch, dimensions)."""
        return Code(self.sparse(self.bend(self.code(self.encoder(pictures)))))  # (batch, dimensions)

    def decode(self, codes: Tensor) -> Tensor:
        """Codes (batch, dimensions) -> pictures (batch, channels, height, width)."""
        pictures: Tensor = self.decoder(codes)
        return pictures  # (batch, channels, height, width)
