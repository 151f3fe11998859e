"""What every layer of a network makes of one's own question (feature maps as Yosinski et al. 2015 show them, live)."""

from functools import partial

from torch import Tensor, nn
from torch.nn import functional

from models.layers.names import layer_name
from models.layers.receptive_fields import Passage, passages
from models.layers.tree import rows
from models.look.activations import OUTPUTS_NOT_FINITE
from models.look.arrays import numbers, panel, signed_panel, unlabelled
from models.look.kernels import MOST, has_filters, kernels_of, layer_asked, layer_choice
from models.look.marks import image_grid, marks_of
from models.look.pictures import FieldAxis, HeatMap, LayerMaps, Panel, Picture
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
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind.markable

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        asked, layer = parted(question)
        batch = to_device(pose(spec.task, splits, asked), network)
        if spec.task.kind.inputs is Form.PICTURE:
            return layer_maps(network, spec.task, batch, layer)
        return strips(network, spec.task, batch)


def layer_maps(network: nn.Module, task: Task, batch: Batch, layer: str) -> LayerMaps:
    """The maps of a layer; where the network has none of that name, of one with maps as large, or of the first.

    Raises ValueError where an output is no finite number any more.
    """
    answers: list[Tensor] = []
    found = passages(network, batch.inputs, lambda: answers.append(network(batch)))
    chosen = layer_asked(found, layer)
    maps = chosen.output[0]
    if not maps.isfinite().all():
        raise ValueError(OUTPUTS_NOT_FINITE(layer=layer_name(chosen.name or "")))
    maps = maps if maps.dim() == 3 else maps.view(-1, 1, 1)
    weights_from = found.get(chosen.weighted_layer)
    joined = weights_from if weights_from is not None and has_filters(weights_from.module) else None
    names = task.class_names()
    return LayerMaps(
        mark=marks_of(task, batch, probabilities(answers[0], network))[0],
        asked=image_grid(batch.inputs),
        layers=[layer_choice(passage, asked=True) for passage in found.values()],
        chosen=str(chosen.name),
        of=len(maps),
        maps=numbers(maps[:MOST]),
        labels=names[:MOST] if chosen is list(found.values())[-1] and len(names) == len(maps) else [],
        seen=seen(chosen),
        kernels=kernels_of(joined) if joined else None,
        inputs=numbers(inputs_of(joined)) if joined and chosen.bare else None,
    )


def seen(passage: Passage) -> tuple[FieldAxis, FieldAxis] | None:
    """The receptive field of the places of a layer's output, as it travels."""
    if passage.field is None:
        return None
    down, across = (FieldAxis(start=one.start, stride=one.stride, size=one.size) for one in passage.field)
    return down, across


def inputs_of(passage: Passage) -> Tensor:
    """The input of a layer, (inputs, height, width)."""
    inputs = passage.input[0]
    return inputs if inputs.dim() == 3 else inputs.view(-1, 1, 1)


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
