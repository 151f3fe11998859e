"""A network as people ask it: from what they draw or type to the chances of its answers, all of it tensors.

What is done to an input before the network sees it, and to its outputs before they are read, becomes a part of the
exported file: then no other program has to know it, and none can do it otherwise.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from models.look.view import probabilities
from models.spec.kinds import Batch, Form, Splits, run
from models.spec.seeds import generator
from models.spec.task import Task
from server.exports.converted.sample import Answering, Sample, first_rows


@dataclass(frozen=True)
class Asked(Sample):
    """A sample whose inputs are not yet preprocessed, and whose outputs are what is read."""

    splits: Splits
    raw: bool
    """Whether inputs are what a person gives; else they are as the network is fed them, and nobody can give others."""

    def forward(self, *tensors: Tensor) -> Tensor:
        """Chances or values (examples, …) of tensors in the order of ``inputs``."""
        given = dict(zip(self.inputs, tensors, strict=True))
        inputs = given.pop("inputs")
        batch = Batch(inputs, inputs, None, given)
        if self.raw:
            batch = self.spec.task.as_fed(batch, self.splits.train)
        return readable(self.spec.task, self.network, run(self.network, batch)[0])


def readable(task: Task, network: Any, outputs: Tensor) -> Tensor:
    """Chances of classes or symbols, values in the unit in which people count them, pictures as they are."""
    if task.kind.markable or task.kind.targets is Form.NEXT:
        return probabilities(outputs, network)
    return task.in_units(outputs) if task.kind.forecasts else outputs


def asked_of(sample: Sample) -> tuple[Asked, Batch]:
    """The network of a sample as people ask it, and its examples as a batch."""
    spec = sample.spec
    splits = spec.task.splits(generator(spec.task.seed, "data"))
    part, rows = first_rows(splits)
    batch = spec.task.batch(part, rows, generator(0, "views"), training=False)
    prepares = type(spec.task).as_fed is not Task.as_fed
    pixels = getattr(spec.task, "pixels", None)
    inputs, raw = dict(sample.inputs), True
    if prepares and pixels is None:
        raw = False
    elif prepares:
        assert pixels is not None
        inputs["inputs"] = pixels(part.take("images", rows))
    found = Asked(spec, sample.network, inputs, sample.outputs, splits, raw)
    with torch.no_grad():
        outputs = Answering(found)(*inputs.values())
    return Asked(spec, sample.network, inputs, outputs, splits, raw), batch
