"""Heads on a memory (Graves, Wayne and Danihelka, "Neural Turing machines", 2014): where they stand is what views show.

A layer says that it is a head by being a :class:`MemoryHead`, and so is drawn in any network.
"""

from typing import ClassVar

from torch import nn


class MemoryHead(nn.Module):
    """``forward`` returns what was read, or the memory after it was written, and the weights of its places.

    The weights are (batch, slots) where it is called step by step, or (batch, time, slots).
    """

    writes: ClassVar[bool] = False
    """Heads that write stand before those that read."""
