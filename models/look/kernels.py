"""The filters of a layer as the page draws them: weights, and how they slide over what they are given."""

import math

from torch import Tensor, nn

from models.layers.joins import Join, Sum
from models.layers.local import LocallyConnected2d
from models.layers.names import layer_name, layer_type
from models.layers.partial import PartialConv2d
from models.layers.receptive_fields import Passage, padding_of, pair
from models.look.arrays import numbers
from models.look.pictures import Kernels, LayerChoice
from models.sentences import Sentence

WEIGHTS_NOT_FINITE = Sentence(
    "weights-not-finite", "Not all weights of {layer} are finite numbers any more: the run has diverged."
)

MOST = 64
"""Maps, filters or units shown of each layer."""
MOST_WEIGHTS = 2**18
"""Weights sent of a layer, and so fewer filters where each has very many."""

CONVOLUTIONS = (nn.Conv2d, PartialConv2d)
SLIDING = (*CONVOLUTIONS, LocallyConnected2d)
ANSWERING = (*SLIDING, nn.Linear, Sum, Join)
"""Layers whose maps or units each look for something of their own."""


def has_filters(module: nn.Module) -> bool:
    """Whether the layer's weights can be drawn as filters."""
    if isinstance(module, CONVOLUTIONS):
        return module.padding_mode == "zeros"
    return isinstance(module, nn.Linear)


def filter_weights(passage: Passage) -> Tensor:
    """(filters, inputs, height, width) of a layer with weights; those of a unit are laid out as its input is.

    In groups, as in AlexNet's two towers, a filter reads some of the maps only: its weights of the others are 0. The
    same is between the weights of a dilated filter. Where each place has filters of its own, those of the middle.
    """
    weights = passage.module.weight
    assert isinstance(weights, Tensor)
    if isinstance(passage.module, LocallyConnected2d):
        return spread(passage.module.filters_at(passage.module.middle), passage.module.dilation)
    if weights.dim() == 4:
        return spread(ungrouped(weights.detach(), passage.module), pair(getattr(passage.module, "dilation", 1)))
    inputs, *size = passage.input.shape[1:]
    return weights.detach().view(len(weights), inputs, *(size or (1, 1)))


def ungrouped(weights: Tensor, module: nn.Module) -> Tensor:
    """``weights`` (filters, inputs of a group, height, width) as (filters, inputs, height, width)."""
    groups = module.groups if isinstance(module, nn.Conv2d) else 1
    if groups == 1:
        return weights
    filters, inputs, *size = weights.shape
    whole = weights.new_zeros(groups, filters // groups, groups, inputs, *size)
    for group, own in enumerate(weights.chunk(groups)):
        whole[group, :, group] = own
    return whole.view(filters, groups * inputs, *size)


def spread(weights: Tensor, dilation: tuple[int, int]) -> Tensor:
    """``weights`` (filters, inputs, height, width) as far apart as a dilated filter reads, with zeros between."""
    if dilation == (1, 1):
        return weights
    (down, across), (height, width) = dilation, weights.shape[2:]
    whole = weights.new_zeros(*weights.shape[:2], (height - 1) * down + 1, (width - 1) * across + 1)
    whole[:, :, ::down, ::across] = weights
    return whole


def kernels_of(passage: Passage) -> Kernels:
    """The first filters of a layer for which ``has_filters`` holds.

    Raises ValueError where a weight is no finite number any more.
    """
    module = passage.module
    whole = filter_weights(passage)
    if not whole.isfinite().all():
        raise ValueError(WEIGHTS_NOT_FINITE(layer=layer_name(passage.name or "")))
    shown = max(1, min(MOST, MOST_WEIGHTS // whole[0].numel()))
    bias = module.bias[:, module.middle] if isinstance(module, LocallyConnected2d) else module.bias
    return Kernels(
        layer=str(passage.name),
        of=len(whole),
        weights=numbers(whole[:shown]),
        bias=numbers(bias[:shown]) if isinstance(bias, Tensor) else None,
        stride=pair(module.stride) if isinstance(module, SLIDING) else (1, 1),
        padding=padding_of(module) if isinstance(module, SLIDING) else (0, 0),
        reads=passage.source or "",
    )


def layer_asked(layers: dict[str, Passage], asked: str) -> Passage:
    """The layer that is asked for as "name" or "name@height"; the first where there is none such.

    Another network has layers of other names: of those the last whose maps are about as high.
    """
    name, _, height = asked.partition("@")
    if name in layers:
        return layers[name]
    if height.isdecimal() and int(height) > 0:
        sizes = {key: passage.output.shape[2] for key, passage in layers.items() if passage.output.dim() == 4}
        apart = {key: abs(math.log(size / int(height))) for key, size in sizes.items()}
        if apart:
            return layers[[key for key, by in apart.items() if by == min(apart.values())][-1]]
    return next(iter(layers.values()))


def layer_choice(passage: Passage, asked: bool) -> LayerChoice:
    """A layer as something to choose."""
    sizes = passage.output[0].abs()
    largest = float(sizes.max()) if sizes.numel() else 0.0
    level = float(sizes.mean()) / largest if asked and largest else 0.0 if asked else None
    return LayerChoice(
        name=str(passage.name), kind=layer_type(passage.module), shape=list(passage.output.shape[1:]), level=level
    )
