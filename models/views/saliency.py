"""Which pixels decide: the gradient of a class's score by every pixel of a picture (Simonyan et al. 2013)."""

from dataclasses import replace

import torch
from torch import Tensor, nn

from models.look.arrays import panel, signed_panel, unlabelled
from models.look.classes import class_asked, class_choices
from models.look.marks import image_grid, marks_of
from models.look.pictures import FieldAxis, HeatMap, Picture
from models.look.questions import question_or_example
from models.look.view import View, parted, probabilities
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task

HOW_MUCH = Sentence("saliency-how-much", "How much each pixel changes the score of {label}")
WHICH_WAY = Sentence("saliency-which-way", "Which way: ink raises the score (blue) or lowers it (orange)")


class Saliency(View):
    """The gradient's size, of colours the largest, and its sign."""

    title = "Saliency"
    text = (
        "The pixels that decide. The darker a place, the more the score of the class would change if that pixel did a "
        "little. Choose another class to ask why the network did not say that. At first this is noise all over the "
        "picture; a network that has learnt looks at the strokes and at the gaps that would make another digit."
    )
    asks = True
    has_example = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        batch = question_or_example(spec.task, splits, network, posed)
        names = spec.task.class_names()
        with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            pixels = batch.inputs.detach().clone().requires_grad_()
            scores: Tensor = network(replace(batch, inputs=pixels))
            chances = probabilities(scores.detach(), network)
            asked = class_asked(names, chances[0], part)
            (slopes,) = torch.autograd.grad(scores[0, asked], pixels)
        strongest = slopes[0].gather(0, slopes[0].abs().argmax(0, keepdim=True))[0]  # (height, width)
        height, width = strongest.shape
        bare = unlabelled(height), unlabelled(width)
        sizes = strongest.abs()
        seen = FieldAxis(start=0, stride=1, size=1), FieldAxis(start=0, stride=1, size=1)
        how_much = HOW_MUCH(label=names[asked])
        panels = [
            panel(how_much, sizes / sizes.max().clamp_min(1e-12), *bare),
            signed_panel(WHICH_WAY(), strongest, *bare),
        ]
        return HeatMap(
            panels=[one.model_copy(update={"seen": seen}) for one in panels],
            mark=marks_of(spec.task, batch, chances)[0],
            asked=image_grid(batch.inputs),
            choices=class_choices(names, chances[0], asked),
            chosen=names[asked],
        )
