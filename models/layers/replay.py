"""The path of :mod:`models.look.recurrent` in version 0.1.0, for one more release."""

from models.look.recurrent import *  # noqa: F403
