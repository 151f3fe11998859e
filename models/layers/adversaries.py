"""A forger and a judge, and how they take turns (Goodfellow et al., "Generative adversarial networks", 2014).

What networks that learn so have in common: views ask for these, and architectures build the two players.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.spec.kinds import Batch
from models.spec.seeds import generator


@dataclass(frozen=True)
class Opinions:
    """Of a judge on some pictures."""

    verdicts: Tensor
    """Logits (batch, 1) that they are real ones, which suit what was asked for."""
    misread: Tensor | None = None
    """How badly what was asked for is read off them, (); None of a judge that reads nothing."""


class Adversaries(nn.Module):
    """Both networks. Asked for pictures, it draws from noise that is the same each time.

    The forger's first batch normalisation, ``norm1``, counts the batches that it has drawn, and snapshots have that: so
    a run that goes on knows whose turn it is.
    """

    def __init__(self, forger: nn.Module, judge: nn.Module, noise: int) -> None:
        super().__init__()
        self.noise = noise
        self.smoothing, self.judge_steps = 0.0, 1
        self.forger_loss, self.frozen = "non-saturating", "nobody"
        self.generator, self.discriminator = forger, judge
        self.apply(dcgan_)

    def draw(self, rows: int, draws: torch.Generator) -> Tensor:
        """Noise (rows, noise), on the device of ``draws``."""
        return torch.randn(rows, self.noise, generator=draws, device=draws.device)

    def fixed_noise(self, batch: Batch) -> Tensor:
        """The noise (batch, noise) that is the same each time."""
        return self.draw(len(batch.targets), generator(0, "views", batch.targets.device))

    def drawn(self, noise: Tensor, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) of noise (batch, noise), as the inputs of the batch ask."""
        pictures: Tensor = self.generator(noise)
        return pictures

    def opinions(self, pictures: Tensor, batch: Batch) -> "Opinions":
        """What the judge makes of pictures (batch, channels, height, width), beside the inputs of the batch."""
        return Opinions(self.discriminator(pictures))

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width), of the same noise each time."""
        return self.drawn(self.fixed_noise(batch), batch)

    def who_learns(self) -> tuple[bool, bool]:
        """Whether the judge and whether the forger learns from the batch that was drawn last."""
        if self.frozen != "nobody":
            return self.frozen != "judge", self.frozen != "forger"
        if self.judge_steps == 1:
            return True, True
        drawn = next(one for name, one in self.generator.named_buffers() if name.endswith("norm1.num_batches_tracked"))
        return True, int(drawn) % self.judge_steps == 0

    def hoped(self, fake: Tensor) -> Tensor:
        """What the forger makes small, (), of the verdicts (batch, 1) on what it drew.

        As written, log(1 - D(G(z))), it is flat where the judge is sure; so it makes -log D(G(z)) small instead.
        """
        if self.forger_loss == "as written":
            return functional.logsigmoid(-fake).mean()
        return judged(fake, 1.0)


def judged(verdicts: Tensor, truth: float) -> Tensor:
    """Cross-entropy () of verdicts (batch, 1), logits that a picture is real, when they should be ``truth``."""
    return functional.binary_cross_entropy_with_logits(verdicts, torch.full_like(verdicts, truth))


def value(real: Tensor, fake: Tensor) -> Tensor:
    """V(D, G) = E[log D(x)] + E[log(1 - D(G(z)))], (), of verdicts (batch, 1) on real and on drawn pictures."""
    return functional.logsigmoid(real).mean() + functional.logsigmoid(-fake).mean()


def convolutional_forger(noise: int, filters: int, channels: int, height: int, width: int) -> nn.Sequential:
    """Noise -> a quarter of the sides -> half -> whole, dots from 0 to 1, by transposed convolutions as in DCGAN."""
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


def convolutional_eye(filters: int, channels: int) -> Mapping[str, nn.Module]:
    """Picture -> half the sides -> a quarter -> a row of numbers. Without batch normalisation: it judges singly."""
    return OrderedDict(
        conv1=nn.Conv2d(channels, filters, 4, stride=2, padding=1),
        leaky1=nn.LeakyReLU(0.2),
        conv2=nn.Conv2d(filters, 2 * filters, 4, stride=2, padding=1),
        leaky2=nn.LeakyReLU(0.2),
        flatten=nn.Flatten(),
    )


def dcgan_(module: nn.Module) -> None:
    """First weights as in DCGAN: normal, deviation 0.02."""
    if isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
        nn.init.normal_(module.weight, std=0.02)
