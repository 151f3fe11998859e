"""The filters of every convolution, as they are now."""

from torch import nn

from models.inside.view import View, modules_of
from models.kinds import Splits
from models.packing import signed_panel, tiled, unlabelled
from models.pictures import HeatMap, Picture
from models.spec import Spec, Task

MOST = 64
"""Filters shown of each layer."""


class Filters(View):
    """Each filter of a convolution; of those that read several maps, the mean over the maps."""

    title = "Filters"
    text = (
        "What each filter looks for: blue asks for ink there, orange for paper. At first they are noise; edges and "
        "strokes appear. Of deeper filters, which read many maps at once, the mean is shown."
    )

    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return any(isinstance(one, nn.Conv2d) for one in modules_of(task, architecture))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        panels = []
        for name, module in network.named_modules():
            if isinstance(module, nn.Conv2d):
                whole = tiled(module.weight.detach()[:MOST].mean(1), 8)  # (rows, columns)
                title = f"{name} · {module.out_channels} filters"
                panels.append(signed_panel(title, whole, unlabelled(len(whole)), unlabelled(whole.shape[1])))
        return HeatMap(panels=panels, mark=None)
