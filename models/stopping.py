"""The path of :mod:`models.training.early_stopping` in version 0.1.0, for one more release."""

from models.training.early_stopping import *  # noqa: F403
