"""Variational autoencoder: the code of a picture is a cloud instead of a point.

Kingma and Welling, "Auto-encoding variational Bayes", 2013: the encoder says a middle and a width, the decoder is given
z = mean + deviation x noise, so that the slope goes through both. Two forces are weighed: each cloud is to be wide and
near the middle of the plane (the divergence from a standard normal), and its picture has to come back. Their sum is the
evidence lower bound, in nats; beta weighs the first (Higgins et al., "beta-VAE", 2017). What to watch: the plane has
no holes, and dimensions that the bound does not need go to sleep.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.images.again import AGAIN
from models.layers.activations import ActivationName, activation_setting
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
from models.spec.kinds import Batch, Kind, Objective, Series, Shapes, Split
from models.spec.metrics import MetricAccumulator, batches, weighted_sum
from models.spec.place import Place, Source
from models.spec.seeds import generator as generator_of
from models.spec.settings import setting, sizes
from models.spec.task import Task


class Vae(Architecture):
    """Encoder of a middle and a width, noise, decoder."""

    title: ClassVar[str] = "Variational autoencoder"
    text: ClassVar[str] = "Gives each picture a cloud of codes in place of a point, so that it can draw from anywhere."
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("architectures",),
        effects=("latent-space", "noise", "bottleneck"),
        sources=(Source("Kingma and Welling", 2013, "Auto-encoding variational Bayes"),),
        after=("architecture/autoencoder",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_IMAGE})
    family: ClassVar[Family] = "generative"
    year: ClassVar[int | None] = 2013
    smallest: ClassVar[dict[str, Any]] = {"hidden": (8,), "codes": 2}
    series: ClassVar[dict[str, Series] | None] = {
        "loss": Series(
            "Loss", unit="nats", text="Reconstruction plus beta times divergence: what training makes small."
        ),
        "elbo": Series(
            "Evidence lower bound",
            unit="nats",
            better="higher",
            text="The logarithm of the probability that the network gives to a picture is never less than this: minus "
            "reconstruction, minus divergence, whatever beta is.",
        ),
        "reconstruction": Series(
            "Reconstruction",
            unit="nats",
            text="What is lost of a picture, drawn from one place of its cloud.",
            stack="bound",
        ),
        "divergence": Series(
            "Divergence",
            unit="nats",
            text="How far the cloud of a picture is from the one in the middle that all share: what the code says.",
            stack="bound",
        ),
        "error": AGAIN["error"],
        "odd": AGAIN["odd"],
    }

    codes: int = codes_setting()
    body: Body = body_setting()
    hidden: tuple[sizes(1, 1024), ...] = hidden_layers_setting()  # type: ignore[valid-type]
    filters: int = filters_setting()
    beta: float = setting(
        1.0,
        "Beta",
        "How much the divergence weighs. At 1 the loss is the bound itself; larger, clouds grow over each other and "
        "dimensions go to sleep; at 0 they shrink to points.",
        between=(0.0, 20.0),
        step=0.1,
        live=True,
        role="regularisation",
        group="Network",
    )
    activation: ActivationName = activation_setting(
        "What bends the sums of hidden layers. Without one, all layers together are no more than principal axes.",
        ["encoder.bend{}", "decoder.bend{}"],
        advanced=True,
    )
    loss: PictureLoss = picture_loss_setting(
        "binary cross-entropy",
        "Cross-entropy reads each dot as the probability of ink, and nats are those of the picture; squared errors are "
        "those of normal noise on each dot, up to a constant.",
    )
    deviation: float = setting(
        0.3,
        "Noise of the dots",
        "With squared errors: how far dots are expected to be off. Smaller, the picture weighs more against the "
        "divergence.",
        between=(0.05, 2.0),
        step=0.05,
        group="Output and loss",
        when={"loss": ["mean squared error"]},
        advanced=True,
    )

    def network(self, shapes: Shapes) -> nn.Module:
        return Clouds(self, shapes)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """Minus the bound, its divergence weighed by beta; parts are without it."""
        assert isinstance(network, Clouds)
        code = network.encode(batch.inputs)
        outputs = network.decode(code.drawn(generator))
        parts = self.parts(code, outputs, batch)
        loss = parts["reconstruction"] + network.beta * parts["divergence"]
        yield Objective("loss", loss, outputs=outputs, parts=parts)

    def parts(self, code: Code, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Both parts of the bound, means of a batch, each (), of pictures of drawn codes (batch, …)."""
        dots = outputs[0].numel()
        if self.loss == "binary cross-entropy":
            lost = dots * dot_entropy(outputs, batch.targets)
        else:
            lost = functional.mse_loss(outputs, batch.targets) * (dots / (2 * self.deviation**2))
        divergence = code.divergence().sum(1).mean()
        return {"reconstruction": lost, "divergence": divergence}

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """The bound by the same noise each time; how far pictures are off that are drawn from the middles."""
        assert isinstance(network, Clouds)
        training = network.training
        network.eval()
        metrics, corpus, noise = MetricAccumulator(), MetricAccumulator(), None
        with torch.no_grad():
            for batch in batches(task, split):
                noise = noise or generator_of(0, "views", batch.inputs.device)
                code = network.encode(batch.inputs)
                parts = self.parts(code, network.decode(code.drawn(noise)), batch)
                loss = parts["reconstruction"] + network.beta * parts["divergence"]
                rows, outputs = len(batch.inputs), network.decode(code.mean)
                parts["elbo"] = -sum(parts.values(), torch.zeros_like(loss))
                metrics.add({name: weighted_sum(part, rows) for name, part in {"loss": loss, **parts}.items()})
                metrics.add(task.score(outputs, batch))
                if hasattr(task, "corpus_sums"):  # a script's task has it only where it needs it
                    corpus.add(task.corpus_sums(outputs, batch))
        network.train(training)
        return metrics.means() | {name: task.corpus_score(name, sums) for name, sums in corpus.sums.items()}


class Clouds(Coder):
    """Picture -> cloud -> picture. With the seed of an autoencoder of its sizes it begins with the same weights."""

    def __init__(self, settings: Vae, shapes: Shapes) -> None:
        super().__init__()
        body, shape, hidden, filters = settings.body, shapes.inputs, settings.hidden, settings.filters
        self.dimensions, self.beta = settings.codes, settings.beta
        self.encoder, units = encoder(body, shape, hidden, filters, settings.activation)
        self.code = nn.Linear(units, settings.codes)
        self.decoder = decoder(body, shape, hidden, filters, settings.activation, settings.codes)
        self.log_variance = nn.Linear(units, settings.codes)

    def encode(self, pictures: Tensor) -> Code:
        """Pictures (batch, channels, height, width) -> clouds (batch, dimensions)."""
        units = self.encoder(pictures)
        return Code(self.code(units), self.log_variance(units))  # both (batch, dimensions)

    def decode(self, codes: Tensor) -> Tensor:
        """Codes (batch, dimensions) -> pictures (batch, channels, height, width)."""
        pictures: Tensor = self.decoder(codes)
        return pictures  # (batch, channels, height, width)
