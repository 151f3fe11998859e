"""The path of :mod:`models.spec.metrics` in version 0.1.0, for one more release."""

from models.spec.metrics import *  # noqa: F403
