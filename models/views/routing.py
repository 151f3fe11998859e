"""Routing by agreement, iteration by iteration (procedure 1 of Sabour, Frosst and Hinton 2017).

What to watch: at first every primary capsule sends a tenth of itself to each digit. Those whose votes agree with what a
digit's capsule came out as send more there; the others go elsewhere. It needs no picture to be learnt anew.
"""

import torch
from torch import nn

from models.layers.capsules import RoutedCapsules, lengths
from models.layers.receptive_fields import passages
from models.look.arrays import numbers
from models.look.capsules import capsules_of
from models.look.layer_maps import seen
from models.look.marks import image_grid, marks_of
from models.look.pictures import FieldAxis, Picture
from models.look.questions import question_or_example
from models.look.routings import Routing as Drawn
from models.look.view import View, parted, probabilities
from models.sentences import Sentence
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec
from models.spec.task import Task

MOVED = Sentence(
    "routing-moved",
    "In the first iteration each of the {count:whole} primary capsules sends {first:percent} of itself to every class. "
    "In iteration {iterations} the class {label} gets {last:percent} of all, and on average a capsule sends "
    "{most:percent} of itself to the class that it agrees with most.",
)


class Routing(View):
    """Couplings of all primary capsules with all classes, and the votes of one of them."""

    title = "Routing"
    text = (
        "Each primary capsule votes for what the capsule of every class would have to be. Where its vote points the "
        "same way as what the class came out as, it is coupled more strongly: press play and see the couplings move. "
        "Point at a primary capsule to see its ten votes as arrows, and the numbers b and c before and after each "
        "iteration."
    )
    group = "layers"
    asks = True
    has_example = True
    needs = RoutedCapsules

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.markable

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, _ = parted(question)
        batch = question_or_example(spec.task, splits, network, posed)
        found = capsules_of(network, batch)
        steps, layer = found.layer.steps(found.read), found.layer
        names = spec.task.class_names()
        best = int(found.outputs[0].argmax())
        final = steps[-1].couplings[0]  # (capsules, classes)
        return Drawn(
            mark=marks_of(spec.task, batch, probabilities(found.outputs, network))[0],
            asked=image_grid(batch.inputs),
            labels=names,
            grid=layer.grid,
            strengths=numbers(lengths(found.read)[0]),
            lengths=numbers(lengths(torch.stack([one.outputs[0] for one in steps]))),
            agreements=numbers(torch.stack([one.agreements[0] for one in steps])),
            votes=numbers(lengths(layer.votes(found.read))[0].T),
            seen=places_seen(network, batch, layer),
            remarks=[
                MOVED(
                    count=len(final),
                    iterations=len(steps),
                    first=1 / len(names),
                    label=names[best],
                    last=float(final[:, best].mean()),
                    most=float(final.max(1).values.mean()),
                )
            ],
        )


def places_seen(network: nn.Module, batch: Batch, layer: RoutedCapsules) -> tuple[FieldAxis, FieldAxis] | None:
    """Which pixels of a batch of one a place of the primary capsules has seen: as the maps that they are made of."""
    found = passages(network, batch.inputs, lambda: network(batch))
    passage = next(one for one in found.values() if one.module is layer)
    while passage.field is None and passage.source:
        passage = found[passage.source]
    return seen(passage)
