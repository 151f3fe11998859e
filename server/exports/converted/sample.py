"""A network with examples of its task and its own answers to them: what a file in another form is held against."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from models.sentences import Sentence
from models.spec.kinds import Batch, Split, Splits, run
from models.spec.seeds import generator
from models.spec.spec import Spec
from server.exports.converted.inconvertible import Inconvertible
from server.weights.folder import read

NOT_FINITE = Sentence(
    "weights-no-longer-numbers",
    "The layer {layer} has weights that are no numbers any more: other programs would read something else into them. "
    "Take the weights of an earlier step.",
)
EXAMPLES = 32
TENSORS = ("targets", "mask")
CARRIED = "stream"
"""Where a state goes on from; a file answers each example from nothing, as the network does the first time."""


@dataclass(frozen=True)
class Sample:
    """``inputs`` are those tensors of a batch that the network reads, by name, (examples, …)."""

    spec: Spec
    network: nn.Module
    inputs: dict[str, Tensor]
    outputs: Tensor

    def forward(self, *tensors: Tensor) -> Tensor:
        """The network's answers (examples, …) to tensors in the order of ``inputs``."""
        given = dict(zip(self.inputs, tensors, strict=True))
        inputs, targets = given.pop("inputs"), given.pop("targets", None)
        batch = Batch(inputs, inputs if targets is None else targets, given.pop("mask", None), given)
        outputs: Tensor = run(self.network, batch)[0]
        return outputs


@dataclass(frozen=True)
class Written:
    """A file in another form, what it answers to the examples, and what it should.

    ``answers`` is None where only another program can tell.
    """

    file: Path
    answers: Any
    wanted: Tensor


class Answering(nn.Module):
    """The network as a function of tensors alone."""

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self.network, self.sample = sample.network, sample

    def forward(self, *tensors: Tensor) -> Tensor:
        return self.sample.forward(*tensors)


def sample_of(spec: Spec, weights: Path) -> Sample:
    """Of the weights in a file, with the first held-out examples. Raises Inconvertible if weights are no numbers."""
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    network.load_state_dict(read(weights).tensors)
    network.eval()
    for name, tensor in network.state_dict().items():
        if tensor.is_floating_point() and not tensor.isfinite().all():
            raise Inconvertible(NOT_FINITE(layer=name.rpartition(".")[0] or name))
    return examined(spec, network, examples(spec))


def examples(spec: Spec) -> Batch:
    """The first held-out ones, as a batch; where too few are held out, the first that are learnt from."""
    part, rows = first_rows(spec.task.splits(generator(spec.task.seed, "data")))
    return spec.task.batch(part, rows, generator(0, "views"), training=False)


def first_rows(splits: Splits) -> tuple[Split, Tensor]:
    """The first examples that are held out, (examples) of a split, or of what is learnt from."""
    part = max(splits.validation, splits.train, key=lambda one: min(EXAMPLES, len(one)))
    return part, torch.arange(min(EXAMPLES, len(part)))


def examined(spec: Spec, network: nn.Module, batch: Batch) -> Sample:
    """Runs the batch through the network, and notes what it reads of it."""
    seen: set[str] = set()
    watched = Watched(batch.inputs, batch.targets, batch.mask, Noted(batch.more, seen), None)
    object.__setattr__(watched, "seen", seen)
    with torch.no_grad():
        outputs = run(network, watched)[0]
    more = {name: tensor for name, tensor in batch.more.items() if name != CARRIED}
    tensors = {"inputs": batch.inputs, "targets": batch.targets, "mask": batch.mask, **more}
    read_ones = {name: tensor for name, tensor in tensors.items() if tensor is not None and name in {"inputs", *seen}}
    return Sample(spec, network, read_ones, outputs)


class Watched(Batch):
    """A batch that notes which of its tensors are read."""

    def __getattribute__(self, name: str) -> Any:
        if name in TENSORS:
            object.__getattribute__(self, "seen").add(name)
        return super().__getattribute__(name)


class Noted(Mapping[str, Tensor]):
    """More tensors of a batch, each noted when it is read."""

    def __init__(self, tensors: Mapping[str, Tensor], seen: set[str]) -> None:
        self.tensors, self.seen = tensors, seen

    def __getitem__(self, name: str) -> Tensor:
        self.seen.add(name)
        return self.tensors[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tensors)

    def __len__(self) -> int:
        return len(self.tensors)
