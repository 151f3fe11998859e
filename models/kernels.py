"""The path of :mod:`models.look.kernels` in version 0.1.0, for one more release."""

from models.look.kernels import *  # noqa: F403
