"""The path of :mod:`models.layers.meta` in version 0.1.0, for one more release."""

from models.layers.meta import *  # noqa: F403
