"""The path of :mod:`models.data.sets.digits` in version 0.1.0, for one more release."""

from models.data.sets.digits import *  # noqa: F403
