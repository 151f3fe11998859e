"""The path of :mod:`models.data.fetching.idx` in version 0.1.0, for one more release."""

from models.data.fetching.idx import *  # noqa: F403
