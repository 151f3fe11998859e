"""The path of :mod:`models.spec.seeds` in version 0.1.0, for one more release."""

from models.spec.seeds import *  # noqa: F403
