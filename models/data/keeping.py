"""The path of :mod:`models.data.uploads.intake` in version 0.1.0, for one more release."""

from models.data.uploads.intake import *  # noqa: F403
