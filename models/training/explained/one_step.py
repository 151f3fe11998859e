"""The numbers of one step for one weight: forward, loss, backward, and its gradient by central difference.

Back-propagation: Rumelhart, Hinton and Williams 1986. The difference (L(w + h) - L(w - h)) / 2h is off by about h² and
by what rounding leaves of L divided by h; in 64 bits an h of 1e-5 leaves both at ten digits.
"""

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from models.spec.architecture import Architecture
from models.spec.kinds import Form, Objective
from models.spec.training import Training
from models.training.explained.in_double import StepInDouble, follows, one_example
from models.training.penalties import penalised

WIDTH = 1e-5
"""h, of a weight of about 1 or less; of a larger one as much larger."""


@dataclass(frozen=True)
class Place:
    """One weight: the tensor that it is in, and its row and column there, counted from 0."""

    name: str
    row: int
    column: int

    def of(self, tensor: Tensor) -> float:
        """The number at this place of a tensor of weights (…)."""
        return flat(tensor)[self.row, self.column].item()


@dataclass(frozen=True)
class InUnit:
    """Where a dense layer uses the weight for the example: what it reads, and the sum of its unit, with its slope."""

    read: float
    sum: float
    slope: float


@dataclass(frozen=True)
class Check:
    """The loss a little above and a little below, and what follows."""

    width: float
    above: float
    below: float
    numeric: float
    computed: float

    @property
    def apart(self) -> float:
        """How far both are apart, as a share of the larger; 0 where both are nothing."""
        largest = max(abs(self.numeric), abs(self.computed))
        return abs(self.numeric - self.computed) / largest if largest > 0 else 0.0


@dataclass(frozen=True)
class Worked:
    """All that is said of a step."""

    weight: float
    loss: float
    name: str
    """Of the loss."""
    gradient: float
    own: tuple[float, float] | None
    """Loss of the example and its slope by the weight; None where the batch's loss is no mean of such."""
    chance: float | None
    """What a classifier gives the right answer of the example."""
    unit: InUnit | None
    norm: float
    """Of the gradient of all weights that follow this loss, with what L1 and L2 add."""
    charges: float
    """What L1 and L2 add to the gradient."""
    used: float
    """The gradient that the optimiser gets: charged and clipped."""
    check: Check
    gradients: Tensor = field(repr=False)
    """(rows, columns) of the tensor that the weight is in."""
    places: int = 0
    """At so many places of the example its layer uses it; 0 where that is not known."""


def flat(tensor: Tensor) -> Tensor:
    """A tensor of weights (…) as rows and columns: (outputs, all the rest); a row of numbers as one row."""
    return tensor.reshape(1, -1) if tensor.dim() < 2 else tensor.reshape(len(tensor), -1)


class Reading:
    """Listens to a dense layer or a convolution: what it reads (batch, inputs, …) and its sums (batch, units, …)."""

    def __init__(self, network: nn.Module, name: str) -> None:
        owner, _, kind = name.rpartition(".")
        layer = network.get_submodule(owner)
        self.layer = layer if isinstance(layer, nn.Linear | nn.Conv1d | nn.Conv2d) else None
        self.bias = kind == "bias"
        self.calls: list[tuple[Tensor, Tensor]] = []

    def __enter__(self) -> "Reading":
        self.handle = self.layer.register_forward_hook(self.keep) if self.layer else None
        return self

    def __exit__(self, *_: object) -> None:
        if self.handle:
            self.handle.remove()

    def keep(self, layer: nn.Module, inputs: tuple[Any, ...], output: Tensor) -> None:
        """A hook: keeps inputs (batch, …) and output (batch, …)."""
        self.calls.append((inputs[0], output))

    def plain(self, count: int) -> tuple[Tensor, Tensor] | None:
        """Inputs (batch, inputs) and sums (batch, units), of one call with a row for each of ``count`` examples."""
        if len(self.calls) != 1:
            return None
        inputs, sums = self.calls[0]
        return (inputs, sums) if sums.dim() == 2 and len(sums) == count else None

    def places(self, count: int) -> int:
        """Where the layer uses each weight for one of ``count`` examples."""
        if self.layer is None or not self.calls:
            return 0
        units = len(self.layer.weight)
        return sum(sums.numel() for _, sums in self.calls) // (count * units)


