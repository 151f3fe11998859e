"""The path of :mod:`models.data.sets.dates` in version 0.1.0, for one more release."""

from models.data.sets.dates import *  # noqa: F403
