"""Inception module: filters of several sizes look at the same maps side by side (Szegedy et al. 2014)."""

from collections.abc import Mapping

from torch import Tensor, nn

from models.layers.joins import Join


class Inception(nn.Module):
    """Branches under their own names; their maps are joined."""

    def __init__(self, branches: Mapping[str, nn.Module]) -> None:
        super().__init__()
        self.order = list(branches)
        for name, branch in branches.items():
            self.add_module(name, branch)
        self.join = Join()

    def forward(self, inputs: Tensor) -> Tensor:
        """Maps (batch, channels, height, width) -> (batch, channels of all branches, height, width)."""
        joined: Tensor = self.join(*[self.get_submodule(name)(inputs) for name in self.order])
        return joined
