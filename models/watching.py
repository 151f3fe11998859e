"""The path of :mod:`models.look.activations` in version 0.1.0, for one more release."""

from models.look.activations import *  # noqa: F403
