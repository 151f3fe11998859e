"""Routing by agreement: a triangle and a rectangle each vote for a house and for a boat, and go where both votes agree.

The example and the procedure are of Sabour, Frosst and Hinton, "Dynamic routing between capsules" (2017); the votes of
a part for the pose of its whole are of Hinton, Krizhevsky and Wang, "Transforming auto-encoders" (2011). Here nothing
is learnt: where a part lies in its whole is given, and so are the matrices that make a vote of a pose.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from torch import Tensor

from models.layers.capsules import RoutingStep, lengths
from models.look.arrays import floats
from models.look.convolutions import packed
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.look.planes import Outline, Plane, Planes
from models.look.votes import IN_WHOLE, SHAPES, STRENGTH, Lie, cornered, matrices, placed, pose, routed, turned
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

SEEN, FOR_HOUSE, FOR_BOAT = (
    Sentence("routing-lab-seen", "What is seen: two parts"),
    Sentence("routing-lab-for-house", "If it were a house: where each part says it is"),
    Sentence("routing-lab-for-boat", "If it were a boat: where each part says it is"),
)
TRIANGLE, RECTANGLE = Sentence("routing-lab-triangle", "triangle"), Sentence("routing-lab-rectangle", "rectangle")
HOUSE, BOAT = Sentence("routing-lab-house", "house"), Sentence("routing-lab-boat", "boat")
VOTE = Sentence("routing-lab-vote", "the {whole} of the {part}")
COUPLINGS, LENGTHS, AGREEMENTS = (
    Sentence("routing-lab-couplings", "Coupling c: which share each part sends"),
    Sentence("routing-lab-lengths", "Length of the capsule: how likely it is there"),
    Sentence("routing-lab-agreements", "Agreement: the vote times what came out"),
)
ITERATION, SHARE, LENGTH, DOT = (
    Sentence("routing-lab-iteration", "iteration"),
    Sentence("routing-lab-share", "share"),
    Sentence("routing-lab-length", "length"),
    Sentence("routing-lab-dot", "vote · v"),
)
TO = Sentence("routing-lab-to", "{part} to {whole}")
OUTCOME = Sentence(
    "routing-lab-outcome",
    "After {iterations} iterations the {first} is {long:figure} long and the {second} {short:figure}: {first}. The "
    "triangle sends {triangle:percent} of itself there, the rectangle {rectangle:percent}.",
)
EVEN = Sentence(
    "routing-lab-even",
    "After the first iteration the {first} is {long:figure} long and the {second} {short:figure}. Both parts still "
    "send half of themselves to each.",
)
APART = Sentence(
    "routing-lab-apart",
    "The two votes for a boat lie {boat:figure} apart and those for a house {house:figure}, in place and direction "
    "together.",
)

FRAME = (-2.4, 2.4)
SOLID, FAINT = 0.8, 0.35


class AgreementLaboratory(Laboratory):
    """Two parts, two wholes; poses, votes, couplings."""

    title: ClassVar[str] = "Routing by agreement"
    text: ClassVar[str] = (
        "A triangle and a rectangle are seen. Are they a house or a boat? Each part says where the whole would have "
        "to be, "
        "if it belonged to one. Where both say the same, there it is. Drag a part, turn the whole, and watch the "
        "couplings."
    )

    place: ClassVar[Place] = Place(
        "capsules",
        chapters=("architectures",),
        effects=("routing", "turning"),
        sources=(
            Source("Hinton, Krizhevsky and Wang", 2011, "Transforming auto-encoders"),
            Source("Sabour, Frosst and Hinton", 2017, "Dynamic routing between capsules"),
        ),
        after=("laboratory/shapes",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/iterations": "iterations",
    }

    scene: Literal["a boat", "a house", "by hand"] = setting(
        "a boat", "What is seen", "Parts that lie as they do in one of them, or as you lay them.", group="Scene"
    )
    turn: float = setting(
        0.0, "Turned", "All of the picture by so many degrees: the votes turn with it.", between=(-180.0, 180.0),
        step=5.0, unit="degrees", group="Scene",
    )  # fmt: skip
    triangle_across: float = setting(
        0.0, "Triangle across", "Where its middle is.", between=(-1.5, 1.5), step=0.05, group="Parts",
        when={"scene": ["by hand"]},
    )  # fmt: skip
    triangle_up: float = setting(
        0.65, "Triangle up", "Where its middle is.", between=(-1.5, 1.5), step=0.05, group="Parts",
        when={"scene": ["by hand"]},
    )  # fmt: skip
    triangle_angle: float = setting(
        0.0, "Triangle's angle", "By how much it is turned.", between=(-180.0, 180.0), step=5.0, unit="degrees",
        group="Parts", when={"scene": ["by hand"]},
    )  # fmt: skip
    rectangle_across: float = setting(
        0.0, "Rectangle across", "Where its middle is.", between=(-1.5, 1.5), step=0.05, group="Parts",
        when={"scene": ["by hand"]},
    )  # fmt: skip
    rectangle_up: float = setting(
        -0.35, "Rectangle up", "Where its middle is.", between=(-1.5, 1.5), step=0.05, group="Parts",
        when={"scene": ["by hand"]},
    )  # fmt: skip
    rectangle_angle: float = setting(
        0.0, "Rectangle's angle", "By how much it is turned.", between=(-180.0, 180.0), step=5.0, unit="degrees",
        group="Parts", when={"scene": ["by hand"]},
    )  # fmt: skip
    loudness: float = setting(
        3.0, "Strength of the votes",
        "The matrices make a vote so many times as long as the pose: louder votes decide sooner.",
        between=(0.5, 6.0), step=0.1, group="Routing",
    )  # fmt: skip
    iterations: int = setting(
        3, "Iterations", "How often the couplings follow the agreement; the paper takes three.", between=(1, 10),
        group="Routing",
    )  # fmt: skip

    def pictures(self) -> list[Picture]:
        steps = routed(self.poses(), self.iterations, self.loudness)
        return [self.planes(steps), self.shares(steps), self.grown(steps), self.agreed(steps)]

    def places(self) -> tuple[Lie, Lie]:
        """Where the triangle and the rectangle are, before all is turned."""
        if self.scene == "by hand":
            return (
                (self.triangle_angle, self.triangle_across, self.triangle_up),
                (self.rectangle_angle, self.rectangle_across, self.rectangle_up),
            )
        return IN_WHOLE[self.scene.removeprefix("a ")]

    def poses(self) -> Tensor:
        """Of both parts (parts, 4)."""
        return torch.stack([pose(*turned(place, self.turn)) for place in self.places()])

    def planes(self, steps: list[RoutingStep]) -> Planes:
        poses = self.poses()
        coupled = steps[-1].couplings[0]  # (parts, wholes)
        parts = [self.part(number, name, poses[number]) for number, name in enumerate(SHAPES)]
        planes = [Plane(title=SEEN(), across=FRAME, up=FRAME, outlines=parts)]
        for number, (whole, title) in enumerate((("house", FOR_HOUSE), ("boat", FOR_BOAT))):
            outlines = [
                outline
                for part, name in enumerate(SHAPES)
                for outline in voted(name, whole, poses[part], matrices()[part, number], coupled[part, number].item())
            ]
            planes.append(Plane(title=title(), across=FRAME, up=FRAME, outlines=outlines))
        return Planes(planes=planes, remarks=[self.outcome(steps), self.apart(poses)])

    def part(self, number: int, name: str, at: Tensor) -> Outline:
        """A part in its pose (4)."""
        moves = (f"{name}_across", f"{name}_up") if self.scene == "by hand" and self.turn == 0 else None
        words = (TRIANGLE, RECTANGLE)[number]()
        place = self.places()[number]
        return Outline(
            points=packed(cornered(SHAPES[name], at)), name=words, filled=True, hue=number + 1, moves=moves,
            at=(place[1], place[2]),
        )  # fmt: skip

    def outcome(self, steps: list[RoutingStep]) -> Text:
        house, boat = lengths(steps[-1].outputs)[0].tolist()
        first, second = (BOAT(), HOUSE()) if boat >= house else (HOUSE(), BOAT())
        sent = steps[-1].couplings[0, :, 1 if boat >= house else 0].tolist()
        values = {"first": first, "second": second, "long": max(house, boat), "short": min(house, boat)}
        if len(steps) == 1:
            return EVEN(**values)
        return OUTCOME(iterations=len(steps), triangle=sent[0], rectangle=sent[1], **values)

    def apart(self, poses: Tensor) -> Text:
        """How far the votes of both poses (parts, 4) are from each other."""
        votes = torch.einsum("pu,pwuv->pwv", poses / STRENGTH, matrices())  # (parts, wholes, 4)
        house, boat = (votes[0] - votes[1]).norm(dim=1).float().round(decimals=6).tolist()
        return APART(house=house, boat=boat)

    def shares(self, steps: list[RoutingStep]) -> Lines:
        found = torch.stack([step.couplings[0] for step in steps])  # (iterations, parts, wholes)
        return self.over(COUPLINGS(), SHARE(), found, (0.0, 1.0))

    def agreed(self, steps: list[RoutingStep]) -> Lines:
        found = torch.stack([step.agreements[0] for step in steps])  # (iterations, parts, wholes)
        room = 0.1 + found.abs().max().item() / 10
        return self.over(AGREEMENTS(), DOT(), found, (min(0.0, found.min().item()) - room, found.max().item() + room))

    def over(self, title: Text, unit: Text, found: Tensor, ends: tuple[float, float]) -> Lines:
        """Numbers (iterations, parts, wholes) as lines."""
        lines = [
            NamedLine(name=TO(part=part(), whole=whole()), values=floats(found[:, one, other]), hue=1 + 2 * one + other)
            for one, part in enumerate((TRIANGLE, RECTANGLE))
            for other, whole in enumerate((HOUSE, BOAT))
        ]
        return self.lines(title, unit, lines, ends)

    def grown(self, steps: list[RoutingStep]) -> Lines:
        found = torch.stack([lengths(step.outputs)[0] for step in steps])  # (iterations, wholes)
        lines = [
            NamedLine(name=whole(), values=floats(found[:, number]), hue=number)
            for number, whole in enumerate((HOUSE, BOAT))
        ]
        return self.lines(LENGTHS(), LENGTH(), lines, (0.0, 1.0))

    def lines(self, title: Text, unit: Text, lines: list[NamedLine], ends: tuple[float, float]) -> Lines:
        return Lines(
            title=title, start=1, step=1, count=self.iterations, lowest=ends[0], highest=ends[1], unit=unit,
            across=ITERATION(), at=self.iterations, lines=lines,
        )  # fmt: skip


def voted(part: str, whole: str, at: Tensor, matrix: Tensor, coupling: float) -> list[Outline]:
    """The whole as one part would have it, in the pose (4) that its matrix (4, 4) makes of its own, and an arrow "
    "there."""
    vote = at @ matrix
    number = list(SHAPES).index(part)
    name = VOTE(whole=(HOUSE if whole == "house" else BOAT)(), part=(TRIANGLE, RECTANGLE)[number]())
    outlines = []
    for shape, place in zip(SHAPES, IN_WHOLE[whole], strict=True):
        there = placed(place, vote)
        outlines.append(
            Outline(
                points=packed(cornered(SHAPES[shape], there)),
                name=name,
                hue=number + 1,
                dashed=shape != part,
                weight=coupling,
            )
        )
    scale = at[:2].norm()
    ends = torch.stack([at[2:] / scale, vote[2:] / scale])
    return [
        *outlines,
        Outline(points=packed(ends), name=name, closed=False, arrow=True, hue=number + 1, weight=coupling),
    ]
