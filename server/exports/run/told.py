"""A spec as a flat table of settings, as other programs list them."""

from typing import Any

from server.schema.base import SpecJson


def settings_of(spec: SpecJson) -> dict[str, Any]:
    """``{"architecture.cell": "GRU", "training.seed": 0}``; lists as their values with commas."""
    return {f"{part}.{name}": plain(value) for part, settings in spec.items() for name, value in settings.items()}


def plain(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
