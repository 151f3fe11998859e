"""Generative adversarial network: a forger and a judge learn against each other.

Goodfellow et al. 2014, with the generator's non-saturating loss; convolutions after DCGAN (Radford, Metz and Chintala
2015). The judge (discriminator) learns to tell real pictures from drawn ones, the forger (generator) to draw what the
judge takes for real. What to watch: neither loss falls for good, since each is measured by the other; look at the
pictures, and at the distance. A judge that is always right has nothing left to teach.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.sentences import Sentence
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Objective, Series, Shapes, Split
from models.spec.metrics import MetricAccumulator, batches, weighted_sum
from models.spec.seeds import generator
from models.spec.settings import setting
from models.spec.task import Task

SIDES_NOT_MULTIPLE_OF_FOUR = Sentence(
    "sides-not-multiple-of-four",
    "An adversarial network here doubles a picture twice: its sides have to be multiples of 4.",
)


class Gan(Architecture):
    """Generator and discriminator, mirror images of each other."""

    title: ClassVar[str] = "Adversarial network"
    text: ClassVar[str] = "One network draws, another judges what is real; each learns from the other."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.NOISE_TO_IMAGE})
    family: ClassVar[Family] = "generative"
    smallest: ClassVar[dict[str, Any]] = {"filters": 4, "noise": 4}
    series: ClassVar[dict[str, Series] | None] = {
        "loss": Series(
            "Distance from real pictures",
            headline=True,
            text="Energy distance between drawn and real pictures, dot by dot: 0 where the two crowds are alike. It "
            "sees blur and sameness, but not whether a digit can be read.",
        ),
        "generator": Series(
            "Generator's loss", text="How surely the judge sees through what is drawn; 0.69 is a draw."
        ),
        "discriminator": Series("Discriminator's loss", text="How wrong the judge is; 0.69 is guessing."),
        "real": Series(
            "Real ones known",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of real pictures judged as real.",
        ),
        "fake": Series(
            "Fakes seen through",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of drawn pictures judged as drawn.",
        ),
        "variety": Series(
            "Variety",
            better="higher",
            range=(0, 1.2),
            text="How far drawn pictures lie from one another, where 1 is as far as real ones do.",
        ),
    }

    noise: int = setting(
        32,
        "Noise",
        "How many random numbers a picture is made from; each is one way in which pictures can differ.",
        between=(1, 256),
        scale="log",
        layer=["generator.dense"],
        group="Network",
    )
    filters: int = setting(
        32,
        "Filters",
        "How many patterns the finest layers know; the coarser ones know twice as many.",
        between=(2, 128),
        scale="log",
        layer=["generator.dense", "generator.up{}", "discriminator.conv{}", "discriminator.verdict"],
        group="Network",
        role="capacity",
    )
    smoothing: float = setting(
        0.1,
        "Softened truth",
        "The judge is told that real pictures are real only so far, and grows less sure of itself.",
        between=(0.0, 0.4),
        live=True,
        group="Network",
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        if misfit is None and any(side % 4 for side in shapes.targets[1:]):
            return SIDES_NOT_MULTIPLE_OF_FOUR()
        return misfit

    def network(self, shapes: Shapes) -> nn.Module:
        return Adversaries(self, shapes)

    def trace(self, network: nn.Module, batch: Batch) -> None:
        assert isinstance(network, Adversaries)
        network.discriminator(network.generator(batch.targets.new_zeros(len(batch.targets), self.noise)))

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """The judge's loss for the judge alone; then, before the judge who has just learnt, the forger's."""
        assert isinstance(network, Adversaries)
        forger, judge = network.generator, network.discriminator
        drawn = forger(network.draw(len(batch.targets), generator))
        truth = judged(judge(batch.targets), 1 - network.smoothing) + judged(judge(drawn.detach()), 0.0)
        yield Objective("discriminator", truth / 2, list(judge.parameters()))
        yield Objective("generator", judged(judge(drawn), 1.0), list(forger.parameters()))

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """The task's measure of the same noise each time, both losses, and how often the judge is right."""
        assert isinstance(network, Adversaries)
        training = network.training
        network.eval()
        tally = MetricAccumulator()
        with torch.no_grad():
            for batch in batches(task, split):
                drawn = network(batch)
                rows, real, fake = len(drawn), network.discriminator(batch.targets), network.discriminator(drawn)
                discriminator = (judged(real, 1 - network.smoothing) + judged(fake, 0.0)) / 2
                tally.add({"loss": weighted_sum(task.loss(drawn, batch), rows), **task.score(drawn, batch)})
                tally.add(
                    {
                        "generator": weighted_sum(judged(fake, 1.0), rows),
                        "discriminator": weighted_sum(discriminator, rows),
                    }
                )
                shares = {"real": (real > 0).float().mean(), "fake": (fake < 0).float().mean()}
                tally.add({name: weighted_sum(share, rows) for name, share in shares.items()})
        network.train(training)
        return tally.means()


