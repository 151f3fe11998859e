"""The path of :mod:`models.views.heads` in version 0.1.0, for one more release."""

from models.views.heads import *  # noqa: F403
