"""Writes web/generated/schema.json: one JSON schema of every HTTP body and every frame of the socket.

The page's build turns it into ``web/generated/types.ts``; neither file is edited by hand.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from models.pictures import PICTURE
from server.api import bodies, listed, machine, owned
from server.live import frames

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "web" / "generated" / "schema.json"
BODIES = (bodies, listed, machine, owned)
UNIONS: dict[str, TypeAdapter[Any]] = {
    "ServerFrame": frames.SERVER_FRAME,
    "PageFrame": frames.PAGE_FRAME,
    "Picture": PICTURE,
}
MODE: JsonSchemaMode = "serialization"
REFERENCE = "#/$defs/{model}"


class Untitled(GenerateJsonSchema):
    """A title on every field would become a named type of its own in TypeScript."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def defined_in(module: Any, base: type[BaseModel]) -> list[type[BaseModel]]:
    """Every model written down in ``module``, in the order of the file."""
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, base)]
    return [model for model in found if model is not base and model.__module__ == module.__name__]


def schema() -> dict[str, Any]:
    """The combined schema; ``properties`` names every definition, so that a generator leaves none out."""
    models = [*(model for module in BODIES for model in defined_in(module, bodies.Body))]
    models += defined_in(frames, frames.Frame)
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


def main() -> None:
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
