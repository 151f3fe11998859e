"""Which networks the core can take over, and how: one file for each sort."""

from torch import nn

from models.native.building import Builder, Lower, Unsupported, Value
from models.native.lowering.bags import BAGS
from models.native.lowering.classifiers import CLASSIFIERS
from models.native.lowering.clips import CLIPS
from models.native.lowering.coders import CODERS
from models.native.lowering.memory import MEMORY
from models.native.lowering.recurrent import RECURRENT
from models.native.lowering.time_convolution import OVER_TIME
from models.native.lowering.translation import TRANSLATION

NETWORKS: dict[str, Lower] = {
    **CLASSIFIERS,
    **CODERS,
    **RECURRENT,
    **MEMORY,
    **TRANSLATION,
    **CLIPS,
    **OVER_TIME,
    **BAGS,
}
"""By module and class of a whole network: to name it imports nothing, and a subclass, which may do something else, is
not looked for."""


def lower(build: Builder, network: nn.Module, shape: tuple[int, ...]) -> Value:
    """Adds a whole network that reads examples of this shape. Raises Unsupported if the core cannot do it."""
    way = NETWORKS.get(f"{type(network).__module__}.{type(network).__qualname__}")
    if way is None:
        raise Unsupported(type(network).__name__)
    return way(build, network, shape)
