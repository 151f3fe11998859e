"""Which values of a window each forecast depends on: the size of its gradient (Simonyan et al. 2013)."""

from dataclasses import replace

import torch
from torch import nn

from models.look.arrays import panel
from models.look.examples import last_example
from models.look.pictures import HeatMap, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Splits, run
from models.spec.spec import Spec
from models.spec.task import Task

AXES = Sentence("axes-of-window", "down: so far ahead, across: so long before what is foretold")


class DependsWindow(View):
    """The gradient of every value that is foretold, by every value of the last window of the validation split."""

    title = "Depends on"
    text = (
        "The darker a cell, the more what is foretold would change if that value of the last held-out window did a "
        "little. Columns count how long it is until what is foretold, rows how far it lies ahead. Dark on the right "
        "alone: the network mostly repeats the last value."
    )
    group = "looks"
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.forecasts

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = last_example(network, spec, splits.validation)
        with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            inputs = batch.inputs.clone().requires_grad_()
            foretold = run(network, replace(batch, inputs=inputs))[0][0, :, 0]  # (horizon)
            slopes = [torch.autograd.grad(one, inputs, retain_graph=True)[0][0] for one in foretold]
        sizes = torch.stack([slope.norm(dim=-1) for slope in slopes])  # (horizon, time)
        rows = [str(step + 1) for step in range(len(sizes))]
        columns = [str(step) if step == 1 or step % 5 == 0 else "" for step in range(sizes.shape[1], 0, -1)]
        shares = sizes / sizes.amax(1, keepdim=True).clamp_min(1e-12)
        return HeatMap(panels=[panel(AXES(), shares, rows, columns)], mark=None)
