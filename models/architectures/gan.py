"""Generative adversarial network: a forger and a judge learn against each other.

Goodfellow et al. 2014; convolutions after DCGAN (Radford, Metz and Chintala 2015), or dense layers as in the first
paper. The judge (discriminator) learns to tell real pictures from drawn ones, the forger (generator) to draw what the
judge takes for real. What to watch: neither loss falls for good, since each is measured by the other; look at the
pictures, at how many digits are drawn, and at the distance. A judge that is always right has nothing left to teach.
"""

from collections import OrderedDict
from typing import ClassVar, Literal

from torch import Tensor, nn
from torch.nn import functional

from models.layers.adversarial import OF_GAME, OF_TASK, AdversarialArchitecture
from models.layers.adversaries import Adversaries as Adversaries
from models.layers.adversaries import convolutional_eye, convolutional_forger
from models.sentences import Sentence
from models.spec.kinds import Kind, Series, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

READS_NO_SENTENCE = Sentence(
    "forger-reads-no-sentence", "This network draws whatever it likes: one that is told what to draw is conditional."
)


class Gan(AdversarialArchitecture):
    """Generator and discriminator, mirror images of each other."""

    title: ClassVar[str] = "Adversarial network"
    text: ClassVar[str] = "One network draws, another judges what is real; each learns from the other."
    place: ClassVar[Place] = Place(
        "adversaries",
        chapters=("architectures",),
        effects=("two-networks", "mode-collapse", "latent-space"),
        sources=(
            Source("Goodfellow and others", 2014, "Generative adversarial nets"),
            Source(
                "Radford, Metz and Chintala",
                2015,
                "Unsupervised representation learning with deep convolutional generative adversarial networks",
            ),
        ),
        after=("architecture/autoencoder",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.NOISE_TO_IMAGE})
    series: ClassVar[dict[str, Series] | None] = OF_TASK | OF_GAME

    design: Literal["DCGAN", "dense"] = setting(
        "DCGAN",
        "Made of",
        "The convolutions of DCGAN know what lies beside what; dense layers have to learn that first.",
        group="Network",
    )
    units: int = setting(
        128,
        "Units",
        "Of the smaller hidden layer of each player; the other has twice as many. More draw finer strokes.",
        between=(8, 512),
        scale="log",
        when={"design": ["dense"]},
        group="Network",
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        return READS_NO_SENTENCE() if misfit is None and shapes.source is not None else misfit

    def network(self, shapes: Shapes) -> nn.Module:
        channels, height, width = shapes.targets
        if self.design == "dense":
            forger = dense_forger(self.noise, self.units, channels, height, width)
            return self.playing(Adversaries(forger, dense_judge(self.units, channels, height, width), self.noise))
        forger = convolutional_forger(self.noise, self.filters, channels, height, width)
        verdict = {"verdict": nn.Linear(2 * self.filters * (height // 4) * (width // 4), 1)}
        judge = nn.Sequential(OrderedDict({**convolutional_eye(self.filters, channels), **verdict}))
        return self.playing(Adversaries(forger, judge, self.noise))


def dense_forger(noise: int, units: int, channels: int, height: int, width: int) -> nn.Sequential:
    """Noise -> a hidden layer -> one twice as wide -> dots from 0 to 1."""
    return nn.Sequential(
        OrderedDict(
            hidden1=of_units(nn.Linear(noise, units, bias=False)),
            norm1=BatchNorm(units),
            relu1=nn.ReLU(),
            hidden2=of_units(nn.Linear(units, 2 * units, bias=False)),
            norm2=BatchNorm(2 * units),
            relu2=nn.ReLU(),
            output=of_units(nn.Linear(2 * units, channels * height * width)),
            sigmoid=nn.Sigmoid(),
            picture=nn.Unflatten(1, (channels, height, width)),
        )
    )


def dense_judge(units: int, channels: int, height: int, width: int) -> nn.Sequential:
    """Picture -> a hidden layer -> one half as wide -> one verdict (logit)."""
    return nn.Sequential(
        OrderedDict(
            flatten=nn.Flatten(),
            hidden1=of_units(nn.Linear(channels * height * width, 2 * units)),
            leaky1=nn.LeakyReLU(0.2),
            hidden2=of_units(nn.Linear(2 * units, units)),
            leaky2=nn.LeakyReLU(0.2),
            output=of_units(nn.Linear(units, 1)),
        )
    )


def of_units(layer: nn.Module) -> nn.Module:
    """A layer that the setting ``units`` shapes."""
    layer.setting = "units"  # type: ignore[assignment]
    return layer


class BatchNorm(nn.BatchNorm1d):
    """Of a batch of one, which has no spread, it takes the mean and the spread of those before."""

    label = "BatchNorm1d"

    def forward(self, values: Tensor) -> Tensor:
        """Values (batch, units) -> values (batch, units)."""
        if self.training and len(values) == 1 and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            return functional.batch_norm(values, self.running_mean, self.running_var, self.weight, self.bias)
        return super().forward(values)
