"""Where a network looks: the weights of all its layers that attend, recorded while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.attention import Attend
from models.sentences import Sentence
from models.spec.kinds import Batch, run

NO_ATTENTION = Sentence("no-attention", "This network has no attention to look at.")

ATTENDING = (Attend, nn.MultiheadAttention)
"""Classes of layers that attend: ours, and PyTorch's."""
OF_TORCH = ("query", "key", "value", "key_padding_mask", "need_weights", "attn_mask", "average_attn_weights")
"""The arguments of ``nn.MultiheadAttention`` in the order of their positions."""


def weights_of(network: nn.Module, batch: Batch) -> tuple[Any, dict[str, Tensor]]:
    """The network's outputs, and the attention weights of each layer by name, (batch, heads, queries, keys).

    Layers stand in the order in which they are first called. Raises ValueError if nothing in the network attends.
    """
    with recorded_attention(network) as calls:
        outputs, _ = run(network, batch)
    if not calls:
        raise ValueError(NO_ATTENTION())
    return outputs, {name: joined_calls(weights) for name, weights in calls.items()}


@contextmanager
def recorded_attention(network: nn.Module) -> Iterator[dict[str, list[Tensor]]]:
    """Records by layer the weights of every call, each (batch, heads, queries, keys)."""
    calls: dict[str, list[Tensor]] = {}
    hooks = []
    for name, module in network.named_modules():
        if isinstance(module, nn.MultiheadAttention):
            hooks.append(module.register_forward_hook(partial(ask_again, calls, name), with_kwargs=True))
        elif isinstance(module, ATTENDING):
            hooks.append(module.register_forward_hook(partial(record, calls, name)))
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)  # PyTorch's short cut works out no weights
    try:
        yield calls
    finally:
        torch.backends.mha.set_fastpath_enabled(fast)
        for hook in hooks:
            hook.remove()


def ask_again(
    calls: dict[str, list[Tensor]],
    name: str,
    module: nn.MultiheadAttention,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    output: Any,
) -> None:
    """Keeps the weights of PyTorch's layer, (batch, heads, queries, keys), from a second call.

    The first call stays as the network made it: where a row may look at nothing, PyTorch answers 0 without weights
    and NaN with them (findings/torch_attention_weights_turn_zero_to_nan.sh). Such a row's weights are 0.
    """
    named = {**dict(zip(OF_TORCH[3:], args[3:], strict=False)), **kwargs}
    with torch.no_grad():
        again = module.forward(*args[:3], **{**named, "need_weights": True, "average_attn_weights": False})
    weights = again[1]
    assert weights is not None
    if output[0].isfinite().all():
        weights = weights.nan_to_num(0)
    record(calls, name, module, (), (None, weights))


def record(calls: dict[str, list[Tensor]], name: str, module: nn.Module, args: object, output: Any) -> None:
    """Keeps the weights of one call as (batch, heads, queries, keys); a hook that returned something would
    change the outputs.
    """
    weights = output[1]
    if weights is not None:
        weights = weights.detach()
        calls.setdefault(name, []).append(weights.unsqueeze(1) if weights.dim() == 3 else weights)


def joined_calls(calls: list[Tensor]) -> Tensor:
    """The calls of one layer as one (batch, heads, queries, keys).

    Calls with one query each are steps, one below the other, and may see more keys each time; of calls with several
    the last counts, which has read the most.
    """
    if any(one.shape[2] != 1 for one in calls):
        return calls[-1]
    keys = max(one.shape[3] for one in calls)
    return torch.cat([functional.pad(one, (0, keys - one.shape[3])) for one in calls], 2)
