"""Which modules the core can take over, and how: one file for each sort."""

from typing import Any

from torch import nn

from models.native.lowering.classifiers import CLASSIFIERS
from models.native.lowering.recurrent import RECURRENT
from models.native.program import Builder, Lower, Unsupported, Value

NETWORKS: dict[type[nn.Module], Lower] = {**CLASSIFIERS, **RECURRENT}
"""By the class of a whole network; a subclass may do something else, and is not looked for."""


def lower(build: Builder, network: nn.Module, shape: tuple[int, ...]) -> Value:
    """Adds a whole network that reads examples of this shape. Raises Unsupported if the core cannot do it."""
    way: Any = NETWORKS.get(type(network))
    if way is None:
        raise Unsupported(type(network).__name__)
    return way(build, network, shape)  # type: ignore[no-any-return]
