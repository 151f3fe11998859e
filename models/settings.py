"""The path of :mod:`models.spec.settings` in version 0.1.0, for one more release."""

from models.spec.settings import *  # noqa: F403
