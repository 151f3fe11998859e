"""Networks to be written in other forms: weights are far from their first ones, so that answers are far apart."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import torch

from models.spec.seeds import generator
from models.spec.spec import Spec
from server.exports.converted.sample import Sample, examined, examples

FARTHER = 3.0
Result = TypeVar("Result")


def in_a_fresh_process(function: Callable[..., Result], *arguments: object) -> Result:
    """As the server does it: a second export of one cell in a process freezes its time axis."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


def sample(spec: Spec, farther: float = FARTHER) -> Sample:
    drawn = generator(3, "weights")
    network = spec.architecture.build(spec.task.shapes(), drawn).eval()
    with torch.no_grad():
        for weights in network.parameters():
            weights.mul_(farther)
        for name, moving in network.named_buffers():
            if name.endswith("running_var"):
                moving.uniform_(0.5, 1.5, generator=drawn)
            elif name.endswith("running_mean"):
                moving.uniform_(-0.2, 0.2, generator=drawn)
    return examined(spec, network, examples(spec))
