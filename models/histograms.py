"""The path of :mod:`models.look.histograms` in version 0.1.0, for one more release."""

from models.look.histograms import *  # noqa: F403
