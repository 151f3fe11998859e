"""The path of :mod:`models.data.fetching.fetch` in version 0.1.0, for one more release."""

from models.data.fetching.fetch import *  # noqa: F403