def judged(verdicts: Tensor, truth: float) -> Tensor:
    """Cross-entropy of verdicts (logits that a picture is real) when they should be ``truth``."""
    return functional.binary_cross_entropy_with_logits(verdicts, torch.full_like(verdicts, truth))


class Adversaries(nn.Module):
    """Both networks. Asked for pictures, it draws from noise that is the same each time."""

    def __init__(self, settings: Gan, shapes: Shapes) -> None:
        super().__init__()
        self.noise, self.smoothing = settings.noise, settings.smoothing
        self.generator = layers_of_generator(settings.noise, settings.filters, *shapes.targets)
        self.discriminator = layers_of_discriminator(settings.filters, *shapes.targets)
        self.apply(dcgan_)

    def draw(self, rows: int, draws: torch.Generator) -> Tensor:
        """Noise (rows, noise), on the device of ``draws``."""
        return torch.randn(rows, self.noise, generator=draws, device=draws.device)

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width), of the same noise each time."""
        pictures: Tensor = self.generator(self.draw(len(batch.targets), generator(0, "views", batch.targets.device)))
        return pictures  # (batch, channels, height, width)


def layers_of_generator(noise: int, filters: int, channels: int, height: int, width: int) -> nn.Sequential:
    """Noise -> a quarter of the sides -> half -> whole, dots from 0 to 1."""
    return nn.Sequential(
        OrderedDict(
            dense=nn.Linear(noise, 2 * filters * (height // 4) * (width // 4), bias=False),
            picture=nn.Unflatten(1, (2 * filters, height // 4, width // 4)),
            norm1=nn.BatchNorm2d(2 * filters),
            relu1=nn.ReLU(),
            up1=nn.ConvTranspose2d(2 * filters, filters, 4, stride=2, padding=1, bias=False),
            norm2=nn.BatchNorm2d(filters),
            relu2=nn.ReLU(),
            up2=nn.ConvTranspose2d(filters, channels, 4, stride=2, padding=1),
            sigmoid=nn.Sigmoid(),
        )
    )


def layers_of_discriminator(filters: int, channels: int, height: int, width: int) -> nn.Sequential:
    """Picture -> half the sides -> a quarter -> one verdict (logit). Without batch normalisation: it judges singly."""
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(channels, filters, 4, stride=2, padding=1),
            leaky1=nn.LeakyReLU(0.2),
            conv2=nn.Conv2d(filters, 2 * filters, 4, stride=2, padding=1),
            leaky2=nn.LeakyReLU(0.2),
            flatten=nn.Flatten(),
            verdict=nn.Linear(2 * filters * (height // 4) * (width // 4), 1),
        )
    )


def dcgan_(module: nn.Module) -> None:
    """First weights as in DCGAN: normal, deviation 0.02."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
        nn.init.normal_(module.weight, std=0.02)
