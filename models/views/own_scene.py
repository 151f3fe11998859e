"""A scene that a person puts together, thing by thing, and its caption: a test that no split has.

Scenes made for one question each: Johnson et al., "CLEVR: a diagnostic dataset for compositional language", 2017.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.images.caption_rules import DIGITS, RELATIONS, RULES, alphabet
from models.images.caption_scenes import SIDE, CaptionedScenes, Descriptions
from models.images.scenes import ink_boxes
from models.images.shapes import SHAPES, ShapeForms
from models.layers.decoding import StepDecoder
from models.look.asking import knob_values
from models.look.caption_by_word import caption_of
from models.look.pictures import Knob, Picture
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec
from models.spec.task import Task

DIGIT = Sentence("own-scene-digit", "Digit")
HAND = Sentence("own-scene-hand", "Handwriting")
SHAPE = Sentence("own-scene-shape", "Shape")
ACROSS = Sentence("own-scene-across", "{thing}: from the left")
DOWN = Sentence("own-scene-down", "{thing}: from the top")
NOTHING = Sentence("own-scene-nothing", "none")

PATCH = 20
"""Pixels on a side of a thing's own picture."""
HANDS = 20
START = {"digit": 7, "hand": 1, "digit_across": 20, "digit_down": 10, "shape": 0, "shape_across": 20, "shape_down": 29}


class OwnScene(View):
    """A digit of the held-out ones and a shape, each where a person wants it."""

    title = "Own scene"
    text = (
        "Put a digit and a shape where you like, also one on the other, or one alone: what does the network say, and "
        "where does it look? When is something no longer above but beside? The handwriting is new to it."
    )
    group = "answers"
    needs = StepDecoder
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, CaptionedScenes)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if the part makes no sense."""
        assert isinstance(network, StepDecoder)
        assert isinstance(spec.task, CaptionedScenes)
        asked = knob_values(knobs(START), question)
        batch = to_device(scene(spec.task, splits, {one.name: int(one.value) for one in asked}), network)
        return caption_of(network, alphabet(spec.task.choice()), batch, asked)


def knobs(asked: dict[str, int]) -> list[Knob]:
    """Where each stands."""
    digits = [*(Text.read(name) for name in DIGITS), NOTHING()]
    shapes = [*(Text.read(name) for name in SHAPES), NOTHING()]
    found = {
        "digit": (DIGIT(), 0, len(DIGITS), digits),
        "hand": (HAND(), 1, HANDS, []),
        "digit_across": (ACROSS(thing=DIGIT()), 0, SIDE, []),
        "digit_down": (DOWN(thing=DIGIT()), 0, SIDE, []),
        "shape": (SHAPE(), 0, len(SHAPES), shapes),
        "shape_across": (ACROSS(thing=SHAPE()), 0, SIDE, []),
        "shape_down": (DOWN(thing=SHAPE()), 0, SIDE, []),
    }
    return [
        Knob(name=name, title=title, value=asked[name], lowest=lowest, highest=highest, step=1, names=names)
        for name, (title, lowest, highest, names) in found.items()
    ]


def scene(task: CaptionedScenes, splits: Splits, asked: dict[str, int]) -> Batch:
    """The picture as a batch of one, with its right caption where the rule has one for it."""
    digit, shape = asked["digit"], asked["shape"]
    held = [digit < len(DIGITS), shape < len(SHAPES)]
    size = torch.tensor([6.0])
    pictures = torch.cat(
        [
            handwritten(splits, digit, asked["hand"]) if held[0] else torch.zeros(1, PATCH, PATCH),
            ShapeForms(torch.tensor([shape]), size, torch.zeros(1)).pictures(PATCH).float() / 255,
        ]
    )
    middles = torch.tensor([[asked[f"{thing}_{way}"] for way in ("across", "down")] for thing in ("digit", "shape")])
    placed = torch.stack([put(*one) for one in zip(pictures, middles.tolist(), strict=True)])  # (2, side, side)
    boxes = ink_boxes(placed)  # (2, 4)
    unknown = torch.full((1, task.shapes().targets[0]), -1)
    captions, named = right_caption(task.choice(), (digit, shape), held, middles) or (unknown, unknown)
    words = boxes[named[0].clamp_min(0)].unsqueeze(0).float() / SIDE  # (1, places, 4)
    counted = alphabet(task.choice()).counted(captions.clamp_min(0))
    return Batch(placed.amax(0).view(1, 1, SIDE, SIDE), captions, counted, {"boxes": words, "things": named >= 0})


def handwritten(splits: Splits, digit: int, hand: int) -> Tensor:
    """One of the held-out digits of that name in the middle of a picture (1, 20, 20); blank where there is none."""
    split = splits.validation
    (first,) = (split["boxes"][:, 0, :].cpu(),)  # (scenes, 4)
    rows = (split["digits"] == digit).nonzero().flatten().tolist()
    if not rows:
        return torch.zeros(1, PATCH, PATCH)
    row = rows[(hand - 1) % len(rows)]
    left, top, right, bottom = first[row].tolist()
    ink = split["pictures"][row, top:bottom, left:right].float().cpu() / 255
    across, down = PATCH - (right - left), PATCH - (bottom - top)
    return functional.pad(ink, (across // 2, across - across // 2, down // 2, down - down // 2)).unsqueeze(0)


def put(picture: Tensor, middle: list[int]) -> Tensor:
    """A picture (20, 20) around a place of a scene, across and down: (side, side), what lies beyond is left out."""
    wide = functional.pad(picture, (SIDE, SIDE, SIDE, SIDE))
    left, top = (SIDE + PATCH // 2 - at for at in middle)
    return wide[top : top + SIDE, left : left + SIDE]


def right_caption(
    rule: str, things: tuple[int, int], held: list[bool], middles: Tensor
) -> tuple[Tensor, Tensor] | None:  # fmt: skip
    """The caption (1, places) and which thing each word names (1, places); None where no rule says anything of it.

    Things lie as it says along the way on which their ``middles`` (2, 2) are farther apart.
    """
    wanted = [one for one in RULES[rule] if one.things == sum(held)]
    if not wanted:
        return None
    way = (middles[0] - middles[1]).float()
    along = [sum(a * b for a, b in zip(way.tolist(), step, strict=True)) for step in RELATIONS.values()]
    only = torch.tensor([0 if held[0] else 1])
    shown = torch.tensor([[min(things[0], len(DIGITS) - 1), min(things[1], len(SHAPES) - 1)]])
    first = torch.zeros(1, dtype=torch.long)
    return Descriptions(rule, wanted, shown, first, only, torch.tensor([along.index(max(along))])).written()
