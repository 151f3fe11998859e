"""Bodies: networks that have learnt one thing, with whose layers another begins.

A body is a file of weights which says of which network they are; a setting names it by its SHA-256, as it names
pictures of a person's own. So a link, another machine and a script find the same or say what is missing, and the run
that it came from may be deleted. What a run's weights are taken away as is such a file.
"""

import importlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from torch import Tensor

from models.data.uploads.files import content
from models.data.uploads.networks import Described, described
from models.data.uploads.tensors import tensors_in
from models.data.uploads.unusable import Unusable
from models.modules import only_class
from models.sentences import Sentence
from models.spec.architecture import Architecture
from models.spec.kinds import Form, Shapes
from models.spec.spec import Spec

NETWORK_NOT_HERE = Sentence(
    "body-network-not-here",
    "The network of this file, {name}, is not one of Schoolyard's own: no other can begin with it.",
)

EXAMPLE = Path(__file__).with_name("zero_to_four.safetensors")
"""A small network that has learnt the digits 0 to 4, by scripts/zero_to_four.py."""
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Source:
    """The network that a body is of, and the shapes for which it was built."""

    architecture: Architecture
    shapes: Shapes


@lru_cache(8)
def description(weights: str) -> Described:
    """What the file says of its network. Raises Unusable if it is not here, or says nothing."""
    return described(body_content(weights))


@lru_cache(8)
def source_of(weights: str) -> Source:
    """The network of the file with this SHA-256; a script has it written in. Raises Unusable if it cannot be built."""
    found = description(weights)
    settings: dict[str, Any] = {name: value for name, value in found.architecture.items() if name != "name"}
    try:
        architecture = architecture_named(str(found.architecture["name"])).model_validate(settings)
    except ValidationError as error:
        raise Unusable(NETWORK_NOT_HERE(name=str(found.architecture["name"]))) from error
    return Source(architecture, Shapes(found.inputs, found.targets, found.classes))


def architecture_named(name: str) -> type[Architecture]:
    """One of the library's own. Raises Unusable if there is none of this name."""
    try:
        if not NAME.fullmatch(name):
            raise ImportError(name)
        module = importlib.import_module(f"models.architectures.{name}")
    except ImportError as error:
        raise Unusable(NETWORK_NOT_HERE(name=name)) from error
    found: type[Architecture] = only_class(module, Architecture)
    return found


def body_weights(weights: str) -> dict[str, Tensor]:
    """All weights (…) of the file, by name. Raises Unusable if it is not here."""
    return tensors_in(body_content(weights))


def body_content(weights: str) -> bytes:
    """The file with this SHA-256; without one, the example. Raises Unusable if it is not here."""
    return content(weights) if weights else EXAMPLE.read_bytes()


def description_of(spec: Spec) -> dict[str, Any] | None:
    """What a file of weights has to say for others to begin with it: the network, its shapes and its task's name.

    None of a network that reads no pictures, or is no body for another.
    """
    body = spec.architecture.as_body(spec.task.shapes())
    if body is None or spec.task.kind.inputs is not Form.PICTURE:
        return None
    architecture, shapes = body
    settings = json.loads(architecture.model_dump_json())
    return {
        "architecture": {"name": architecture.name, **settings},
        "inputs": shapes.inputs,
        "targets": shapes.targets,
        "classes": shapes.classes,
        "learnt": spec.task.name,
    }
