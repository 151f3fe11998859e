"""Which part of the question each part of the answer depends on: the size of its gradient (Simonyan et al. 2013)."""

from typing import Any

import torch
from torch import Tensor, nn

from models.inside.answers import mark
from models.inside.gates import LAYERS, written
from models.inside.view import View, modules_of, probabilities, to_device
from models.kinds import Kind, Splits
from models.packing import panel
from models.pictures import HeatMap, Picture
from models.spec import Spec, Task


class Depends(View):
    """The gradient of every answered symbol, or of the answered class, by every input."""

    title = "Depends on"
    text = (
        "The darker a cell, the more that output would change if that input did a little: first the network looks "
        "at the digit in the same place, later at the carry. A dark input is one that matters, not one that is "
        "right."
    )
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        if task.question() is None:
            return False
        reads = any(isinstance(one, LAYERS) for one in modules_of(task, architecture))
        return task.kind is Kind.IMAGE_TO_CLASS or (task.kind is Kind.SYMBOLS_TO_SYMBOLS and reads)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(spec.task.pose(question), network)
        with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            seen, outputs = watched(network, batch, spec.task.kind)
            best = outputs.max(-1).values.reshape(-1)  # one score for every place of the answer
            slopes = [torch.autograd.grad(one, seen, retain_graph=True)[0][0] for one in best]
        answer = mark(spec.task, batch, probabilities(outputs.detach()))[0]
        if spec.task.kind is Kind.IMAGE_TO_CLASS:
            size = slopes[0].abs().amax(0)  # (height, width)
            labels = [""] * size.shape[0], [""] * size.shape[1]
            return HeatMap(panels=[panel("", size / size.max().clamp_min(1e-12), *labels)], mark=answer)
        sizes = torch.stack([slope.norm(dim=-1) for slope in slopes])  # (places, time)
        sizes = sizes / sizes.amax(1, keepdim=True).clamp_min(1e-12)
        target = spec.task.shapes().target
        assert target is not None
        rows = [target.symbols[number] for number in outputs[0].argmax(-1).tolist()]
        return HeatMap(panels=[panel("", sizes, rows, written(spec.task, batch))], mark=answer)


def watched(network: nn.Module, batch: Any, kind: Kind) -> tuple[Tensor, Tensor]:
    """What the network reads, as something to differentiate by, and its scores."""
    if kind is Kind.IMAGE_TO_CLASS:
        batch.inputs.requires_grad_()
        return batch.inputs, network(batch)
    seen: list[Tensor] = []

    def watch(module: nn.Module, given: tuple[Any, ...]) -> tuple[Any, ...]:
        if seen:
            return given
        seen.append(given[0].detach().requires_grad_())
        return (seen[0], *given[1:])

    first = next(module for module in network.modules() if isinstance(module, LAYERS))
    hook = first.register_forward_pre_hook(watch)
    try:
        outputs: Tensor = network(batch)
        return seen[0], outputs
    finally:
        hook.remove()
