"""The path of :mod:`models.look.recurrent` in version 0.1.0, for one more release."""

from models.look.recurrent import *  # noqa: F403
from models.look.recurrent import as_recurrent_layer as of_torch  # noqa: F401
from models.look.recurrent import recorded_inputs as given_to  # noqa: F401
from models.look.recurrent import replay_layers as replayed  # noqa: F401
