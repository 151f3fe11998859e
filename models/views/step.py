"""One step for one weight, with the numbers of the run: forward, loss, backward, update.

Back-propagation: Rumelhart, Hinton and Williams 1986. The gradient is held against a central difference in 64 bits, as
one checks it by hand (Bengio, "Practical recommendations for gradient-based training of deep architectures", 2012).
"""

import re
from typing import Any

import torch
from torch import Tensor, nn

from models.look.arrays import signed_panel, unlabelled
from models.look.explained import ExplainedStep
from models.look.marks import image_grid
from models.look.moment import Moment
from models.look.pictures import Knob, LayerChoice, Panel, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.training.explained.in_double import StepInDouble, in_double, one_example
from models.training.explained.moments import moment_of
from models.training.explained.one_step import Place, flat, work
from models.training.explained.saying import parts_of

OF_WEIGHT = Sentence("step-of-weight", "Weight {row}, {column} of {tensor}")
WEIGHTS, GRADIENTS = Sentence("step-weights", "weights"), Sentence("step-gradients", "gradient of the loss by each")
ROW, COLUMN, EXAMPLE = (
    Sentence("step-row", "Row: which output"),
    Sentence("step-column", "Column: which input"),
    Sentence("step-example", "Example of the batch"),
)
KIND = {"weight": Sentence("step-kind-weight", "weights"), "bias": Sentence("step-kind-bias", "biases")}
OTHER_KIND = Sentence("step-kind-other", "parameters")
NEXT_STEP = Sentence(
    "step-of-run",
    "This is step {step} of the run, on the {count} examples that it learns next, at the rate {rate:figure}.",
)
ORDER_OF_SEED = Sentence(
    "step-order-of-seed",
    "Of this step only the weights are kept: the batch is the one that the run's seed gives, and dropout falls "
    "otherwise.",
)
NO_SUCH_WEIGHT = Sentence("no-such-weight", "Ask as {example}: a tensor of weights, row and column, and which example.")

MOST_ROWS, MOST_COLUMNS = 64, 160
"""Cells of a panel: of a larger tensor the part round the weight."""
ASKED = re.compile(r"([\w.]+)(?:@(\d+)(?:\+(\d+))?,(\d+)(?:\+(\d+))?)?(?:&example=(\d+))?")