def work(step: StepInDouble, place: Place, example: int, training: Training) -> Worked:
    """All numbers of a step for the weight at ``place``."""
    parameters = dict(step.network.named_parameters())
    parameter = parameters[place.name]
    with Reading(step.network, place.name) as reading:
        objective = step.objective_of(parameter)
    own = own_loss(step, objective, example)
    followed = [one for one in parameters.values() if one.requires_grad and follows(objective, one)]
    plain = slopes(objective.loss, followed)
    charged = charges(step.network, followed, training)
    where = next(number for number, one in enumerate(followed) if one is parameter)
    whole = [slope + more for slope, more in zip(plain, charged, strict=True)]
    norm = torch.stack([one.norm() for one in whole]).norm().item()
    return Worked(
        weight=place.of(parameter.detach()),
        loss=objective.loss.item(),
        name=objective.name,
        gradient=place.of(plain[where]),
        own=None if own is None else (own.item(), place.of(slopes(own, [parameter])[0])),
        chance=chance_of(step, objective, example),
        unit=in_unit(reading, objective.loss if own is None else own, place, example, len(step.batch.inputs)),
        norm=norm,
        charges=place.of(charged[where]),
        used=clipped(place.of(whole[where]), norm, training),
        check=check(step, parameter, place, place.of(plain[where])),
        gradients=flat(plain[where]).detach(),
        places=reading.places(len(step.batch.inputs)),
    )


def slopes(loss: Tensor, parameters: list[nn.Parameter]) -> list[Tensor]:
    """Gradients (…) of a loss (), nothing of what it does not depend on."""
    found = torch.autograd.grad(loss, parameters, retain_graph=True, allow_unused=True)
    return [torch.zeros_like(one) if slope is None else slope for one, slope in zip(parameters, found, strict=True)]


def own_loss(step: StepInDouble, objective: Objective, example: int) -> Tensor | None:
    """The loss () of one example, where that of the batch is their mean; None of other losses."""
    architecture, outputs = step.spec.architecture, objective.outputs
    if type(architecture).objectives is not Architecture.objectives or not isinstance(outputs, Tensor):
        return None
    with torch.enable_grad():
        rows = slice(example, example + 1)
        return architecture.criterion(step.spec.task, outputs[rows], one_example(step.batch, example))


def chance_of(step: StepInDouble, objective: Objective, example: int) -> float | None:
    """What the example's right class gets of a softmax over scores (batch, classes)."""
    outputs, task = objective.outputs, step.spec.task
    scores = getattr(step.network, "scale", "scores") == "scores"
    if not scores or task.kind.targets is not Form.CLASS or not isinstance(outputs, Tensor) or outputs.dim() != 2:
        return None
    return outputs[example].detach().softmax(-1)[int(step.batch.targets[example])].item()


def in_unit(reading: Reading, loss: Tensor, place: Place, example: int, count: int) -> InUnit | None:
    """Of a dense layer: x, the sum and its slope by the ``loss`` (); None of any other."""
    if (found := reading.plain(count)) is None:
        return None
    inputs, sums = found
    slope: Tensor | None = torch.autograd.grad(loss, sums, retain_graph=True, allow_unused=True)[0]
    if slope is None:
        return None
    row = place.column if reading.bias else place.row
    read = 1.0 if reading.bias else inputs[example, place.column].item()
    return InUnit(read, sums[example, row].item(), slope[example, row].item())


def charges(network: nn.Module, followed: list[nn.Parameter], training: Training) -> list[Tensor]:
    """What L1 and L2 add to the gradients of these weights, each (…)."""
    factors = dict(penalised(network, training)) if training.l1 or training.l2 else {}
    found = []
    for one in followed:
        factor, weights = factors.get(one, 0.0), one.detach()
        found.append(factor * (2 * training.l2 * weights + training.l1 * weights.sign()))
    return found


def clipped(gradient: float, norm: float, training: Training) -> float:
    """As the optimiser gets it: shortened with all others to a norm, then value by value."""
    if training.clip:
        gradient *= min(1.0, training.clip / (norm + 1e-6))  # as torch.nn.utils.clip_grad_norm_ has it
    if training.clip_value:
        gradient = max(-training.clip_value, min(training.clip_value, gradient))
    return gradient


def check(step: StepInDouble, parameter: nn.Parameter, place: Place, computed: float) -> Check:
    """The central difference of the loss by one weight, which is as it was afterwards."""
    weights = parameter.detach().view(len(parameter), -1) if parameter.dim() > 1 else parameter.detach().view(1, -1)
    before = weights[place.row, place.column].item()
    width = WIDTH * max(1.0, abs(before))
    losses = []
    for value in (before + width, before - width):
        weights[place.row, place.column] = value
        losses.append(step.objective_of(parameter).loss.item())
    weights[place.row, place.column] = before
    return Check(width, losses[0], losses[1], (losses[0] - losses[1]) / (2 * width), computed)
