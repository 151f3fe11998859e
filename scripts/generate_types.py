"""Writes web/generated/schema.json: one JSON schema of every HTTP body and every frame of the socket.

The page's build turns it into ``web/generated/types.ts``; neither file is edited by hand. With ``--check`` nothing is
written, and the exit code is 1 if the file is not what the Python models say.
"""

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from models.look.pictures import PICTURE
from server import schema as bodies
from server.schema.base import Body
from server.schema.frames import PAGE_FRAME, SERVER_FRAME, Frame

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "web" / "generated" / "schema.json"
UNIONS: dict[str, TypeAdapter[Any]] = {
    "ServerFrame": SERVER_FRAME,
    "PageFrame": PAGE_FRAME,
    "Picture": PICTURE,
}
MODE: JsonSchemaMode = "serialization"
REFERENCE = "#/$defs/{model}"


class Untitled(GenerateJsonSchema):
    """A title on every field would become a named type of its own in TypeScript."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def defined_in(module: Any) -> list[type[BaseModel]]:
    """Every body and frame written down in ``module``, in the order of the file."""
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, (Body, Frame))]
    return [model for model in found if model not in (Body, Frame) and model.__module__ == module.__name__]


def schema() -> dict[str, Any]:
    """The combined schema; ``properties`` names every definition, so that a generator leaves none out."""
    names = sorted(module.name for module in pkgutil.iter_modules(bodies.__path__, f"{bodies.__name__}."))
    models = [model for name in names for model in defined_in(importlib.import_module(name))]
    with_mode = [(model, MODE) for model in models]
    _, combined = models_json_schema(with_mode, ref_template=REFERENCE, schema_generator=Untitled)
    definitions: dict[str, Any] = combined["$defs"]
    for name, adapter in UNIONS.items():
        union = adapter.json_schema(mode=MODE, ref_template=REFERENCE, schema_generator=Untitled)
        definitions.update(union.pop("$defs"))
        definitions[name] = {"title": name, **union}
    mixed = [name for name in definitions if "__" in name]
    if mixed:
        raise ValueError(f"two models share a name, so the page could not tell them apart: {mixed}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Schoolyard",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"$ref": REFERENCE.format(model=name)} for name in sorted(definitions)},
        "$defs": dict(sorted(definitions.items())),
    }


def main() -> int:
    text = json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == text:
            return 0
        print(f"{TARGET.relative_to(ROOT)} differs from the Python models. Run: make types")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
