"""What all bodies share."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

SpecJson = dict[str, Any]
"""A spec as JSON: {"task": {"name", …}, "architecture": {"name", …}, "training": {…}}; opaque to the page's types."""


At = Literal["live", "best"] | int
"""Which weights: those of now, or else the newest that are kept; the best that are kept; those of a step."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)
