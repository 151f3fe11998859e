"""The plane of the code: what the network draws at each of its places, and where pictures lie.

Kingma and Welling 2013, figure 4, with the codes of test pictures, one's own picture and a walk in it.
"""

import math

import torch
from torch import Tensor, nn

from models.layers.coding import Code, Coder
from models.look.coded import Plane, coded, coder_of, grid, labels_of, pairs_of, plane_of
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.picture_rows import Cloud, CodeDot, CodePlane, Place
from models.look.pictures import Choice, Picture
from models.look.questions import question_or_example
from models.look.sheet_rows import strip
from models.look.view import View, parted
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec

BY_PRINCIPAL = Sentence("axes-principal", "Principal axes")
BY_USE = Sentence("axes-used", "The two numbers that vary most")
POINT = Sentence("own-point", "The asked picture is a point: everything between the points was never asked for.")
CLOUD = Sentence(
    "own-cloud", "The ring is one deviation of the cloud of the asked picture; eight codes drawn from it are beside it."
)
SIDE, SAMPLES = 20, 8
FEWEST, SHOWN = 200, 600
"""Pictures whose codes are drawn: fewer of a network that takes long for each."""


class CodeMap(View):
    """20 x 20 decoded places of two axes of the code, with the codes of test pictures over them."""

    title = "Map of codes"
    text = (
        "Each small picture is what the network draws at that place of its code; each sign is where a picture lies "
        "that it never learnt from. Walk with the pointer or the arrow keys and see what it draws there. The ring is "
        "the picture that you draw, or a held-out one."
    )
    group = "layers"
    asks = True
    has_example = True
    needs = Coder
    rank = 0

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        wanted = dict(pairs_of(part))
        most = affordable(network, one_example(spec.task, network, splits.test, 0), FEWEST, SHOWN)
        batch, code = coded(network, spec, splits.test, most)
        axes = "used" if wanted.get("axes") == "used" else "principal"
        plane, coder = plane_of(code, axes), coder_of(network)
        own = question_or_example(spec.task, splits, network, posed)
        own_code = coder.encode(own.inputs)
        drawn = draws(own_code)
        asked = torch.cat([own.targets, coder.decode(torch.cat([own_code.mean, drawn]))])
        at = place_asked(wanted.get("at", ""), plane.shares(own_code.mean)[0])
        labels, places = labels_of(spec.task, batch), plane.shares(code.mean)
        names = {name: text for name in spec.task.class_names() if (text := Text.read(name)).code}
        several = [Choice(name="principal", title=BY_PRINCIPAL()), Choice(name="used", title=BY_USE())]
        return CodePlane(
            text=plane.words,
            grid=strip(coder.decode(plane.codes(grid(SIDE, code.mean.device))), SIDE),
            dots=[CodeDot(place=place(one), label=label) for one, label in zip(places, labels, strict=True)],
            names=names,
            own=ring(plane, own_code),
            samples=[place(one) for one in plane.shares(drawn)],
            asked=strip(asked, len(asked)),
            at=place(at),
            here=strip(coder.decode(plane.codes(at.unsqueeze(0))), 1),
            choices=several if coder.dimensions > 2 else [],
            chosen=axes,
            remarks=[POINT() if own_code.log_variance is None else CLOUD()],
        )


def draws(code: Code) -> Tensor:
    """Codes drawn from the cloud of one picture (samples, dimensions), always by the same noise; none of a point."""
    if code.log_variance is None:
        return code.mean[:0]
    many = Code(code.mean.expand(SAMPLES, -1), code.log_variance.expand(SAMPLES, -1))
    return many.drawn(generator(0, "views", code.mean.device))


def place(shares: Tensor) -> Place:
    """(2) shares of the frame."""
    x, y = (round(value, 4) for value in shares.tolist())
    return Place(x=x, y=y)


def ring(plane: Plane, code: Code) -> Cloud:
    """Where one picture lies, and how wide its cloud is."""
    middle = place(plane.shares(code.mean)[0])
    if code.log_variance is None:
        return Cloud(place=middle)
    across, up = plane.widths(code.log_variance)[0].tolist()
    return Cloud(place=middle, across=round(across, 4), up=round(up, 4))


def place_asked(wanted: str, otherwise: Tensor) -> Tensor:
    """ "0.5,0.25" as a place of the frame, (2); ``otherwise`` (2) where it is none."""
    try:
        x, y = (float(value) for value in wanted.split(","))
    except ValueError:
        return otherwise
    return otherwise.new_tensor([x, y]).clamp(0, 1) if math.isfinite(x) and math.isfinite(y) else otherwise
