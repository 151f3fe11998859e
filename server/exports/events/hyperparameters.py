"""What TensorBoard's table of hyperparameters is made of: the settings of every run and what came of it.

Its table has the columns that one run describes, whichever is read first, so that every run describes those of all. A
metric that is no number would leave the table in no order, and is left out.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from server.exports.events.protobuf import entries, field, message
from server.exports.events.record import record
from server.exports.events.scalars import STEP, SUMMARY, TIME

PLUGIN = "hparams"
EXPERIMENT, START, END = 2, 3, 4
"""Fields of HParamsPluginData."""
STRING, BOOL, FLOAT = 1, 2, 3
"""DataType."""
SUCCESS = 1


def experiment(settings: Mapping[str, Sequence[Any]], metrics: Sequence[str], at: float) -> bytes:
    """The columns: settings with all their values, and tags of metrics."""
    infos = [message((1, name), (4, kind(values))) for name, values in settings.items()]
    wanted = [message((1, message((2, tag))), (3, tag)) for tag in metrics]
    return note("_hparams_/experiment", EXPERIMENT, entries(4, infos) + entries(5, wanted), at)


def start(settings: Mapping[str, Any], name: str, at: float) -> bytes:
    """One run's settings."""
    pairs = [message((1, key), (2, value_of(value))) for key, value in settings.items()]
    return note("_hparams_/session_start_info", START, entries(1, pairs) + message((4, name), (5, at)), at)


def end(at: float) -> bytes:
    return note("_hparams_/session_end_info", END, message((1, SUCCESS), (2, at)), at)


def note(tag: str, number: int, content: bytes, at: float) -> bytes:
    """A record whose summary has no value but what it says to the plugin."""
    plugin = message((1, PLUGIN), (2, field(number, content)))
    # An empty tensor of type float: TensorBoard passes over a summary without a value.
    value = message((1, tag), (9, message((1, plugin))), (8, message((1, 1), (2, b""))))
    return record(message((TIME, at), (STEP, 0), (SUMMARY, field(1, value))))


def kind(values: Sequence[Any]) -> int:
    if all(isinstance(value, bool) for value in values):
        return BOOL
    return FLOAT if all(is_number(value) for value in values) else STRING


def value_of(value: Any) -> bytes:
    """google.protobuf.Value."""
    if isinstance(value, bool):
        return message((4, int(value)))
    return message((2, float(value))) if is_number(value) else message((3, str(value)))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
