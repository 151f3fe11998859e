"""Batch normalisation on the meta device in one step: what it gives has the shape of what it was given.

PyTorch's own works out means, roots and products of shapes there, in Python: most of the plan of a deep network.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode


class Normalised(torch.autograd.Function):
    """Saves for backward what batch normalisation of a network in use saves."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
        """Values (batch, channels, …), and four of (channels) -> (batch, channels, …)."""
        of_batch = torch.empty_like(mean), torch.empty_like(mean)  # its mean and deviation
        ctx.save_for_backward(values, weight, mean, variance, *of_batch)
        return torch.empty_like(values)


class QuickNormalisation(TorchFunctionMode):
    """A context in which batch normalisation of a network in eval mode is worked out so."""

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        if func is nn.functional.batch_norm and args[0].is_meta and not given["training"]:
            return Normalised.apply(args[0], given["weight"], given["bias"], *args[1:3])  # type: ignore[no-untyped-call]
        return func(*args, **given)
