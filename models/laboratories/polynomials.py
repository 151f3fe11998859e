"""Capacity, with polynomials: too stiff to follow the points, or limber enough to follow their noise.

The oldest example of overfitting: a polynomial of degree n goes through any n + 1 points (Waring 1779), and between
them it may do anything (Runge 1901). What it is worth shows on points that it was not fitted to (Bishop 2006, section
1.1).
"""

import math
from collections.abc import Mapping
from typing import ClassVar

import torch
from torch import Tensor

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

FITTED, BY_DEGREE = (
    Sentence("polynomial-through-points", "A polynomial through noisy points"),
    Sentence("error-by-degree", "Error by degree"),
)
VALUE, ERROR, DEGREE = (
    Text("y"),
    Sentence("polynomial-error", "error (root of the mean square)"),
    Sentence("polynomial-degree", "degree"),
)
TRUTH, POINTS, FIT = (
    Sentence("polynomial-truth", "What the points come from"),
    Sentence("polynomial-points", "Points to fit"),
    Sentence("polynomial-fit", "The polynomial"),
)
LEARNT, FRESH = (
    Sentence("polynomial-learnt", "On the points that are fitted"),
    Sentence("polynomial-fresh", "On {count} fresh points"),
)
EXACT = Sentence(
    "polynomial-exact", "{parameters} numbers for {points} points: it goes through all of them, noise and all."
)
ERRORS = Sentence(
    "polynomial-errors",
    "Degree {degree}, {parameters} numbers: off by {learnt:figure} on the points that it is fitted to, by "
    "{fresh:figure} on fresh ones. Degree {best} is the best on fresh ones, with {least:figure}.",
)

MOST = 20
"""The highest degree."""
FRESH_POINTS = 500
GRID = 601
FRAME = 2.2


