"""The network with whose layers a run's begins, as a program has it: its class, and for which shapes it was built."""

from collections.abc import Mapping
from typing import Any

from models.images.bodies import source_of


def source_text(body: str, settings: Mapping[str, dict[str, Any]]) -> str:
    """What stands for ``source_of``; ``body`` is the name of the network's class, "" where there is none."""
    found = "None, None"
    if body:
        weights = next(values["weights"] for values in settings.values() if "weights" in values)
        found = f"{body}(), {source_of(weights).shapes!r}"
    return f"def source_of(weights: str) -> Source:\n    return Source({found})"
