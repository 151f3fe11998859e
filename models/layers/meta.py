"""Networks without their numbers: layers and shapes, for no memory and hardly any time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from models.spec.architecture import Architecture
from models.spec.kinds import Shapes

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


@lru_cache(maxsize=16)
def network_on_meta(architecture: Architecture, shapes: Shapes) -> nn.Module:
    """The network without its weights, in eval mode: built once for its plan and for all views, and changed by nobody.

    Few are cached: those of a long list would fill hundreds of megabytes. Raises whatever ``architecture`` raises.
    """
    with on_meta():
        return architecture.network(shapes).eval()


class SkipInitialisation(TorchFunctionMode):
    """Draws no initial weights: where there is nothing to fill, ``normal_`` would load a compiler first: seconds."""

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        if func in INITIALISERS:
            return args[0] if args else given["tensor"]
        return func(*args, **given)
