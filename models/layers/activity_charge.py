"""A charge on the activity of units: the slope of an L1 penalty is added on the way back, and nothing on the way there.

So few of them are active at a time: the code becomes sparse (Olshausen and Field, "Emergence of simple-cell receptive
field properties by learning a sparse code for natural images", 1996). The loss that is drawn is without the charge.
"""

from typing import Any

import torch
from torch import Tensor, nn


class Charge(torch.autograd.Function):
    """Values as they are; their slopes with those of the charge, a sum over units and a mean over the batch."""

    @staticmethod
    def forward(ctx: Any, values: Tensor, charge: float) -> Tensor:
        """Values (batch, units)."""
        ctx.save_for_backward(values)
        ctx.charge = charge
        return values.view_as(values)

    @staticmethod
    def backward(ctx: Any, slopes: Tensor) -> Any:
        """Slopes (batch, units)."""
        (values,) = ctx.saved_tensors
        return slopes + ctx.charge / len(values) * values.sign(), None


class ActivityCharge(nn.Module):
    """Charges each unit's activity while the network learns; the live setting of this name says how much.

    At 1 an activity of 1 costs as much as one of ``dots`` that is quite wrong, where the loss is a mean over these.
    """

    def __init__(self, charge: float, setting: str, dots: int) -> None:
        super().__init__()
        self.charge, self.dots = charge, dots
        self.live_settings = {setting: "charge"}

    def forward(self, values: Tensor) -> Tensor:
        """Values (batch, units) as they are."""
        if not self.training or self.charge == 0:
            return values
        charged: Tensor = Charge.apply(values, self.charge / self.dots)  # type: ignore[no-untyped-call]
        return charged

    def extra_repr(self) -> str:
        return f"{self.charge}"
