"""The path of :mod:`models.data.uploads.unusable` in version 0.1.0, for one more release."""

from models.data.uploads.unusable import *  # noqa: F403
