"""RMSprop with epsilon beside the root or under it: libraries differ, and where slopes are small it shows.

PyTorch, Keras 2 and tf.keras until 2.10 (there without momentum) divide by sqrt(v) + epsilon; TensorFlow.js, Keras 3
and tf.keras from 2.11 by sqrt(v + epsilon), which is at least sqrt(epsilon). Hinton, lecture 6e of "Neural networks
for machine learning", 2012, has none.
"""

from typing import Any

import torch
from torch import Tensor


class RMSprop(torch.optim.RMSprop):
    """PyTorch's own; ``epsilon_inside`` of a group is whether epsilon stands under the root."""

    def __init__(self, parameters: Any, **options: Any) -> None:
        super().__init__(parameters, **options)
        for group in self.param_groups:
            group["epsilon_inside"] = False

    def step(self, closure: Any = None) -> Any:
        """One step along the gradients; as torch's where epsilon stands beside the root."""
        if not self.param_groups[0]["epsilon_inside"]:
            return super().step(closure)
        for group in self.param_groups:
            self.step_inside(group)
        return None

    @torch.no_grad()
    def step_inside(self, group: dict[str, Any]) -> None:
        """v = rho v + (1 - rho) g^2; m = momentum m + g / sqrt(v + epsilon); w = w - rate m."""
        weights = [weight for weight in group["params"] if weight.grad is not None]
        gradients: list[Tensor] = [weight.grad for weight in weights]
        states = [self.state_of(weight, group) for weight in weights]
        squares = [state["square_avg"] for state in states]
        torch._foreach_mul_(squares, group["alpha"])
        torch._foreach_addcmul_(squares, gradients, gradients, value=1 - group["alpha"])
        roots = torch._foreach_add(squares, group["eps"])
        torch._foreach_sqrt_(roots)
        moves = torch._foreach_div(gradients, roots)
        if group["momentum"] > 0:
            buffers = [state["momentum_buffer"] for state in states]
            torch._foreach_mul_(buffers, group["momentum"])
            torch._foreach_add_(buffers, moves)
            moves = torch._foreach_mul(buffers, 1.0)
        torch._foreach_mul_(moves, group["lr"])
        torch._foreach_sub_(weights, moves)

    def state_of(self, weight: Tensor, group: dict[str, Any]) -> dict[str, Tensor]:
        """What is stored for a ``weight`` (…), as torch's own stores it."""
        state: dict[str, Tensor] = self.state[weight]
        if not state:
            state["step"] = torch.zeros((), device=weight.device if group["capturable"] else "cpu")
            state["square_avg"] = torch.zeros_like(weight)
            if group["momentum"] > 0:
                state["momentum_buffer"] = torch.zeros_like(weight)
        return state
