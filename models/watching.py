"""The path of :mod:`models.look.activations` in version 0.1.0, for one more release."""

from models.look.activations import *  # noqa: F403
from models.look.activations import ActivationStats as Watched  # noqa: F401
from models.look.activations import forward_hooks as heard  # noqa: F401
