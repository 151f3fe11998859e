"""The path of :mod:`models.data.sets.sunspots` in version 0.1.0, for one more release."""

from models.data.sets.sunspots import *  # noqa: F403
