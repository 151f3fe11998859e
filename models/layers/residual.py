"""Residual block: its layers learn what is to be added to what came (He et al., "Deep residual learning", 2015)."""

from collections.abc import Mapping

from torch import Tensor, nn
from torch.nn import functional

from models.layers.joins import Sum


class Residual(nn.Module):
    """Layers under their own names, and a way past them; where ``skip`` is None, no way.

    ``skip`` makes what came as large as what the layers give; ``nn.Identity`` where it is so already. ``bend`` is what
    bends the sum, ReLU where none is given.
    """

    def __init__(self, layers: Mapping[str, nn.Module], skip: nn.Module | None, bend: nn.Module | None = None) -> None:
        super().__init__()
        self.order = list(layers)
        for name, layer in layers.items():
            self.add_module(name, layer)
        self.skips = skip is not None
        if skip is not None:
            if not isinstance(skip, nn.Identity):
                self.skip = skip
            self.sum = Sum()
        self.activation = nn.ReLU() if bend is None else bend

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, the layers' channels, height, width)."""
        values = inputs
        for name in self.order:
            values = self.get_submodule(name)(values)
        if self.skips:
            values = self.sum(values, self.skip(inputs) if "skip" in self._modules else inputs)
        activated: Tensor = self.activation(values)
        return activated


class PaddedSkip(nn.Module):
    """Every ``stride``-th place of the maps, and maps of zeros for new channels: a skip without weights."""

    def __init__(self, channels: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding = 1, stride, 0
        self.new = outputs - channels

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, outputs, height / stride, width / stride), rounded up."""
        return functional.pad(inputs[:, :, :: self.stride, :: self.stride], (0, 0, 0, 0, 0, self.new))
