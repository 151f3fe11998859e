"""Knobs: numbers by which a picture is asked for."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from models.look.drawn import Knob
from models.sentences import Sentence

WRONG_KNOBS = Sentence("knobs-misasked", "Ask as in {example}, not {part}.")


def knob_values(knobs: Sequence[Knob], part: str) -> list[Knob]:
    """The knobs as ``part`` turns them, "name=value" joined by &; what it does not name stays.

    Raises ValueError, in a sentence, if it names another, or a value that a knob does not have.
    """
    example = "&".join(f"{one.name}={one.value:g}" for one in knobs)
    known = {one.name: one for one in knobs}
    try:
        for name, value in parse_qsl(part, strict_parsing=True) if part else []:
            known[name] = known[name].model_copy(update={"value": float(value)})
        if not all(one.lowest <= one.value <= one.highest for one in known.values()):
            raise ValueError(part)
    except (KeyError, ValueError):
        raise ValueError(WRONG_KNOBS(example=example, part=part)) from None
    return list(known.values())
