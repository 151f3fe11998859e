"""Networks without their numbers: layers and shapes, for no memory and hardly any time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

INITIALISERS = {
    Tensor.normal_,
    Tensor.uniform_,
    nn.init.normal_,
    nn.init.uniform_,
    nn.init.kaiming_uniform_,
    nn.init.kaiming_normal_,
}


@contextmanager
def on_meta() -> Iterator[None]:
    """What is made inside has shapes and types alone."""
    with torch.device("meta"), SkipInitialisation():
        yield


class SkipInitialisation(TorchFunctionMode):
    """Draws no initial weights: where there is nothing to fill, ``normal_`` would load a compiler first: seconds."""

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        if func in INITIALISERS:
            return args[0] if args else given["tensor"]
        return func(*args, **given)
