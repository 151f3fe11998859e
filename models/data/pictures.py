"""The path of :mod:`models.data.uploads.pictures` in version 0.1.0, for one more release."""

from models.data.uploads.pictures import *  # noqa: F403
