"""The last hidden layer in two dimensions (Pearson 1901): what the network finds alike lies together."""

from functools import partial

import torch
from torch import Tensor, nn

from models.layers.capsules import RoutedCapsules
from models.layers.radial import RadialOutput
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.marks import predict_images
from models.look.pictures import Dot, Picture, Scatter
from models.look.questions import example_question
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

AXES = Sentence("two-principal-directions", "two directions that hold {share:whole} % of what differs")

FEWEST, SHOWN = 200, 500
"""Pictures: fewer of a network that takes long for each."""


class Plane(View):
    """The input of the last layer, by its two principal components."""

    title = "Plane"
    text = (
        "Each dot is a picture, placed by what the last layer sees of it: the two directions in which the pictures "
        "differ most. Untrained, the classes lie on each other; training pulls them apart. A box is a mistake. Press "
        "a dot to see its picture."
    )
    group = "layers"
    needs = nn.Linear

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        one = one_example(spec.task, network, splits.validation, 0)
        batch = next(batches(spec.task, splits.validation, affordable(network, one, FEWEST, SHOWN)))
        seen: list[Tensor] = []
        hooks = [
            module.register_forward_pre_hook(lambda module, given: seen.append(given[0].detach()))
            for module in network.modules()
            if isinstance(module, nn.Linear | RadialOutput | RoutedCapsules)
        ]
        try:
            answers = network(batch).argmax(-1).tolist()
        finally:
            for hook in hooks:
                hook.remove()
        question_of = partial(example_question, splits, "validation")
        places, share = principal(seen[-1].flatten(1).cpu().double())
        names = spec.task.class_names()
        dots = [
            Dot(x=x, y=y, label=names[label], answer=names[answer], question=question_of(row))
            for row, ((x, y), label, answer) in enumerate(zip(places, batch.targets.tolist(), answers, strict=True))
        ]
        asked = next((row for row, dot in enumerate(dots) if dot.question == question), None) if question else None
        opened = None if asked is None else predict_images(network, spec, splits, "validation", torch.tensor([asked]))
        called = {name: text for name in names if (text := Text.read(name)).code}
        return Scatter(text=AXES(share=100 * share), dots=dots, names=called, opened=opened)


def principal(values: Tensor) -> tuple[list[list[int]], float]:
    """(examples, units) -> places of 0 to 1000, and the share of the variance that two directions hold.

    The sign of a direction is free; it is chosen so that its largest component is positive.
    """
    centred = values - values.mean(0)
    _, sizes, directions = torch.linalg.svd(centred, full_matrices=False)
    two = directions[:2]
    two = two * two.gather(1, two.abs().argmax(1, keepdim=True)).sign()
    placed = centred @ two.T  # (examples, 2)
    low, high = placed.amin(0), placed.amax(0)
    scaled = (placed - low) / (high - low).clamp_min(1e-12) * 1000
    return scaled.round().int().tolist(), float(sizes[:2].square().sum() / sizes.square().sum().clamp_min(1e-12))
