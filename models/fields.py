"""The path of :mod:`models.layers.receptive_fields` in version 0.1.0, for one more release."""

from models.layers.receptive_fields import *  # noqa: F403
