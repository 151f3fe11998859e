"""The loop of a notebook for any spec: what ``train()`` is measured against.

It has its data as tensors that are ready to be fed, PyTorch's own recurrent layers with the same weights, and nothing
else to do: no reports, no commands, no offer of weights.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.chain import Chain
from models.layers.classifier import PictureClassifier
from models.layers.recurrent import ThroughTime
from models.spec.kinds import Batch, Split, run
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.optimizers import optimizer

AT_ONCE = 500


class Ready:
    """A whole split as the network is fed it, worked out once."""

    def __init__(self, spec: Spec, split: Split) -> None:
        self.split = split
        self.every = spec.task.batch(split, torch.arange(len(split)), generator(0, "noise"), training=False)

    def take(self, rows: Tensor) -> Batch:
        """The examples ``rows`` (batch)."""
        more = {name: tensor[rows] for name, tensor in self.every.more.items()}
        mask = None if self.every.mask is None else self.every.mask[rows]
        return Batch(self.every.inputs[rows], self.every.targets[rows], mask, more)


def plainly(spec: Spec) -> Iterator[int]:
    """Trains ``spec`` and yields how many steps are done.

    Metrics of each batch, the validation split scored as ``train()`` does, the test split once.
    """
    torch.set_num_threads(1)
    task, training = spec.task, spec.training
    splits = task.splits(generator(0, "data"))
    network = by_pytorch(spec.architecture.build(task.shapes(), generator(0, "weights")))
    steps = optimizer(training, list(network.parameters()))
    learnt, chosen_by, tested = (Ready(spec, split) for split in (splits.train, splits.validation, splits.test))
    step, count, history = 0, len(splits.train), [scored(spec, network, chosen_by)]
    while step < spec.steps:
        order = torch.randperm(count) if task.order == "shuffled" else torch.arange(count)
        state: Any = None
        for rows in torch.split(order, training.batch_size):
            batch = learnt.take(rows).after(state)
            losses, state = learn(spec, network, steps, batch)
            history.append(losses)
            step += 1
            yield step
            if training.batches and step % spec.measure_every == 0:
                history.append(scored(spec, network, chosen_by))
            if step == spec.steps:
                break
        if not training.batches:
            history.append(scored(spec, network, chosen_by))
    scored(spec, network, tested)


def by_pytorch(network: nn.Module) -> nn.Module:
    """With PyTorch's own recurrent layers in the place of ours that have its weights, and layers as they stand."""
    for module in network.modules():
        if isinstance(module, Chain):
            module.forward = super(Chain, module).forward  # type: ignore[method-assign]
        if isinstance(module, PictureClassifier):
            module.forward = partial(in_order, module)  # type: ignore[method-assign]
        if isinstance(module, ThroughTime) and module.peepholes("_l0") is None:
            module.forward = super(ThroughTime, module).forward  # type: ignore[method-assign]
    return network


def in_order(layers: nn.Sequential, batch: Batch) -> Tensor:
    """Pictures -> layer after layer, as they stand -> scores (batch, classes)."""
    return nn.Sequential.forward(layers, batch.inputs)  # type: ignore[no-any-return, no-untyped-call]


def learn(
    spec: Spec, network: nn.Module, steps: torch.optim.Optimizer, batch: Batch
) -> tuple[list[float], tuple[Tensor, ...] | None]:
    """One step for each objective: losses and metrics, and the state to go on from."""
    found: list[float] = []
    state = None
    for objective in spec.architecture.objectives(network, batch, spec.task, torch.default_generator):
        steps.zero_grad()
        objective.loss.backward(inputs=objective.parameters)  # type: ignore[no-untyped-call]
        if spec.training.clip:
            nn.utils.clip_grad_norm_(network.parameters(), spec.training.clip)
        steps.step()
        state = objective.carries
        found.append(objective.loss.item())
        if objective.outputs is not None:
            found += metrics(spec, objective.outputs.detach(), batch)
    return found, state


def metrics(spec: Spec, outputs: Tensor, batch: Batch) -> list[float]:
    """Accuracy of classes and symbols, and of whole answers of several symbols; else what the task measures."""
    if batch.mask is not None or batch.targets.dtype != torch.long:
        return [(pair[0] / pair[1]).item() for pair in spec.task.score(outputs, batch).values()]
    right = outputs.argmax(-1) == batch.targets
    return [right.float().mean().item(), *([right.all(1).float().mean().item()] if right.dim() > 1 else [])]


def scored(spec: Spec, network: nn.Module, ready: Ready) -> list[float]:
    """The mean loss of a split, as the network is used; what a network with a measure of its own measures."""
    if spec.architecture.series:
        return list(spec.architecture.measured(network, spec.task, ready.split).values())
    network.eval()
    total, state = 0.0, None
    with torch.no_grad():
        for rows in torch.split(torch.arange(len(ready.split)), spec.architecture.at_once(spec.task)):
            batch = ready.take(rows).after(state)
            outputs, after = run(network, batch)
            state = after if spec.task.order == "ordered" else None
            total += spec.architecture.criterion(spec.task, outputs, batch).item() * len(rows)
            metrics(spec, outputs, batch)
    network.train()
    return [total / len(ready.split)]
