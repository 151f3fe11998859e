"""The path of :mod:`models.views.gates` in version 0.1.0, for one more release."""

from models.look.questions import input_symbols as read  # noqa: F401
from models.look.questions import output_symbols as written  # noqa: F401
from models.look.questions import question_batch as posed  # noqa: F401
from models.look.recurrent_panels import gate_panels as panels_of  # noqa: F401
from models.views.gates import *  # noqa: F403
