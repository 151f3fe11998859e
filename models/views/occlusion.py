"""What must not be hidden: the probability of a class, or the answer of a map, with a grey patch at each place.

Zeiler and Fergus 2014, figure 6.
"""

from dataclasses import replace

import torch
from torch import Tensor, nn

from models.look.arrays import signed_panel, unlabelled
from models.look.attribution import target_asked
from models.look.cost import affordable
from models.look.pictures import FieldAxis, Picture
from models.look.view import View, probabilities
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task

CHANGES = Sentence(
    "occlusion-changes",
    "Probability of {label}: {chance:percent} of the whole picture; with the patch between {least:percent} and "
    "{most:percent}",
)
STRENGTH = Sentence(
    "occlusion-strength",
    "Answer of {target}: {strength:figure} of the whole picture; with the patch between {least:figure} and "
    "{most:figure}",
)
SILENT = Sentence("occlusion-silent", "In this picture it answers nowhere: take another picture, or another map.")
WITHOUT_IT = Sentence(
    "occlusion-without-it", "With the patch on the place that matters most, {share:percent} of the answer is left."
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
    """The change of one class's probability, or of one map's answer, by the place of a patch."""

    title = "Occlusion"
    text = (
        "A grey patch slides over the picture, and the network is asked anew at each place. Orange: with the patch "
        "there, the class is less likely; what is hidden there, the network relies on. Blue: it is more likely, so "
        "what is hidden speaks against it. Choose a filter to see what that one relies on. Point at a place to see the "
        "patch."
    )
    group = "looks"
    asks = True
    has_example = True
    takes_map = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        target = target_asked(network, spec, splits, question)
        batch = target.batch
        down, across = patch_places(batch.inputs.shape, affordable(network, batch, 49, MOST))
        patched = occluded(batch.inputs, down, across)
        asked_all = replace(batch, inputs=patched, targets=batch.targets.expand(len(patched)))
        (whole, _), (values, outputs) = target.measured(network, batch), target.measured(network, asked_all)
        if target.layer is None:
            chances = probabilities(outputs, network)
            whole, values = target.chances[:, target.number], chances[:, target.number]
            remark = answer_words(spec.task.class_names(), target.chances[0], chances, target.number)
        else:
            remark = strength_words(float(whole), values)
        height, width = places_along(down, batch.inputs.shape[2]), places_along(across, batch.inputs.shape[3])
        least, most = (float(end) for end in values.aminmax())
        title = (
            CHANGES(label=target.title, chance=float(whole), least=least, most=most)
            if target.layer is None
            else STRENGTH(target=target.title, strength=float(whole), least=least, most=most)
        )
        drawn = signed_panel(title, (values - whole).view(height, width), unlabelled(height), unlabelled(width))
        return target.heat_map([drawn.model_copy(update={"seen": (down, across)})], [remark])


def answer_words(names: list[str], whole: Tensor, chances: Tensor, asked: int) -> Text:
    """What the network says with the patch, of ``chances`` (places, classes), and without, of ``whole`` (classes)."""
    answers = chances.argmax(1)
    if bool((answers == whole.argmax()).all()):
        return SAYS_SAME(answer=names[int(whole.argmax())])
    return SAYS_OTHER(answer=names[int(answers[chances[:, asked].argmin()])])


def strength_words(whole: float, values: Tensor) -> Text:
    """What is left of a map's answer with the patch, of ``values`` (places)."""
    return WITHOUT_IT(share=max(0.0, float(values.min())) / whole) if whole > 0 else SILENT()


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
