"""The bound of our variational autoencoder beside a plain PyTorch one

The same sizes, pictures, batch size, rate and epochs; the plain one is written as in a notebook, with nothing of ours
but the data. Nats a test picture, each with three seeds; the noise is one draw a picture.
"""

from collections.abc import Iterator
from itertools import pairwise
from statistics import mean
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from bench.figures import Figure
from models import catalogue
from models.events import Points
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import train

SEEDS = (0, 1, 2)
PICTURES, EPOCHS, BATCH, RATE = 10_000, 10, 128, 0.001
SIZES: dict[str, dict[str, Any]] = {
    "two numbers": {"codes": 2, "hidden": [256, 64]},
    "twenty numbers, 400 units": {"codes": 20, "hidden": [400]},
}


class Plain(nn.Module):
    """Encoder, middle and width, decoder, as in many notebooks."""

    def __init__(self, codes: int, hidden: list[int]) -> None:
        super().__init__()
        down, up = [784, *hidden], [codes, *hidden[::-1]]
        self.encoder = nn.Sequential(
            *(part for ins, outs in pairwise(down) for part in (nn.Linear(ins, outs), nn.ReLU()))
        )
        self.mean, self.log_variance = nn.Linear(hidden[-1], codes), nn.Linear(hidden[-1], codes)
        self.decoder = nn.Sequential(
            *(part for ins, outs in pairwise(up) for part in (nn.Linear(ins, outs), nn.ReLU())),
            nn.Linear(hidden[0], 784),
        )

    def negative_bound(self, pictures: Tensor) -> Tensor:
        """Pictures (batch, 784) -> nats a picture, ()."""
        units = self.encoder(pictures)
        mean_, log_variance = self.mean(units), self.log_variance(units)
        codes = mean_ + torch.exp(log_variance / 2) * torch.randn_like(mean_)
        lost = functional.binary_cross_entropy_with_logits(self.decoder(codes), pictures, reduction="sum")
        divergence = -0.5 * torch.sum(1 + log_variance - mean_**2 - log_variance.exp())
        return (lost + divergence) / len(pictures)


def plain(spec: Spec, codes: int, hidden: list[int], seed: int) -> float:
    """The bound of the test pictures after the plain loop."""
    torch.manual_seed(seed)
    splits = spec.task.splits(generator(0, "data"))
    learnt, tested = (split["images"].flatten(1).float() / 255 for split in (splits.train, splits.test))
    network = Plain(codes, hidden)
    steps = torch.optim.Adam(network.parameters(), lr=RATE)
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(learnt)), BATCH):
            loss = network.negative_bound(learnt[rows])
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
    with torch.no_grad():
        return -float(network.negative_bound(tested))


def ours(spec: Spec) -> float:
    """The bound of the test pictures after ``train()``."""
    last = [one for one in train(spec, device="cpu") if isinstance(one, Points) and one.clock == "test"]
    return float(last[-1].columns["test/elbo"][-1] or "nan")


def spec_of(sizes: dict[str, Any], seed: int) -> Spec:
    training = {"optimizer": "adam", "learning_rate": RATE, "batch_size": BATCH, "epochs": EPOCHS, "seed": seed}
    return catalogue.find().parse(
        {
            "task": {"name": "digits_again", "examples": PICTURES},
            "architecture": {"name": "vae", **sizes},
            "training": training,
        }
    )


def measure() -> Iterator[Figure]:
    for name, sizes in SIZES.items():
        own = [ours(spec_of(sizes, seed)) for seed in SEEDS]
        other = [plain(spec_of(sizes, seed), seed=seed, **sizes) for seed in SEEDS]
        spread = max(other) - min(other)
        words = f"ours {row(own)}, plain {row(other)}: {mean(own) - mean(other):+.2f} nats"
        yield Figure(name, words, f"no worse by more than {spread:.2f}", {"nats": mean(other) - mean(own)})


def row(values: list[float]) -> str:
    """The mean and the ends."""
    return f"{mean(values):.2f} ({min(values):.2f} to {max(values):.2f})"
