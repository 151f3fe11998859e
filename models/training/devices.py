"""Which device a training runs on: measured, not assumed. A small recurrent network can be faster on the CPU."""

import math
import time

import torch

from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.training.engines import stepper
from models.training.step import WARM
from models.training.trainer import Trainer

MEASURED = 20
"""Steps that are timed on each device, after those that warm it up."""


def choose_device(wish: str, spec: Spec, splits: Splits, before: str | None = None) -> torch.device:
    """``auto`` stays on the device of the attempt ``before`` if it is there, and else takes the faster one.

    Any other ``wish`` is the device.
    """
    there = ["cpu", "cuda"] if torch.cuda.is_available() else ["cpu"]
    if wish != "auto":
        return torch.device(wish)
    if before in there:
        return torch.device(before)
    if len(there) == 1:
        return torch.device(there[0])
    return min(map(torch.device, there), key=lambda device: seconds_a_step(spec, splits, device))


def seconds_a_step(spec: Spec, splits: Splits, device: torch.device) -> float:
    """Measured on a network of its own, with the first examples, and thrown away. Infinite where a GPU's memory
    is not enough."""
    try:
        return measured(spec, splits, device)
    except torch.OutOfMemoryError:
        return math.inf


def measured(spec: Spec, splits: Splits, device: torch.device) -> float:
    """Raises ``torch.OutOfMemoryError`` where the device has too little memory."""
    trainer = Trainer(spec, device)
    own = stepper(trainer, splits.train.to(device), device)
    rows = torch.arange(min(spec.training.batch_size, len(splits.train)), device=device)
    began = 0.0
    for step in range(WARM + 1 + MEASURED):
        if step == WARM + 1:
            began = finished(device)
        own.train_step(rows, spec.training, spec.training.learning_rate)
    return (finished(device) - began) / MEASURED


def finished(device: torch.device) -> float:
    """The time when all that was asked of the device is done, in seconds."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter()
