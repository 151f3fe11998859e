"""Dropout that draws from a generator of its own.

``torch.nn.Dropout`` draws from the global generator, so a look inside or another layer would change the masks that
follow. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.
"""

import torch
from torch import Tensor, nn


class Dropout(nn.Module):
    """Sets a share of the values to zero while training and scales the rest up; does nothing in eval mode.

    ``setting`` is the architecture's live setting that the share follows; "" is none.
    """

    def __init__(self, share: float, setting: str = "dropout") -> None:
        super().__init__()
        self.share = share
        self.live_settings = {setting: "share"}
        self.generator: torch.Generator | None = None

    def forward(self, values: Tensor) -> Tensor:
        """Values (…) of any shape -> values (…)."""
        if not self.training or self.share == 0:
            return values
        passed = torch.rand(self.drawn(values), generator=self.generator, device=values.device) >= self.share
        return values * passed / (1 - self.share)

    def drawn(self, values: Tensor) -> torch.Size:
        """For what of values (…) one number each is drawn."""
        return values.shape

    def extra_repr(self) -> str:
        return f"{self.share}"


class DropoutThroughTime(Dropout):
    """The same values are silenced at every step of a sequence (batch, time, …), as by ``dropout=`` of Keras's cells.

    Gal and Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks", 2016.
    """

    def drawn(self, values: Tensor) -> torch.Size:
        return torch.Size((values.shape[0], 1, *values.shape[2:]))


def draw_from(network: nn.Module, generator: torch.Generator) -> None:
    """Lets every dropout layer of ``network`` draw from ``generator``."""
    for module in network.modules():
        if isinstance(module, Dropout):
            module.generator = generator


def take_over(network: nn.Module, setting: str, value: bool | int | float | str) -> None:
    """A live setting of an architecture, into the layers that take it; where none does, into the network by its name.

    A layer that takes one has ``live_settings``: the setting's name -> the layer's attribute.
    """
    layers = {
        module: names[setting]
        for module in network.modules()
        if setting in (names := getattr(module, "live_settings", {}))
    }
    for layer, attribute in layers.items():
        setattr(layer, attribute, value)
    if not layers:
        setattr(network, setting, value)
