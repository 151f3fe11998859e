"""The path of :mod:`models.look.pictures` in version 0.1.0, for one more release."""

from models.look.pictures import *  # noqa: F403
