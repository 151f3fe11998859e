"""How fast one worker learns here, for estimates of what would take hours: the least that it will take.

Measured on layers as the great networks have them, while the machine does whatever it does. Whoever trains beside is
counted: workers give way to the server, so what they take of the processors does not show in what the server measures.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import partial

import torch
from torch import nn

from server.machine.estimates import PASSES

MAPS, SIDE, EXAMPLES, TURNS = 64, 28, 8, 3
SMALL, CALLS = 16, 50
NARROW = 16
"""Maps of a layer that is too small for a processor to be at its best."""
FRESH = 60.0
"""Seconds for which a measurement is taken for now: a slider asks for many plans."""


class Measured:
    """The last measurement, and when it was made."""

    def __init__(self, measure: Callable[[], float]) -> None:
        self.measure, self.at, self.found = measure, float("-inf"), 0.0

    def __call__(self) -> float:
        """On one thread, as a worker has it. Takes 0.2 s at most, once a minute."""
        now = time.monotonic()
        if now - self.at > FRESH:
            self.at, self.found = now, self.measure()
        return self.found


def measure(maps: int = MAPS) -> float:
    """Multiply-adds a second of a forward and a backward pass through two convolutions of so many ``maps``."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        network, pictures = layers(maps), torch.zeros(EXAMPLES, maps, SIDE, SIDE)
        inputs = pictures.contiguous(memory_format=torch.channels_last)  # (examples, maps, side, side)
        inputs.requires_grad_()
        seconds = min(_seconds(network, inputs) for _ in range(TURNS))
    finally:
        torch.set_num_threads(threads)
    return PASSES * EXAMPLES * 2 * maps * maps * 9 * SIDE * SIDE / seconds


def measure_call() -> float:
    """Seconds of a forward and a backward pass through a dense layer so small that its sums take no time."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        network = nn.Sequential(*(nn.Linear(SMALL, SMALL) for _ in range(CALLS)))
        inputs = torch.zeros(EXAMPLES, SMALL, requires_grad=True)  # (examples, units)
        return min(_seconds(network, inputs) for _ in range(TURNS)) / CALLS
    finally:
        torch.set_num_threads(threads)


multiply_adds_per_second = Measured(measure)
"""Of layers that learn."""
of_narrow_layers = Measured(partial(measure, NARROW))
"""The same of layers as the networks of a classroom have them."""
seconds_per_call = Measured(measure_call)
"""Of a small layer that learns."""


def layers(maps: int = MAPS) -> nn.Module:
    """Two convolutions, each normalised and bent."""
    made: OrderedDict[str, nn.Module] = OrderedDict()
    for place in range(2):
        made[f"conv{place}"] = nn.Conv2d(maps, maps, 3, padding=1)
        made[f"norm{place}"] = nn.BatchNorm2d(maps)
        made[f"bend{place}"] = nn.ReLU()
    return nn.utils.convert_conv2d_weight_memory_format(nn.Sequential(made), torch.channels_last)


def _seconds(network: nn.Module, inputs: torch.Tensor) -> float:
    began = time.perf_counter()
    network(inputs).sum().backward()
    return time.perf_counter() - began
