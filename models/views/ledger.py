"""What each layer costs: parameters, multiply-adds, memory, and its time here (as Canziani et al. 2016)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import torch
from torch import nn

from models.layers.names import layer_name
from models.layers.tree import rows
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.pictures import Picture
from models.look.tables import Column, Table, TableRow
from models.look.view import View
from models.plan.plan import Layer, counted
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

PARAMETERS = Sentence("ledger-parameters", "Parameters")
MULTIPLY_ADDS = Sentence("ledger-multiply-adds", "Multiply-adds")
MEMORY = Sentence("ledger-memory", "Memory")
MILLISECONDS = Sentence("ledger-milliseconds", "Time forward")
OF_TYPE = Sentence("ledger-of-type", "{type} {shape}")
TOGETHER = Sentence("ledger-together", "together")
MEASURED = Sentence(
    "ledger-measured",
    "Parameters and multiply-adds of one picture are counted. Memory is that of the weights and of what the layer "
    "gives for a batch of {batch}, in numbers of 4 bytes. Times are measured, forward, for {examples} pictures on "
    "{device}: the shortest of {times}.",
)

TIMES = 3
"""Measurements after the first, which finds nothing in the cache."""


class Ledger(View):
    """A row for each layer that was called, in the order of the calls."""

    title = "Ledger"
    text = (
        "What each layer costs. Press the head of a column to sort by it. In most networks the weights are in the "
        "dense layers and the work is in the convolutions; the first layers, whose maps are largest, take the memory."
    )
    group = "costs"
    needs = (nn.Conv2d, nn.Linear)
    rank = 3
    measures_time = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        size = spec.training.batch_size
        examples = affordable(network, one_example(spec.task, network, splits.validation, 0), 8, 4 * size) // 4
        batch = next(batches(spec.task, splits.validation, max(1, examples)))
        times = Stopwatch(batch.inputs.device)
        with times.reading(network):
            for _ in range(1 + TIMES):
                network(batch)
        layers = [layer for layer in counted(spec.task, spec.architecture)[0] if layer.name in times.seconds]
        found = [row(layer, size, times.shortest(layer.name)) for layer in layers]
        sums = [sum(one.values[place] or 0 for one in found) for place in range(4)]
        device = str(batch.inputs.device)
        return Table(
            columns=[
                Column(title=PARAMETERS(), form="count"),
                Column(title=MULTIPLY_ADDS(), form="count"),
                Column(title=MEMORY(), form="bytes"),
                Column(title=MILLISECONDS(), form="milliseconds"),
            ],
            rows=found,
            total=TableRow(title=TOGETHER(), values=list(sums)),
            remarks=[MEASURED(batch=size, examples=len(batch.inputs), device=device, times=TIMES)],
        )


def row(layer: Layer, batch: int, seconds: float) -> TableRow:
    values = batch
    for one in layer.output:
        values *= one
    numbers = [layer.parameters, layer.multiply_adds, 4 * (layer.parameters + values), 1000 * seconds]
    note = OF_TYPE(type=Text(layer.type, f"types.{layer.type}"), shape="×".join(map(str, layer.output)))
    return TableRow(title=layer_name(layer.name), layer=layer.name, note=note, values=numbers)


class Stopwatch:
    """How long each call of each layer takes, in seconds."""

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.began: dict[str, float] = {}
        self.seconds: dict[str, list[float]] = {}

    @contextmanager
    def reading(self, network: nn.Module) -> Iterator[None]:
        """While it lasts all rows of the plan are timed."""
        hooks = []
        for name, module in rows(network):
            hooks.append(module.register_forward_pre_hook(partial(self.begin, name)))
            hooks.append(module.register_forward_hook(partial(self.end, name)))
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()

    def now(self) -> float:
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return time.perf_counter()

    def begin(self, name: str, module: nn.Module, inputs: object) -> None:
        self.began[name] = self.now()

    def end(self, name: str, module: nn.Module, inputs: object, output: object) -> None:
        self.seconds.setdefault(name, []).append(self.now() - self.began[name])

    def shortest(self, name: str) -> float:
        return min(self.seconds[name][1:])
