"""The path of :mod:`models.spec.schedules` in version 0.1.0, for one more release."""

from models.spec.schedules import *  # noqa: F403
