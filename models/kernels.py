"""The path of :mod:`models.look.kernels` in version 0.1.0, for one more release."""

from models.look.kernels import *  # noqa: F403
from models.look.kernels import filter_weights as weights_of  # noqa: F401
from models.look.kernels import has_filters as filtering  # noqa: F401
from models.look.kernels import layer_choice as choice  # noqa: F401
