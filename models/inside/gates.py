"""The path of :mod:`models.views.gates` in version 0.1.0, for one more release."""

from models.views.gates import *  # noqa: F403
