"""Capsules: groups of units that together say whether something is there, and how.

The length of a capsule is how likely it is that what it stands for is there; its direction says in which pose, how
thick, how slanted (Sabour, Frosst and Hinton, "Dynamic routing between capsules", 2017). Each capsule of one layer
votes for what each of the next would have to be; routing sends it to those with whom the votes of others agree.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

TINY = 1e-9
"""Under the root of a squared length: the slope of a length of 0 is no number."""


def lengths(capsules: Tensor) -> Tensor:
    """Of capsules (…, units), each from 0 to 1 once they are squashed: (…)."""
    return (capsules.square().sum(-1) + TINY).sqrt()


def squash(sums: Tensor) -> Tensor:
    """Sums (…, units) in their direction, shorter than 1: v = |s|² / (1 + |s|²) s / |s|, equation 1 of the paper."""
    squares = sums.square().sum(-1, keepdim=True)
    return sums * ((squares + TINY).sqrt() / (1 + squares))


class PrimaryCapsules(nn.Module):
    """Maps of a convolution taken together by so many units: at every place a capsule for each such group of maps.

    Capsule number (map * height + row) * width + column is the one at that place of that map of capsules.
    """

    label = "Primary capsules"

    def __init__(self, maps: int, units: int) -> None:
        super().__init__()
        self.maps, self.units = maps, units

    def forward(self, found: Tensor) -> Tensor:
        """Maps (batch, maps x units, height, width) -> capsules (batch, maps x places, units)."""
        grouped = found.view(len(found), self.maps, self.units, -1)  # (batch, maps, units, places)
        return squash(grouped.transpose(2, 3).flatten(1, 2))


@dataclass(frozen=True)
class RoutingStep:
    """One iteration of routing, of one batch."""

    logits: Tensor
    """b (batch, capsules, classes), before it."""
    couplings: Tensor
    """c = softmax(b) over the classes, (batch, capsules, classes)."""
    outputs: Tensor
    """v (batch, classes, units)."""
    agreements: Tensor
    """Vote times v, which is added to b: (batch, capsules, classes)."""


class RoutedCapsules(nn.Module):
    """A capsule for each class, by routing by agreement (procedure 1 of the paper).

    Gradients go back through all iterations, as in the authors' program; the routing logits b begin at 0 for each
    example anew and are no weights. There are no biases.
    """

    label = "Routed capsules"

    def __init__(self, grid: tuple[int, int, int], units: int, classes: int, outputs: int, iterations: int) -> None:
        """``grid`` is how the capsules before lie: maps, down, across."""
        super().__init__()
        self.grid, self.classes, self.outputs, self.iterations = grid, classes, outputs, iterations
        capsules = grid[0] * grid[1] * grid[2]
        self.weight = nn.Parameter(torch.randn(capsules, units, classes * outputs).mul_(0.1))

    def votes(self, capsules: Tensor) -> Tensor:
        """Capsules (batch, capsules, units) -> what each takes each class for, (batch, classes, capsules, outputs)."""
        found = torch.bmm(capsules.transpose(0, 1), self.weight)  # (capsules, batch, classes x outputs)
        return found.view(*found.shape[:2], self.classes, self.outputs).permute(1, 2, 0, 3).contiguous()

    def forward(self, capsules: Tensor) -> Tensor:
        """Capsules (batch, capsules, units) -> one for each class, (batch, classes, outputs)."""
        votes = self.votes(capsules)  # (batch, classes, capsules, outputs)
        found = squash(votes.sum(2) / self.classes)  # every coupling is 1 / classes at first
        total = torch.zeros_like(found)
        for _ in range(self.iterations - 1):
            total = total + found  # b is the vote times the sum of all v before: no iteration needs it twice
            logits = votes @ total.unsqueeze(-1)  # (batch, classes, capsules, 1)
            found = squash((logits.softmax(1).transpose(2, 3) @ votes).squeeze(2))
        return found

    def steps(self, capsules: Tensor) -> list[RoutingStep]:
        """All iterations of capsules (batch, capsules, units), line by line as the paper has them."""
        votes = self.votes(capsules).transpose(1, 2)  # (batch, capsules, classes, outputs)
        logits = votes.new_zeros(votes.shape[:3])
        found: list[RoutingStep] = []
        for _ in range(self.iterations):
            couplings = logits.softmax(2)
            outputs = squash((couplings.unsqueeze(3) * votes).sum(1))  # (batch, classes, outputs)
            agreements = (votes * outputs.unsqueeze(1)).sum(3)
            found.append(RoutingStep(logits, couplings, outputs, agreements))
            logits = logits + agreements
        return found


class CapsuleDecoder(nn.Sequential):
    """Dense layers that draw a picture (channels, height, width), values 0 to 1, from one capsule of a class."""

    def __init__(self, classes: int, outputs: int, hidden: tuple[int, ...], picture: tuple[int, int, int]) -> None:
        layers: dict[str, nn.Module] = {}
        width = classes * outputs
        for place, units in enumerate(hidden, 1):
            layers |= {f"dense{place}": nn.Linear(width, units), f"activation{place}": nn.ReLU()}
            width = units
        pixels = picture[0] * picture[1] * picture[2]
        layers |= {"output": nn.Linear(width, pixels), "sigmoid": nn.Sigmoid()}
        super().__init__()
        for name, layer in layers.items():
            self.add_module(name, layer)
        self.classes, self.picture = classes, picture

    def forward(self, capsules: Tensor) -> Tensor:
        """Capsules (batch, classes, outputs), 0 but for the one that is drawn -> (batch, channels, height, width)."""
        drawn = capsules.flatten(1)
        for layer in self:
            drawn = layer(drawn)
        return drawn.view(len(drawn), *self.picture)


def margin_loss(found: Tensor, wanted: Tensor, present: float, absent: float, weight: float) -> Tensor:
    """Equation 4 of the paper, mean of the batch (): of lengths and ``wanted`` classes, both (batch, classes)."""
    there = wanted.to(found.dtype)
    missing = there * functional.relu(present - found).square()
    spurious = (1 - there) * functional.relu(found - absent).square()
    return (missing + weight * spurious).sum(1).mean()
