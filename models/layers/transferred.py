"""A network with the eyes of another: layers that have learnt something else, and a head that learns anew.

Layers that are frozen keep their weights and stay in evaluation mode. Batch normalisation would otherwise go by the
mean of each batch, and its stored means would drift to the new pictures at every step: the layer would be neither what
was learnt before nor what is scored. Dropout in front of layers that cannot adapt is only noise.
"""

import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.classifier import PictureClassifier

ENDS_MAPS = (nn.Flatten, nn.AdaptiveAvgPool2d, nn.Linear)
"""Layers that keep no maps, or of each map only its mean: after them nobody knows where something was."""
NORMS = (nn.BatchNorm2d, nn.BatchNorm1d)


class Transferred(PictureClassifier):
    """Layers of a body, and of a head; those of ``frozen`` are as they were."""

    frozen: tuple[str, ...] = ()

    def freeze(self, names: Iterable[str]) -> None:
        """Holds the layers of these names: no gradient reaches them, and they stay in evaluation mode."""
        self.frozen = tuple(names)
        for name in self.frozen:
            self.get_submodule(name).requires_grad_(False)
        self.train(self.training)

    def train(self, mode: bool = True) -> "Transferred":
        """As any module's, but frozen layers stay in evaluation mode."""
        super().train(mode)
        for name in self.frozen:
            self.get_submodule(name).eval()
        return self


class Adapted(nn.Module):
    """Pictures as the body is used to them: so large, with so many colours, light or dark, and standardised."""

    label = "Adapted pictures"

    def __init__(
        self,
        channels: int,
        side: int = 0,
        swapped: bool = False,
        mean: Sequence[float] = (0,),
        deviation: Sequence[float] = (1,),
    ) -> None:
        super().__init__()
        self.channels, self.side, self.swapped = channels, side, swapped
        self.standardises = tuple(mean) != (0,)
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1), persistent=False)
        self.register_buffer("deviation", torch.tensor(deviation).view(1, -1, 1, 1), persistent=False)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures (batch, any, height, width) -> (batch, channels, side, side); side 0 leaves the size."""
        size = (self.side, self.side)
        if self.side and pictures.shape[2:] != size:
            pictures = functional.interpolate(pictures, size, mode="bilinear", align_corners=False, antialias=False)
        if pictures.shape[1] != self.channels:
            pictures = pictures.mean(1, keepdim=True).expand(-1, self.channels, -1, -1)
        if self.swapped:
            pictures = 1 - pictures
        if self.standardises:
            pictures = (pictures - self.get_buffer("mean")) / self.get_buffer("deviation")
        return pictures


def body_of(layers: Iterable[tuple[str, nn.Module]], at_maps: bool) -> OrderedDict[str, nn.Module]:
    """Of a network's layers, by name, all before the last dense one, which answers; or those that give maps alone."""
    named = list(layers)
    dense = [place for place, (_, layer) in enumerate(named) if isinstance(layer, nn.Linear)]
    end = dense[-1] if dense else len(named)
    if at_maps:
        end = next((place for place, (_, layer) in enumerate(named) if isinstance(layer, ENDS_MAPS)), end)
    for _, layer in named[:end]:
        vars(layer).pop("setting", None)  # which made it: the new network has no such setting
    return OrderedDict(named[:end])


def head_on(body: nn.Module, inputs: tuple[int, ...], hidden: int, outputs: int) -> OrderedDict[str, nn.Module]:
    """A head for what ``body`` makes of pictures of the size ``inputs``: a hidden layer, if any, and the output."""
    training = body.training
    with torch.no_grad():
        features = body.eval()(torch.zeros(1, *inputs)).shape[1:]
    body.train(training)
    size = math.prod(features)
    layers: OrderedDict[str, nn.Module] = OrderedDict()
    if len(features) > 1:
        layers["head_flatten"] = nn.Flatten()
    if hidden:
        layers |= {"head_hidden": nn.Linear(size, hidden), "head_activation": nn.ReLU()}
    layers["head"] = nn.Linear(hidden or size, outputs)
    return layers


def frozen_names(body: Iterable[tuple[str, nn.Module]], learning: int) -> list[str]:
    """Of a body's layers, by name, those before the last ``learning`` with weights; a norm goes with what it norms."""
    named = list(body)
    weighed = [
        place
        for place, (_, layer) in enumerate(named)
        if not isinstance(layer, NORMS) and any(True for _ in layer.parameters())
    ]
    end = len(named) if not learning else weighed[-learning] if learning <= len(weighed) else 0
    return [name for name, _ in named[:end]]
