"""Networks without their numbers: layers and shapes, for no memory and hardly any time."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
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
SAME = {
    functional.relu, functional.relu6, functional.hardtanh, functional.batch_norm,
    torch.relu, torch.sigmoid, torch.tanh, Tensor.relu, Tensor.sigmoid, Tensor.tanh,
}  # fmt: skip
"""What changes no shape."""


def linear(inputs: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Inputs (…, inputs) by a dense layer's weights (outputs, inputs) -> (…, outputs)."""
    return inputs.new_empty(*inputs.shape[:-1], len(weight))


def interpolate(pictures: Tensor, size: tuple[int, int], **_: Any) -> Tensor:
    """Pictures (batch, channels, height, width) in another ``size``: (batch, channels, …)."""
    return pictures.new_empty(*pictures.shape[:2], *size)


def adaptive_pool(maps: Tensor, sides: int | tuple[int | None, int | None]) -> Tensor:
    """Maps (batch, channels, height, width), pooled to these sides: (batch, channels, …); None is a side as it is."""
    both = (sides, sides) if isinstance(sides, int) else sides
    found = (own if to is None else to for own, to in zip(maps.shape[2:], both, strict=True))
    return maps.new_empty(*maps.shape[:2], *found)


def stack(tensors: Sequence[Tensor], dim: int = 0) -> Tensor:
    """Tensors (…) beside each other, as many as there are at ``dim``: (…)."""
    shape = list(tensors[0].shape)
    shape.insert(dim if dim >= 0 else len(shape) + 1 + dim, len(tensors))
    return tensors[0].new_empty(shape)


def arithmetic(*values: Tensor | float) -> Tensor:
    """Of tensors (…) and numbers, place by place: (…)."""
    first, *others = (one for one in values if isinstance(one, Tensor))
    return first.new_empty(torch.broadcast_shapes(first.shape, *(one.shape for one in others)))  # type: ignore[no-untyped-call]


SHAPES: dict[Callable[..., Any], Callable[..., Tensor]] = {
    functional.linear: linear,
    functional.interpolate: interpolate,
    torch.stack: stack,
    functional.adaptive_avg_pool2d: adaptive_pool,
    **dict.fromkeys((Tensor.add, Tensor.sub, Tensor.mul, Tensor.div, Tensor.true_divide, Tensor.__rsub__), arithmetic),
}
"""What gives other shapes, and what they are."""


@contextmanager
def on_meta() -> Iterator[None]:
    """What is made inside has shapes and types alone."""
    with torch.device("meta"), OnlyShapes():
        yield


@lru_cache(maxsize=16)
def network_on_meta(architecture: Architecture, shapes: Shapes) -> nn.Module:
    """The network without its weights, in eval mode: built once for its plan and for all views, and changed by nobody.

    Few are cached: those of a long list would fill hundreds of megabytes. Raises whatever ``architecture`` raises.
    """
    with on_meta():
        return architecture.network(shapes).eval()


class OnlyShapes(TorchFunctionMode):
    """Draws no initial weights and works nothing out: where there are no numbers, PyTorch loads a compiler before it
    adds two of them, which takes a second or more (findings/torch_meta_sum_loads_compiler.sh).
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = kwargs or {}
        if func in INITIALISERS:
            return args[0] if args else given["tensor"]
        if args and (func in SAME or func in SHAPES) and without_numbers(args[0]):
            return args[0] if func in SAME else SHAPES[func](*args, **given)
        return func(*args, **given)


def without_numbers(value: Any) -> bool:
    """Whether it is a tensor (…) on the meta device, or begins with one."""
    first = value[0] if isinstance(value, list | tuple) and value else value
    return isinstance(first, Tensor) and first.is_meta
