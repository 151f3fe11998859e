"""Names of layers: whatever an architecture calls its layers is there in every language, and nothing else is."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from torch import nn

from models.layers import names
from models.layers.meta import network_on_meta
from models.layers.names import layer_name, layer_type
from models.layers.tree import rows
from models.sentences import Text
from models.spec.architecture import Architecture
from server.catalogue.translations import beside, file_of
from tests.specs import FOUND, pairs_by_kind
from tests.wording import known, texts

FILES = [Path(names.__file__), *(file_of(one.__module__) for one in FOUND.architectures.values())]

ADVICE = "write these into [parts] or [types] of the .zh.toml beside the architecture, see docs/languages.md:"


def settings(cls: type[Architecture]) -> Iterator[dict[str, Any]]:
    """The defaults, and one after the other every option and both ends of every range."""
    yield {}
    for name, field in cls.model_json_schema()["properties"].items():
        ends = [field[bound] for bound in ("minimum", "maximum") if bound in field and field["type"] == "number"]
        whole = field.get("type") == "integer" and "minimum" in field
        least = ([0, 1] if field["minimum"] == 0 else [field["minimum"]]) if whole else []  # 0 is none of something
        if field.get("format") == "blocks":
            samples = json.loads((Path(__file__).parent / "samples/blocks.json").read_text("utf-8"))
            yield from ({name: sample["text"]} for sample in samples)
            continue
        options = field.get("enum") or ([False, True] if field.get("type") == "boolean" else [*ends, *least])
        yield from ({name: value} for value in options)


def networks() -> Iterator[nn.Module]:
    for task, architecture in pairs_by_kind():
        cls = FOUND.architectures[architecture]
        for chosen in settings(cls):
            try:
                network = cls.model_validate(chosen)
            except ValidationError:  # these settings cannot be together
                continue
            shapes = FOUND.tasks[task]().shapes()
            if network.fits(FOUND.tasks[task].kind, shapes) is None:
                yield network_on_meta(network, shapes)


@cache
def used() -> frozenset[str]:
    """The codes of all parts of names and of all types."""
    found = [row for network in networks() for row in rows(network)]
    said = [text for name, module in found for text in texts([layer_name(name), layer_type(module)])]
    return frozenset(text.code for text in said if text.code.startswith(("parts.", "types.")))


def test_every_part_of_a_name_and_every_type_is_there_in_chinese() -> None:
    missing = sorted(used() - known("zh"))
    assert not missing, f"{ADVICE} {', '.join(missing)}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_name_of_a_layer_is_left_over_in_a_translation(file: Path) -> None:
    table = beside(file, "zh")
    assert not {f"{kind}.{name}" for kind in ("parts", "types") for name in table.get(kind, {})} - used()


def test_a_name_is_put_together_from_its_parts_and_numbers() -> None:
    name = layer_name("generator.up1")
    assert name == "generator.up1"
    outer, layer = name.values["outer"], name.values["layer"]
    assert isinstance(outer, Text)
    assert isinstance(layer, Text)
    assert (outer.code, layer.values["number"]) == ("parts.generator", "1")
    assert layer_name("inception3a").values["number"] == "3a"
    assert layer_name("0").code == ""
