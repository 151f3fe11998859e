"""Multiply-adds of all that is called, row by row, by PyTorch's own formulas.

PyTorch's own counter follows every module, forward and back, and asks of every operation whether it falls into others,
which takes longer than all else. What is counted here is what reaches a kernel, in the rows of the plan alone.
"""

from collections import Counter
from typing import Any

from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


class MultiplyAdds(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """A context that counts; ``of_row`` is by the name of a row, ``total`` is of all."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.total = 0
        self.of_row: Counter[str] = Counter()
        self.open: list[str] = []
        """The rows whose forward pass is on its way."""

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        output = func(*args, **given)
        formula = flop_registry.get(func._overloadpacket)
        if formula is not None:
            count = formula(*args, **given, out_val=output) // 2
            self.total += count
            for row in self.open:
                self.of_row[row] += count
        return output

    def begin(self, name: str, module: nn.Module, inputs: object) -> None:
        """A hook before the forward pass of a row."""
        self.open.append(name)

    def end(self, name: str, module: nn.Module, inputs: object, output: object) -> None:
        """A hook after it."""
        self.open.remove(name)
