"""Files of weights that say of which network they are: safetensors, whose heading has it in words."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

NOT_WEIGHTS = Sentence("no-weights-file", "This is no file of weights: what is needed is a safetensors file.")
NETWORK_UNKNOWN = Sentence(
    "network-unknown",
    "This file does not say of which network its weights are: take away the weights of a run of this version, whose "
    "network is a row of layers.",
)

LONGEST_HEADING = 1 << 24


@dataclass(frozen=True)
class Described:
    """What a file of weights says of its network."""

    architecture: Mapping[str, Any]
    """As in a spec."""
    inputs: tuple[int, ...]
    targets: tuple[int, ...]
    classes: int
    learnt: str
    """The name of the task."""
    sizes: Mapping[str, tuple[int, ...]]
    """The shape of each tensor by its name."""

    @property
    def parameters(self) -> int:
        return sum(map(math.prod, self.sizes.values()))


def is_weights(content: bytes) -> bool:
    """Whether this looks like safetensors: the length of a heading, and the heading's first letter."""
    return 2 < int.from_bytes(content[:8], "little") <= min(LONGEST_HEADING, len(content) - 8) and content[8:9] == b"{"


def described(content: bytes) -> Described:
    """What a file's heading says. Raises Unusable if it is no file of weights, or does not say of which network."""
    if not is_weights(content):
        raise Unusable(NOT_WEIGHTS())
    try:
        heading = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
        about = json.loads(heading.pop("__metadata__", {}).get("about", "{}")).get("network")
        sizes = {str(name): tuple(map(int, one["shape"])) for name, one in heading.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(NOT_WEIGHTS()) from error
    try:
        return Described(
            {"name": str(about["architecture"]["name"]), **about["architecture"]},
            tuple(map(int, about["inputs"])),
            tuple(map(int, about["targets"])),
            int(about["classes"]),
            str(about["learnt"]),
            sizes,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(NETWORK_UNKNOWN()) from error
