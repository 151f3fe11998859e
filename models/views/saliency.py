"""Which pixels decide: the gradient of a class's score, or of a map's answer, by every pixel (Simonyan et al. 2013)."""

from dataclasses import replace

import torch
from torch import nn

from models.look.arrays import panel, signed_panel, unlabelled
from models.look.attribution import target_asked
from models.look.pictures import FieldAxis, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task

HOW_MUCH = Sentence("saliency-how-much", "How much each pixel changes the score of {label}")
HOW_MUCH_OF_MAP = Sentence("saliency-how-much-map", "How much each pixel changes the answer of {target}")
WHICH_WAY = Sentence("saliency-which-way", "Which way: ink raises it (blue) or lowers it (orange)")


class Saliency(View):
    """The gradient's size, of colours the largest, and its sign."""

    title = "Saliency"
    text = (
        "The pixels that decide. The darker a place, the more the score of the class would change if that pixel did a "
        "little. Choose another class to ask why the network did not say that, or a filter to see what moves it. At "
        "first this is noise all over the picture; a network that has learnt looks at the strokes and at the gaps that "
        "would make another digit."
    )
    group = "looks"
    asks = True
    has_example = True
    takes_map = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        target = target_asked(network, spec, splits, question)
        with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            pixels = target.batch.inputs.detach().clone().requires_grad_()
            scores, _ = target.measured(network, replace(target.batch, inputs=pixels))
            (slopes,) = torch.autograd.grad(scores[0], pixels)
        strongest = slopes[0].gather(0, slopes[0].abs().argmax(0, keepdim=True))[0]  # (height, width)
        height, width = strongest.shape
        bare = unlabelled(height), unlabelled(width)
        sizes = strongest.abs()
        seen = FieldAxis(start=0, stride=1, size=1), FieldAxis(start=0, stride=1, size=1)
        of_class = target.layer is None
        how_much = HOW_MUCH(label=target.title) if of_class else HOW_MUCH_OF_MAP(target=target.title)
        panels = [
            panel(how_much, sizes / sizes.max().clamp_min(1e-12), *bare),
            signed_panel(WHICH_WAY(), strongest, *bare),
        ]
        return target.heat_map([one.model_copy(update={"seen": seen}) for one in panels], [])
