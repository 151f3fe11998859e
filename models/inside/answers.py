"""The path of :mod:`models.views.answers` in version 0.1.0, for one more release."""

from models.views.answers import *  # noqa: F403
