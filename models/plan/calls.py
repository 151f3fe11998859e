"""Which rows of the plan were called while an example went through the network, and whose outputs each was given."""

from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn


@dataclass
class Call:
    """The first call of a row. ``reads`` are the rows that gave its inputs, "" the example itself."""

    module: nn.Module
    output: list[int]
    reads: list[str]


@dataclass
class Calls:
    """Knows who made each tensor; what goes through functions between two layers loses its maker."""

    first: dict[str, Call] = field(default_factory=dict)
    """By row; a module that is called again is still one row."""
    makers: dict[int, str] = field(default_factory=dict)
    """By the identity of a tensor."""
    passed: list[Tensor] = field(default_factory=list)
    """All of them, so that no identity comes twice."""

    def made(self, name: str, outputs: object) -> None:
        """Remembers the tensors (…) that a row gave."""
        for tensor in tensors(outputs):
            self.passed.append(tensor)
            self.makers[id(tensor)] = name

    def record(self, name: str, module: nn.Module, inputs: object, output: object) -> None:
        """A hook for the forward pass of a row; it gives nothing back, which would change what the network does."""
        reads = [self.makers[id(tensor)] for tensor in tensors(inputs) if id(tensor) in self.makers]
        self.first.setdefault(name, Call(module, shape(output), reads))
        self.made(name, output)


def tensors(values: object) -> list[Tensor]:
    """The tensors (…) of what a layer was given or gave."""
    if isinstance(values, Tensor):
        return [values]
    return [one for one in values if isinstance(one, Tensor)] if isinstance(values, tuple) else []


def shape(output: Any) -> list[int]:
    """One example's shape of an output, which may be the first of several."""
    first = output[0] if isinstance(output, tuple) else output
    assert isinstance(first, Tensor)
    return list(first.shape[1:])
