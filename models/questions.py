"""The path of :mod:`models.look.questions` in version 0.1.0, for one more release."""

from models.look.questions import *  # noqa: F403
