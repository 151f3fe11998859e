"""The path of :mod:`models.spec.kinds` in version 0.1.0, for one more release."""

from models.spec.kinds import *  # noqa: F403