class Polynomials(Laboratory):
    """The least-squares polynomial through a few noisy points of a wave, and its error at every degree."""

    title: ClassVar[str] = "Polynomials: too stiff, too limber"
    text: ClassVar[str] = (
        "A polynomial has one number more than its degree, as a network has its weights. Raise the degree: the error "
        "on the points always falls. What about points that it has not seen? Then try more points, or a penalty."
    )
    place: ClassVar[Place] = Place(
        "restraint",
        chapters=("classifiers",),
        effects=("overfitting", "capacity", "noise"),
        sources=(
            Source("Runge", 1901, "Über empirische Funktionen und die Interpolation zwischen äquidistanten Ordinaten"),
            Source("Bishop", 2006, "Pattern recognition and machine learning"),
        ),
        after=("laboratory/gradient_descent",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "training/l2": "",
        "training/weight_decay": "",
        "task/label_noise": "",
    }

    degree: int = setting(3, "Degree", "How limber the curve is.", between=(0, MOST), group="Curve")
    penalty: float = setting(
        0.0, "Penalty on the numbers (L2)",
        "Charges for large numbers, as weight decay does: a limber curve is held back.",
        between=(0.0, 1.0), step=0.001, group="Curve",
    )  # fmt: skip
    points: int = setting(12, "Points", "How many there are to fit.", between=(2, 200), scale="log", group="Points")
    noise: float = setting(
        0.25, "Noise", "The deviation of what chance adds to each.", between=(0.0, 1.0), step=0.01, group="Points"
    )
    seed: int = setting(
        0, "Seed", "Another throw of the dice: other points, other noise.", between=(0, 99), group="Points"
    )

    def pictures(self) -> list[Picture]:
        x, y = self.thrown(self.points, self.seed)
        fresh = self.thrown(FRESH_POINTS, self.seed + 1000)
        errors = torch.tensor([self.errors(degree, (x, y), fresh) for degree in range(MOST + 1)], dtype=torch.float64)
        return [self.fitted(x, y), self.by_degree(errors)]

    def thrown(self, count: int, seed: int) -> tuple[Tensor, Tensor]:
        """So many points x from -1 to 1 with their noisy y, both (count) in float64."""
        chance = torch.Generator().manual_seed(seed)
        x = (torch.rand(count, generator=chance, dtype=torch.float64) * 2 - 1).sort().values
        return x, wave(x) + self.noise * torch.randn(count, generator=chance, dtype=torch.float64)

    def numbers(self, degree: int, x: Tensor, y: Tensor) -> Tensor:
        """Those (degree + 1) of Legendre's polynomials that fit y (points) at x (points) best, with the penalty."""
        charge = math.sqrt(self.penalty * len(x) / 100)
        rows = torch.cat([legendre(degree, x), charge * torch.eye(degree + 1, dtype=torch.float64)])
        wanted = torch.cat([y, torch.zeros(degree + 1, dtype=torch.float64)])
        found: Tensor = torch.linalg.lstsq(rows, wanted.unsqueeze(1), driver="gelsd").solution.flatten()
        return found

    def errors(self, degree: int, fitted: tuple[Tensor, Tensor], fresh: tuple[Tensor, Tensor]) -> list[float]:
        """Roots of mean squares on the points x, y (count) that are ``fitted``, and on ``fresh`` ones (count)."""
        numbers = self.numbers(degree, *fitted)
        return [(legendre(degree, x) @ numbers - y).square().mean().sqrt().item() for x, y in (fitted, fresh)]

    def fitted(self, x: Tensor, y: Tensor) -> Lines:
        """The polynomial through the points x, y (points)."""
        grid = torch.linspace(-1, 1, GRID, dtype=torch.float64)
        curve = legendre(self.degree, grid) @ self.numbers(self.degree, x, y)
        single = torch.full((2 * len(x),), torch.nan, dtype=torch.float64)  # gaps between: points, and no line
        places, values = single.clone(), single
        places[::2], values[::2] = x, y
        parameters = self.degree + 1
        exact = (
            [EXACT(parameters=parameters, points=self.points)] if parameters >= self.points and not self.penalty else []
        )
        return Lines(
            title=FITTED(), start=-1, step=2 / (GRID - 1), count=GRID, lowest=-FRAME, highest=FRAME, unit=VALUE,
            across=Text("x"), at=0.0,
            lines=[
                NamedLine(name=TRUTH(), values=floats(wave(grid)), hue=1),
                NamedLine(name=FIT(), values=floats(curve), hue=2),
                NamedLine(name=POINTS(), x=floats(places), values=floats(values), hue=0),
            ],
            remarks=exact,
        )  # fmt: skip

    def by_degree(self, errors: Tensor) -> Lines:
        """Both errors (degrees, 2) over the degree; those beyond the frame leave it."""
        learnt, fresh = errors.T
        best = int(fresh.argmin())
        said = ERRORS(
            degree=self.degree, parameters=self.degree + 1, learnt=learnt[self.degree].item(),
            fresh=fresh[self.degree].item(), best=best, least=fresh[best].item(),
        )  # fmt: skip
        return Lines(
            title=BY_DEGREE(), start=0, step=1, count=MOST + 1, lowest=0.0, highest=1.0, unit=ERROR(), across=DEGREE(),
            at=self.degree,
            lines=[
                NamedLine(name=LEARNT(), values=floats(learnt), hue=0),
                NamedLine(name=FRESH(count=FRESH_POINTS), values=floats(fresh), hue=2),
            ],
            remarks=[said],
        )  # fmt: skip


def wave(x: Tensor) -> Tensor:
    """What the points come from: one turn of a sine at x (…) from -1 to 1."""
    return torch.sin(math.pi * x).round(decimals=9)  # and not 1e-16 where it is nothing


def legendre(degree: int, x: Tensor) -> Tensor:
    """Legendre's polynomials up to ``degree`` at x (points), (points, degree + 1), by Bonnet's recursion.

    They span what the powers of x span, and are well-conditioned where those are not.
    """
    found = [torch.ones_like(x), x]
    for n in range(1, degree):
        found.append(((2 * n + 1) * x * found[n] - n * found[n - 1]) / (n + 1))
    return torch.stack(found[: degree + 1], 1)
