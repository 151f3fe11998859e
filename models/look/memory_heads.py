"""Where the heads of a network stand in its memory, recorded while it runs."""

from typing import Any

import torch
from torch import Tensor, nn

from models.layers.memory import MemoryHead, titles
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, run

NO_MEMORY_HEADS = Sentence("no-memory-heads", "This network has no heads to look at.")


def head_weights(network: nn.Module, batch: Batch) -> tuple[Any, dict[Text, Tensor]]:
    """The network's outputs, and the weights of each head by title, (batch, time, slots); heads that write come first.

    Raises ValueError if the network has no heads.
    """
    heads = sorted(
        (module for module in network.modules() if isinstance(module, MemoryHead)), key=lambda head: not head.writes
    )
    calls: list[list[Tensor]] = [[] for _ in heads]
    hooks = [
        head.register_forward_hook(lambda module, args, output, call=call: call.append(output[1].detach()))
        for head, call in zip(heads, calls, strict=True)
    ]
    try:
        outputs, _ = run(network, batch)
    finally:
        for hook in hooks:
            hook.remove()
    found = {title: joined_calls(call) for title, call in zip(titles(heads), calls, strict=True) if call}
    if not found:
        raise ValueError(NO_MEMORY_HEADS())
    return outputs, found


def joined_calls(calls: list[Tensor]) -> Tensor:
    """Weights (batch, slots) of steps, or (batch, time, slots), one after the other: (batch, time, slots)."""
    steps = [weights.unsqueeze(1) if weights.dim() == 2 else weights for weights in calls]
    return torch.cat(steps, 1)
