"""A task of pictures whose batches are as they are stored, for an engine that makes numbers of bytes itself."""

from typing import Any

import torch
from torch import Tensor

from models.spec.kinds import Batch, Split
from models.spec.task import Task


class InBytes:
    """In all but its batches the task that it is made of; a split has ``images`` and ``labels``."""

    def __init__(self, task: Task) -> None:
        self.task, self.shape = task, task.shapes().inputs

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        """The examples ``rows`` (batch) of ``split``: bytes (batch, channels, height, width), and classes (batch)."""
        return Batch(split.take("images", rows).view(-1, *self.shape), split.take("labels", rows))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.task, name)
