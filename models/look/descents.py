"""Curves to go down, and where an optimiser stands on them from many starts at many rates at once."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Curve:
    """What is descended: elementwise, so that all optimisers are asked at once; and the frame to draw it in."""

    value: Callable[[Tensor], Tensor]
    minima: tuple[float, ...]
    """The lowest first."""
    across: tuple[float, float]
    height: tuple[float, float]

    def slope(self, x: Tensor) -> Tensor:
        """At each of the (points); differentiable, where they are."""
        at = x if x.requires_grad else x.clone().requires_grad_()
        (slope,) = torch.autograd.grad(self.value(at).sum(), at, create_graph=x.requires_grad)
        return slope

    def curvature(self, x: Tensor) -> Tensor:
        """λ at each of the (points): the slope of the slope."""
        at = x.clone().requires_grad_()
        (curvature,) = torch.autograd.grad(self.slope(at).sum(), at)
        return curvature


ROOT = math.sqrt(0.15**2 + 4 * 2.5066)
CURVES = {
    "parabola": Curve(lambda x: x**2 - x - 1, (0.5,), (-2.5, 3.5), (-1.75, 6.0)),
    "two minima": Curve(
        lambda x: x**4 / 4 - 0.05 * x**3 - 1.2533 * x**2,
        ((0.15 + ROOT) / 2, (0.15 - ROOT) / 2),  # near 1.66 and -1.51: the roots of its slope beside 0
        (-2.75, 2.75),
        (-2.25, 3.0),
    ),
}


def walked(curve: Curve, name: str, keep: float, starts: Tensor, rates: Tensor, chance: Tensor) -> Tensor:
    """Where one optimiser stands from all starts (starts) at all rates (rates), (steps + 1, rates, starts), where
    ``chance`` (steps) is added to the slope.
    """
    x, rate = starts.expand(len(rates), -1).clone(), rates.unsqueeze(1)
    first, second = torch.zeros_like(x), torch.zeros_like(x)  # running means of slopes and of their squares
    places = [x]
    for step, added in enumerate(chance.tolist(), 1):
        slope = curve.slope(x) + added
        match name:
            case "sgd":
                moved = slope
            case "momentum":
                moved = first = keep * first + slope
            case "rmsprop":
                second = 0.99 * second + 0.01 * slope**2
                moved = slope / (second.sqrt() + 1e-8)
            case _:
                first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
                moved = first / (1 - 0.9**step) / ((second / (1 - 0.999**step)).sqrt() + 1e-8)
        x = x - rate * moved
        places.append(x)
    return torch.stack(places)
