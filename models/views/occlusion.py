"""What must not be hidden: the probability of a class with a grey patch at each place (Zeiler and Fergus 2014)."""

from dataclasses import replace

import torch
from torch import Tensor, nn

from models.look.arrays import signed_panel, unlabelled
from models.look.classes import class_asked, class_choices
from models.look.cost import affordable
from models.look.marks import image_grid, marks_of
from models.look.pictures import FieldAxis, HeatMap, Picture
from models.look.questions import question_or_example
from models.look.view import View, parted, probabilities
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task

CHANGES = Sentence(
    "occlusion-changes",
    "Probability of {label}: {chance:percent} of the whole picture; with the patch between {least:percent} and "
    "{most:percent}",
)
SAYS_OTHER = Sentence("occlusion-says-other", "With the patch on the place that matters most it says {answer}.")
SAYS_SAME = Sentence("occlusion-says-same", "Wherever the patch lies, it says {answer}.")

GREY = 0.5
"""Between paper and ink."""
PART = 4
"""A patch is as wide as this part of the picture."""
MOST = 256
"""Places of the patch."""


class Occlusion(View):
    """The change of one class's probability by the place of a patch."""

    title = "Occlusion"
    text = (
        "A grey patch slides over the picture, and the network is asked anew at each place. Orange: with the patch "
        "there, the class is less likely; what is hidden there, the network relies on. Blue: it is more likely, so "
        "what is hidden speaks against it. Point at a place to see the patch."
    )
    asks = True
    has_example = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        batch = question_or_example(spec.task, splits, network, posed)
        names = spec.task.class_names()
        whole = probabilities(network(batch), network)  # (1, classes)
        asked = class_asked(names, whole[0], part)
        down, across = patch_places(batch.inputs.shape, affordable(network, batch, 49, MOST))
        patched = occluded(batch.inputs, down, across)
        asked_all = replace(batch, inputs=patched, targets=batch.targets.expand(len(patched)))
        chances = probabilities(network(asked_all), network)
        height, width = places_along(down, batch.inputs.shape[2]), places_along(across, batch.inputs.shape[3])
        changes = (chances[:, asked] - whole[0, asked]).view(height, width)
        least, most = (float(end) for end in chances[:, asked].aminmax())
        title = CHANGES(label=names[asked], chance=float(whole[0, asked]), least=least, most=most)
        drawn = signed_panel(title, changes, unlabelled(height), unlabelled(width))
        return HeatMap(
            panels=[drawn.model_copy(update={"seen": (down, across)})],
            mark=marks_of(spec.task, batch, whole)[0],
            asked=image_grid(batch.inputs),
            choices=class_choices(names, whole[0], asked),
            chosen=names[asked],
            remarks=[answer_words(names, whole[0], chances, asked)],
        )


def answer_words(names: list[str], whole: Tensor, chances: Tensor, asked: int) -> Text:
    """What the network says with the patch, of ``chances`` (places, classes), and without, of ``whole`` (classes)."""
    answers = chances.argmax(1)
    if bool((answers == whole.argmax()).all()):
        return SAYS_SAME(answer=names[int(whole.argmax())])
    return SAYS_OTHER(answer=names[int(answers[chances[:, asked].argmin()])])


def patch_places(shape: torch.Size, most: int) -> tuple[FieldAxis, FieldAxis]:
    """Where patches lie in pictures (batch, channels, height, width), down and across: as close as ``most`` allow.

    Each is in the middle of its step, so patches at the edges reach beyond the picture.
    """
    height, width = shape[2:]
    size, stride = max(1, min(height, width) // PART), 1
    while -(-height // stride) * -(-width // stride) > most:
        stride += 1
    axis = FieldAxis(start=-((size - stride) // 2), stride=stride, size=size)
    return axis, axis


def places_along(axis: FieldAxis, pixels: int) -> int:
    return -(-pixels // axis.stride)


def occluded(picture: Tensor, down: FieldAxis, across: FieldAxis) -> Tensor:
    """(1, channels, height, width) -> copies with a grey patch at each place, row by row (places, channels, …)."""
    height, width = picture.shape[2:]
    rows, columns = covers(down, height, picture.device), covers(across, width, picture.device)
    hidden = rows[:, None, :, None] & columns[None, :, None, :]  # (down, across, height, width)
    return picture.masked_fill(hidden.flatten(0, 1).unsqueeze(1), GREY)


def covers(axis: FieldAxis, pixels: int, device: torch.device) -> Tensor:
    """(places, pixels) which pixels each place of a patch hides along one side."""
    starts = axis.start + axis.stride * torch.arange(places_along(axis, pixels), device=device)
    at = torch.arange(pixels, device=device)
    return (at >= starts[:, None]) & (at < starts[:, None] + axis.size)
