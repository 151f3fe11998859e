"""What every layer of a network makes of one's own drawing."""

from torch import Tensor, nn

from models.inside.answers import mark
from models.inside.view import View, probabilities, to_device
from models.kinds import Kind, Splits
from models.packing import panel, tiled, unlabelled
from models.pictures import HeatMap, Picture
from models.spec import Spec, Task

MOST = 64
"""Maps or units shown of each layer."""


class Maps(View):
    """Outputs of every layer that changes the picture: maps side by side, dense layers as one row."""

    title = "Layers"
    text = (
        "Your drawing on its way through the network. Each small picture is what one filter found in it: dark where "
        "it found much. Dense layers are one row of units."
    )
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind is Kind.IMAGE_TO_CLASS and task.question() is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(spec.task.pose(question), network)
        seen: list[tuple[str, Tensor]] = []
        hooks = [
            module.register_forward_hook(lambda module, given, output, name=name: seen.append((name, output)))
            for name, module in network.named_modules()
            if not list(module.children()) and not isinstance(module, nn.Flatten) and not getattr(module, "share", None)
        ]
        try:
            outputs = network(batch)
        finally:
            for hook in hooks:
                hook.remove()
        panels = []
        for name, output in seen:
            values = output[0, :MOST].detach()
            whole = tiled(values, 8) if values.dim() == 3 else values.unsqueeze(0)  # (rows, columns)
            whole = whole.clamp_min(0) / whole.max().clamp_min(1e-12)
            size = "x".join(str(side) for side in output.shape[1:])
            panels.append(panel(f"{name} · {size}", whole, unlabelled(len(whole)), unlabelled(whole.shape[1])))
        return HeatMap(panels=panels, mark=mark(spec.task, batch, probabilities(outputs))[0])
