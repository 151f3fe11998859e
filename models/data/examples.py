"""The path of :mod:`models.data.sets.examples` in version 0.1.0, for one more release."""

from models.data.sets.examples import *  # noqa: F403
