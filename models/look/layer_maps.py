"""The maps of one layer of a picture, with the filters that made them and where they looked."""

from torch import Tensor, nn

from models.layers.names import layer_name
from models.layers.receptive_fields import Passage, passages
from models.look.activations import OUTPUTS_NOT_FINITE
from models.look.arrays import numbers
from models.look.kernels import MOST, has_filters, kernels_of, layer_asked, layer_choice
from models.look.marks import image_grid, marks_of
from models.look.pictures import FieldAxis, LayerMaps
from models.look.view import probabilities
from models.spec.kinds import Batch
from models.spec.task import Task


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
