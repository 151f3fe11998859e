"""A network with an addressed memory, recorded while it runs; and what becomes of it where a number is changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from models.layers.memory import AddressedHead, Addressing
from models.spec.kinds import Batch, run

Change = Callable[[int, Tensor], Tensor]
"""The number of a step, and the memory after it (batch, slots, width) -> the memory to go on with."""


@dataclass
class HeadSteps:
    """One head's calls: how it addressed, its weights (batch, slots), and the erase and add vectors of a writer."""

    head: AddressedHead
    addressing: list[Addressing] = field(default_factory=list)
    weights: list[Tensor] = field(default_factory=list)
    changes: list[tuple[Tensor, Tensor]] = field(default_factory=list)


@dataclass(frozen=True)
class MemorySteps:
    """A whole run: outputs, every head, and the memory before the first step and after each (batch, slots, width)."""

    outputs: Tensor
    heads: list[HeadSteps]
    memory: list[Tensor]


def memory_steps(network: nn.Module, batch: Batch, change: Change | None = None) -> MemorySteps:
    """Runs ``batch`` and records it; ``change`` may put another memory in the place of one, and the run goes on."""
    heads = [HeadSteps(module) for module in network.modules() if isinstance(module, AddressedHead)]
    last = [one for one in heads if one.head.writes][-1]
    memory: list[Tensor] = []

    def record(one: HeadSteps, args: tuple[Any, ...], output: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
        one.addressing.append(one.head.addressing(*args))
        one.weights.append(output[1])
        if not memory:
            memory.append(args[1])
        if (changes := one.head.changes(args[0])) is not None:
            one.changes.append(changes)
        if one is not last:
            return output
        after = change(len(memory) - 1, output[0]) if change else output[0]
        memory.append(after)
        return after, output[1]

    hooks = [
        one.head.register_forward_hook(lambda module, args, output, one=one: record(one, args, output))
        for one in heads
    ]  # fmt: skip
    try:
        outputs, _ = run(network, batch)
    finally:
        for hook in hooks:
            hook.remove()
    return MemorySteps(outputs, heads, memory)
