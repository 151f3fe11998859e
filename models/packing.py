"""The path of :mod:`models.look.arrays` in version 0.1.0, for one more release."""

from models.look.arrays import *  # noqa: F403
