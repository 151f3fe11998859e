"""The path of :mod:`models.spec.training` in version 0.1.0, for one more release."""

from models.spec.training import *  # noqa: F403
