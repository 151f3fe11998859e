"""How likely a network found each symbol of a text, after all that stood before it."""

import torch
from torch import Tensor, nn

from models.look.reading import Reading
from models.spec.kinds import Batch
from models.spec.task import Task

AT_ONCE = 500
"""Symbols that are read at once, so that their scores fill no memory."""


def surprise(network: nn.Module, task: Task, text: Batch) -> Tensor:
    """Bits of each symbol of ``text``, a batch of one, but the first, of which nothing is known: (time), nan first."""
    reading, window = Reading(network, text, task.shapes().inputs[0]), AT_ONCE
    bits = [torch.full((1,), torch.nan, dtype=torch.double)]
    for start in range(0, text.inputs.shape[1] - 1, window):
        numbers = text.inputs[:, start : start + window]
        after = text.inputs[0, start + 1 : start + window + 1]
        scores = reading.read(numbers)[: len(after)].double()
        logs = scores.log_softmax(-1).gather(1, after.unsqueeze(1))[:, 0]
        bits.append((-logs / torch.log(torch.tensor(2.0, dtype=torch.double))).cpu())
    return torch.cat(bits)
