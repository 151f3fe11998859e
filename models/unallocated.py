"""The path of :mod:`models.layers.meta` in version 0.1.0, for one more release."""

from models.layers.meta import *  # noqa: F403
from models.layers.meta import OnlyShapes as Undrawn  # noqa: F401
from models.layers.meta import on_meta as unallocated  # noqa: F401
