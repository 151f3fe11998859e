"""The path of :mod:`models.data.uploads.files` in version 0.1.0, for one more release."""

from models.data.uploads.files import *  # noqa: F403