class Step(View):
    """What the next step of the run does to one weight, and whether its gradient is right."""

    title = "One step"
    text = (
        "The next step of this run for one weight, with all of its numbers: what goes forward, what it costs, what "
        "comes back, and how the weight moves. Last, the gradient is checked: the weight is pushed up and down a "
        "little, and the loss is worked out both times. Click another weight, or choose another example of the batch."
    )
    group = "layers"
    rank = 5
    of_step = True

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Of a network that nobody trains: as its first step would be."""
        return self.picture_of_step(network, spec, splits, question, moment_of(spec, splits))

    def picture_of_step(self, network: nn.Module, spec: Spec, splits: Splits, question: str, moment: Moment) -> Picture:
        """Raises ValueError where ``question`` names no weight of the network."""
        step = in_double(network, spec, splits, moment)
        tensors = {name: one for name, one in step.network.named_parameters() if one.requires_grad}
        name, spot, example = asked_for(question, tensors)
        count = len(step.batch.inputs)
        example = min(example, count - 1)
        place = Place(name, *(spot or most_moved(step, name)))
        worked = work(step, place, example, moment.training)
        rows, columns = flat(tensors[name]).shape
        picture, words = example_of(step, example)
        return ExplainedStep(
            title=OF_WEIGHT(row=place.row + 1, column=place.column + 1, tensor=name),
            layers=[choice(one, tensor) for one, tensor in tensors.items()],
            chosen=name,
            weights=panel(WEIGHTS(), flat(tensors[name].detach()), place, example),
            gradients=panel(GRADIENTS(), worked.gradients, place, example),
            knobs=[
                knob("row", ROW(), place.row, rows),
                knob("column", COLUMN(), place.column, columns),
                knob("example", EXAMPLE(), example, count),
            ],
            asked=picture,
            symbols=words,
            parts=parts_of(worked, moment, memory_at(network, moment, place), count, spec),
            remarks=[
                NEXT_STEP(step=moment.step + 1, count=count, rate=moment.rate),
                *([] if len(moment.noise) else [ORDER_OF_SEED()]),
            ],
        )


def asked_for(question: str, tensors: dict[str, Any]) -> tuple[str, tuple[int, int] | None, int]:
    """Tensor, row and column, and example, counted from 0; the last tensor with rows where nothing is asked.

    Raises ValueError where there is no such weight.
    """
    named = [name for name, one in tensors.items() if one.dim() > 1] or list(tensors)
    if not question:
        return named[-1], None, 0
    found = ASKED.fullmatch(question)
    if found is None or found[1] not in tensors:
        raise ValueError(NO_SUCH_WEIGHT(example=f"{named[-1]}@1,1&example=1"))
    example = max(0, int(found[6] or 1) - 1)
    if found[2] is None:
        return found[1], None, example
    row, column = (int(found[at]) + int(found[at + 1] or 0) - 1 for at in (2, 4))
    rows, columns = flat(tensors[found[1]]).shape
    if not (0 <= row < rows and 0 <= column < columns):
        raise ValueError(NO_SUCH_WEIGHT(example=f"{found[1]}@{rows},{columns}&example=1"))
    return found[1], (row, column), example


def most_moved(step: StepInDouble, name: str) -> tuple[int, int]:
    """Row and column of the weight whose gradient is largest."""
    parameter = dict(step.network.named_parameters())[name]
    loss = step.objective_of(parameter).loss
    slope: Tensor | None = torch.autograd.grad(loss, parameter, allow_unused=True)[0]
    if slope is None:
        return 0, 0
    values = flat(slope).abs()
    return divmod(int(values.argmax()), values.shape[1])


def panel(title: Text, values: Tensor, place: Place, example: int) -> Panel:
    """The part of (rows, columns) values round a weight, each cell of which asks for its weight."""
    top, left = (
        max(0, min(at - most // 2, size - most))
        for at, size, most in zip((place.row, place.column), values.shape, (MOST_ROWS, MOST_COLUMNS), strict=True)
    )
    part = values[top : top + MOST_ROWS, left : left + MOST_COLUMNS]
    asks = f"{place.name}@{{row}}+{top},{{column}}+{left}&example={example + 1}"
    drawn = signed_panel(title, part, unlabelled(part.shape[0]), unlabelled(part.shape[1]))
    return drawn.model_copy(update={"layer": place.name.rpartition(".")[0], "asks": asks})


def choice(name: str, tensor: Tensor) -> LayerChoice:
    """A tensor of weights (…), as one of which another can be chosen."""
    kind = KIND.get(name.rpartition(".")[2], OTHER_KIND)
    return LayerChoice(name=name, kind=kind(), shape=list(flat(tensor).shape), level=None)


def knob(name: str, title: Text, value: int, count: int) -> Knob:
    return Knob(name=name, title=title, value=value + 1, lowest=1, highest=count, step=1)


def example_of(step: StepInDouble, example: int) -> tuple[Any, str]:
    """The example as a picture, or as the symbols that are read; nothing of what can be shown as neither."""
    form = step.spec.task.kind.inputs
    if form in (Form.PICTURE, Form.WINDOW, Form.FRAMES):
        return image_grid(step.batch.inputs[example : example + 1].float()), ""
    return None, step.spec.task.read(one_example(step.batch, example))[0] if form is Form.SYMBOLS else ""


def memory_at(network: nn.Module, moment: Moment, place: Place) -> dict[str, float] | None:
    """What the optimiser remembers of the weight, by torch's names; None where that is not kept."""
    if moment.memory is None:
        return None
    number = next(at for at, (name, _) in enumerate(network.named_parameters()) if name == place.name)
    found = {}
    for key, tensor in moment.memory.items():
        owner, _, name = key.partition("/")
        if owner == str(number):
            found[name] = float(tensor) if tensor.dim() == 0 else place.of(tensor)
    return found
