"""What every layer of a network makes of one's own question (feature maps as Yosinski et al. 2015 show them, live)."""

from functools import partial

from torch import Tensor, nn
from torch.nn import functional

from models.layers.names import layer_name
from models.layers.tree import rows
from models.look.arrays import panel, signed_panel, unlabelled
from models.look.kernels import MOST
from models.look.layer_maps import layer_maps
from models.look.marks import marks_of
from models.look.pictures import HeatMap, Panel, Picture
from models.look.questions import pose
from models.look.titles import dotted
from models.look.view import View, parted, probabilities, to_device
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

ROW = 16
"""Units in a row."""


class Maps(View):
    """Of a picture the maps of one layer, the first unless another is named; of symbols the outputs of every layer."""

    title = "Layers"
    text = (
        "Your question on its way through the network, layer by layer. Of a picture each map is what one filter found, "
        "with the same number: press the picture to see which filters answer there, or a map to see its filter and "
        "where it looked. Of a sequence each column is one step, each row a unit. Orange is negative, blue positive."
    )
    group = "layers"
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind.markable

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        asked, layer = parted(question)
        batch = to_device(pose(spec.task, splits, asked), network)
        if spec.task.kind.inputs is Form.PICTURE:
            return layer_maps(network, spec.task, batch, layer)
        return strips(network, spec.task, batch)


def strips(network: nn.Module, task: Task, batch: Batch) -> HeatMap:
    """The outputs of every layer for symbols."""
    found: dict[str, Tensor] = {}
    hooks = [
        module.register_forward_hook(partial(record_first, found, name))
        for name, module in rows(network)
        if not isinstance(module, nn.Flatten)
    ]
    try:
        outputs = network(batch)
    finally:
        for hook in hooks:
            hook.remove()
    return HeatMap(
        panels=[strip_panel(name, output[0].detach()) for name, output in found.items()],
        mark=marks_of(task, batch, probabilities(outputs, network))[0],
    )


def record_first(found: dict[str, Tensor], name: str, module: nn.Module, inputs: object, output: object) -> None:
    """Stores the first output (1, …) of a layer; a hook that returned something would change what the network does."""
    found.setdefault(name, main_output(output))


def main_output(output: object) -> Tensor:
    """Of a layer with several outputs the main one, (1, …)."""
    found = output[0] if isinstance(output, tuple) else output
    assert isinstance(found, Tensor)
    return found


def strip_panel(name: str, output: Tensor) -> Panel:
    """(time, units) as a strip, (units) in rows of so many."""
    title = dotted(layer_name(name), "x".join(map(str, output.shape)))
    if output.dim() == 2:
        whole = output[:, :MOST].T
    else:
        shown = output[:MOST]
        whole = functional.pad(shown, (0, -len(shown) % ROW)).view(-1, ROW)
    times = [str(step + 1) for step in range(whole.shape[1])]
    labels = unlabelled(len(whole)), times if output.dim() == 2 else unlabelled(whole.shape[1])
    if (whole < 0).any():
        made = signed_panel(title, whole, *labels)
    else:
        made = panel(title, whole / whole.max().clamp_min(1e-12), *labels)
    return made.model_copy(update={"layer": name})
