"""What the numbers of a capsule mean: change one, and see what is drawn (Sabour, Frosst and Hinton 2017, figure 4).

The paper found stroke thickness, slant, width and parts of single digits among them. Nobody tells a network which
number is to mean what: another seed has others.
"""

import torch
from torch import Tensor, nn

from models.layers.capsules import CapsuleDecoder, lengths
from models.look.capsules import capsules_of, drawn_from
from models.look.classes import class_asked, class_choices
from models.look.marks import image_grid, marks_of
from models.look.passages import Knob
from models.look.pictures import Picture
from models.look.questions import question_or_example
from models.look.routings import CapsuleNumbers as Drawn
from models.look.strips import what_changes
from models.look.view import View, parted, probabilities, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Form, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

CAPSULE_LENGTH = Sentence(
    "capsule-is-so-long",
    "This capsule is {length:rough} long: so likely the network finds it that the picture shows {label}.",
)
STEPS = 11
REACH = 0.25
"""To either side of the value, as in the paper."""
MOST = 1.0
"""No number of a capsule can be larger: the whole is shorter than 1."""
EXAMPLES = 200


class CapsuleNumbersView(View):
    """A capsule's numbers as sliders, what is drawn from them, and a strip of what each of them does."""

    title = "A capsule's numbers"
    text = (
        "Sixteen numbers say how this digit was written. Move one: the decoder draws the digit again. Each strip shows "
        "what its number alone does, from 0.25 less to 0.25 more, and the words what changes most. At first they mean "
        "nothing; go back through the epochs and see one find its meaning."
    )
    group = "looks"
    asks = True
    has_example = True
    needs = CapsuleDecoder

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.markable

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        batch = question_or_example(spec.task, splits, network, posed)
        found = capsules_of(network, batch)
        chances, names = probabilities(found.outputs, network), spec.task.class_names()
        name, _, changes = part.partition("?")
        number = class_asked(names, chances[0], name)
        own = found.made[0, number]  # (outputs)
        values = changed(own, changes)
        strips = drawn_from(network, strip(values), number)  # (outputs x steps, channels, height, width)
        drawn = drawn_from(network, values.unsqueeze(0), number)
        # A slider that is dragged asks again and again: what does not hang on it is left out.
        spreads = [] if changes else deviations(network, spec.task, splits, number)
        return Drawn(
            mark=marks_of(spec.task, batch, chances)[0],
            choices=class_choices(names, chances[0], number),
            chosen=names[number],
            length=float(lengths(values)),
            drawn=image_grid(torch.cat([batch.inputs, drawn]), 2),
            knobs=[
                Knob(
                    name=str(place),
                    title=Text(str(place)),
                    value=round(value, 4),
                    lowest=-MOST,
                    highest=MOST,
                    step=0.01,
                )
                for place, value in enumerate(values.tolist(), 1)
            ],
            strips=image_grid(strips, STEPS),
            spreads=spreads,
            does=[what_changes(one) for one in torch.split(strips, STEPS)],
            remarks=[CAPSULE_LENGTH(length=float(lengths(values)), label=names[number])],
        )


def changed(own: Tensor, changes: str) -> Tensor:
    """``own`` numbers (outputs) with those of "1=0.25&7=-0.1", counted from 1; what is no number changes nothing."""
    values = own.clone()
    for one in filter(None, changes.split("&")):
        place, _, value = one.partition("=")
        try:
            number = float(value)
        except ValueError:
            continue
        if place.isdecimal() and 1 <= int(place) <= len(own):
            values[int(place) - 1] = max(-MOST, min(MOST, number))
    return values


def strip(values: Tensor) -> Tensor:
    """For each of ``values`` (outputs) a row in which it alone goes from less to more, (outputs x steps, outputs)."""
    count = len(values)
    rows = values.repeat(count, STEPS, 1)  # (outputs, steps, outputs)
    by = torch.linspace(-REACH, REACH, STEPS, device=values.device)
    rows[torch.arange(count), :, torch.arange(count)] += by
    return rows.flatten(0, 1)


def deviations(network: nn.Module, task: Task, splits: Splits, number: int) -> list[float]:
    """How far each number of the class ``number`` spreads over held-out pictures of it; empty where there are none."""
    batch = to_device(next(batches(task, splits.validation, EXAMPLES)), network)
    several = task.kind.targets is Form.CLASSES
    of_class = batch.targets[:, number] if several else batch.targets == number
    capsules = capsules_of(network, batch).made[of_class, number]
    return [round(one, 4) for one in capsules.std(0).tolist()] if len(capsules) > 1 else []
