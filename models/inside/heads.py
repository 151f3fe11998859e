"""The path of :mod:`models.views.heads` in version 0.1.0, for one more release."""

from models.look.examples import longest_example as longest  # noqa: F401
from models.views.heads import *  # noqa: F403
