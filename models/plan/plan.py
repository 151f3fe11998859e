"""The plan: layer table, parameters, multiply-adds and memory of a spec, without allocating the network.

The network is built on PyTorch's meta device, where tensors have shapes and no values, and one example is sent through.
Recurrent layers are PyTorch's own there, also in what they cost. Multiply-adds are those of matrix products and
convolutions, which is nearly all. Memory of activations is what autograd saves for backward: on a CPU, where
recurrent layers have steps of their own, up to a third less; of a network that an objective goes through twice, up to
twice as much.
"""

import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache, partial
from threading import Lock
from typing import Any

import torch
from torch import nn

from models.layers.meta import network_on_meta
from models.layers.tree import count, kind_of, rows
from models.plan.activation_memory import ActivationMemory
from models.plan.calls import Calls
from models.plan.multiply_adds import MultiplyAdds
from models.plan.normalisation import QuickNormalisation
from models.sentences import Text
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.schedules import planned
from models.spec.settings import Settings, for_page
from models.spec.spec import Spec
from models.spec.task import Task
from models.spec.update_rules import UPDATE_RULES

ONE_AT_A_TIME = Lock()
"""Threads that plan equal networks share one: the hooks of one count must not be called by another."""


@dataclass(frozen=True)
class Layer:
    """One row of the plan. ``output`` is the shape of one example; ``settings`` the pointers that shape the layer.

    ``reads`` are the rows whose outputs it was given, "" the example itself, as far as they can be followed.
    """

    name: str
    type: str
    output: list[int]
    parameters: int
    multiply_adds: int
    settings: list[str]
    reads: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What a network will be and cost."""

    layers: list[Layer]
    parameters: int
    multiply_adds: int
    memory: int
    steps_per_epoch: int
    steps: int
    rates: list[tuple[float, float]] | None
    """The learning rate over the training, (epoch, rate); None where it depends on what will be measured."""
    bounds: dict[str, dict[str, float]] = field(default_factory=dict)
    series: list[str] = field(default_factory=list)
    """What will be measured, by name."""
    classroom: dict[str, str] = field(default_factory=dict)
    """Of a published size: the settings by JSON pointer that make it the one that trains in a classroom; else empty."""
    original: dict[str, str] = field(default_factory=dict)
    """Of the size for a classroom: those that make it the published network; else empty."""
    as_blocks: dict[str, Any] | None = None
    """The architecture ``blocks`` that is the same network; None where there is none."""
    not_as_blocks: dict[str, Any] | None = None
    """Why there is none with these settings, as a text on its way to a page; None of what is never one."""


def plan(spec: Spec) -> Plan:
    """The plan of ``spec``. How it is trained changes no layer, and so no layer is counted again for it."""
    layers, parameters, multiply_adds, saved = counted(spec.task, spec.architecture)
    return Plan(
        layers=layers,
        parameters=parameters,
        multiply_adds=multiply_adds,
        memory=memory(spec, parameters, saved),
        steps_per_epoch=spec.steps_per_epoch,
        steps=spec.steps,
        rates=planned(spec.training, spec.task.counts()[0]),
        bounds=bounds(spec),
        series=list(spec.measured),
        classroom=classroom(spec.architecture),
        original=original(spec.architecture),
        **blocks_of(spec),
    )


def blocks_of(spec: Spec) -> dict[str, Any]:
    """What the plan says of opening the network as blocks."""
    found = spec.architecture.as_blocks(spec.task.shapes())
    if isinstance(found, Text):
        return {"not_as_blocks": found.to_wire().model_dump()}
    return {"as_blocks": found}


def counted(task: Task, architecture: Architecture) -> tuple[list[Layer], int, int, int]:
    """The rows and all parameters; for one example, multiply-adds of a forward pass, and bytes saved for backward."""
    return counted_with_data(task, architecture, task.missing() is None)


@lru_cache(maxsize=256)
def counted_with_data(task: Task, architecture: Architecture, here: bool) -> tuple[list[Layer], int, int, int]:
    """The same; how many symbols a text has is known once it is ``here``."""
    shapes = task.shapes()
    network, batch = network_on_meta(architecture, shapes), example(task.kind, shapes)
    calls = Calls()
    calls.made("", batch.inputs)
    costs = MultiplyAdds()
    with ONE_AT_A_TIME, ExitStack() as hooks, ActivationMemory(network) as activations, costs, QuickNormalisation():
        for name, module in rows(network):
            hooks.callback(module.register_forward_pre_hook(partial(costs.begin, name)).remove)
            hooks.callback(module.register_forward_hook(partial(costs.end, name)).remove)
            hooks.callback(module.register_forward_hook(partial(calls.record, name)).remove)
        architecture.trace(network, batch)
    layers = [
        Layer(
            name,
            kind_of(call.module),
            call.output,
            count(call.module),
            costs.of_row[name],
            pointers(architecture, name, call.module),
            call.reads,
        )
        for name, call in calls.first.items()
    ]
    return layers, count(network), costs.total, activations.bytes


def example(kind: Kind, shapes: Shapes) -> Batch:
    """A batch of one, of the shapes' sizes and the kind's number types."""
    return Batch(
        torch.zeros(1, *shapes.inputs, dtype=kind.inputs.dtype, device="meta"),
        torch.zeros(1, *shapes.targets, dtype=kind.targets.dtype, device="meta"),
    )


def parameters(task: Task, architecture: Architecture) -> int:
    """Of the network that would be built."""
    return count(network_on_meta(architecture, task.shapes()))


def pointers(settings: Settings, name: str, module: nn.Module) -> list[str]:
    """JSON pointers of the settings whose ``layer`` names this row; a number in the name is a place in a tuple.

    A module that knows its ``setting`` names it itself.
    """
    own = getattr(module, "setting", "")
    found = [f"/architecture/{own}"] if own else []
    for field_name, info in type(settings).model_fields.items():
        for pattern in for_page(info).get("layer", ()):
            match = re.fullmatch(pattern.replace("{}", r"(\d+)"), name)
            if match:
                in_tuple = isinstance(getattr(settings, field_name), tuple) and match.groups()
                place = f"/{int(match.group(1)) - 1}" if in_tuple else ""
                found.append(f"/architecture/{field_name}{place}")
    return found


def memory(spec: Spec, parameters: int, saved: int) -> int:
    """Bytes while training, an estimate: weights, gradients, optimiser, and ``saved`` for each example of a batch."""
    training, rule = spec.training, UPDATE_RULES[spec.training.optimizer]
    copies = 2 + rule.numbers + (training.momentum > 0 and "momentum" in rule.settings)
    return 4 * parameters * copies + saved * training.batch_size


def classroom(architecture: Architecture) -> dict[str, str]:
    """What makes a published network the one for a classroom."""
    published = getattr(architecture, "size", None) == "published"
    return {"/architecture/size": "classroom"} if published else {}


def original(architecture: Architecture) -> dict[str, str]:
    """What makes the network for a classroom the published one."""
    return {"/architecture/size": "published"} if getattr(architecture, "size", None) == "classroom" else {}


def bounds(spec: Spec) -> dict[str, dict[str, float]]:
    """Bounds narrowed by the other settings, by JSON pointer."""
    parts = {"task": spec.task, "architecture": spec.architecture, "training": spec.training}
    return {f"/{part}/{name}": limits for part, one in parts.items() for name, limits in one.narrowed().items()}
