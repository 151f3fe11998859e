"""The path of :mod:`models.data.fetching.sources` in version 0.1.0, for one more release."""

from models.data.fetching.sources import *  # noqa: F403
