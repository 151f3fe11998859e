"""The path of :mod:`models.look.png` in version 0.1.0, for one more release."""

from models.look.png import *  # noqa: F403
