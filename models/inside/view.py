"""The path of :mod:`models.look.view` in version 0.1.0, for one more release."""

from models.look.view import *  # noqa: F403
