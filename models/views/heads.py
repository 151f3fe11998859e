"""Where the heads of a neural Turing machine write and read, step by step."""

from dataclasses import replace

import torch
from torch import Tensor, nn

from models.architectures.ntm import Ntm, TuringMachine
from models.look.arrays import panel
from models.look.pictures import HeatMap, Panel, Picture
from models.look.view import View
from models.spec.kinds import Batch, Split, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task


class Heads(View):
    """One sequence of the test split: given, to be written, written; and the weights of every head."""

    title = "Heads"
    text = (
        "Time runs to the right. A machine that has understood writes each step into a place of its own, and later "
        "reads those places in the same order: two slopes, side by side."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(architecture, Ntm)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        outputs, batch, weights = walked(network, longest(spec.task, splits.test))
        steps = [str(step) for step in range(1, outputs.shape[1] + 1)]
        counts = torch.ones_like(outputs[0, :, 0]) if batch.mask is None else batch.mask[0].float()

        def drawn(title: str, values: Tensor) -> Panel:
            return panel(title, values.T, [str(row) for row in range(1, values.shape[1] + 1)], steps)

        panels = [
            drawn("Given", batch.inputs[0]),
            drawn("To be written", batch.targets[0]),
            drawn("Written", outputs[0].sigmoid() * counts.unsqueeze(-1)),
            *(drawn(title, values[0]) for title, values in weights.items()),
        ]
        return HeatMap(panels=panels, mark=None)


def longest(task: Task, split: Split) -> Batch:
    """The example of which the most counts, among the first."""
    batch = next(batches(task, split))
    row = 0 if batch.mask is None else int(batch.mask.flatten(1).sum(1).argmax())
    one = slice(row, row + 1)
    mask = None if batch.mask is None else batch.mask[one]
    return replace(batch, inputs=batch.inputs[one], targets=batch.targets[one], mask=mask, more={})


def walked(network: nn.Module, batch: Batch) -> tuple[Tensor, Batch, dict[str, Tensor]]:
    """Outputs, and of each head its weights (batch, time, slots)."""
    if not isinstance(network, TuringMachine):
        raise ValueError("This network has no heads to look at.")
    batch = batch.to(next(network.parameters()).device)
    walks: dict[str, list[Tensor]] = {}
    hooks = []
    for sort, words in (("write", "Writing head"), ("read", "Reading head")):
        for number, head in enumerate(network.all_heads(sort), 1):
            walk = walks.setdefault(f"{words} {number}" if network.heads > 1 else words, [])
            hooks.append(head.register_forward_hook(lambda one, given, output, walk=walk: walk.append(output[1])))
    try:
        outputs = network(batch)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs, batch, {title: torch.stack(walk, 1) for title, walk in walks.items()}
