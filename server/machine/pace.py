"""How fast one worker learns here, for estimates of what would take hours. Small networks are slower than it says."""

import time
from functools import cache

import torch
from torch import nn

MAPS, SIDE, EXAMPLES, TURNS = 64, 56, 4, 3
PASSES = 3
"""Forward, and backward through inputs and weights: each costs about one pass forward."""


@cache
def multiply_adds_per_second() -> float:
    """Of a convolution that learns, on one thread of the processor as a worker has it; measured once, in 0.2 s."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        layer = nn.Conv2d(MAPS, MAPS, 3, padding=1)
        layer = nn.utils.convert_conv2d_weight_memory_format(layer, torch.channels_last)
        images = torch.zeros(EXAMPLES, MAPS, SIDE, SIDE, requires_grad=True)
        inputs = images.contiguous(memory_format=torch.channels_last)  # (examples, maps, side, side)
        seconds = min(_seconds(layer, inputs) for _ in range(TURNS))
    finally:
        torch.set_num_threads(threads)
    return PASSES * EXAMPLES * MAPS * MAPS * 9 * SIDE * SIDE / seconds


def _seconds(layer: nn.Module, inputs: torch.Tensor) -> float:
    began = time.perf_counter()
    layer(inputs).sum().backward()
    return time.perf_counter() - began
