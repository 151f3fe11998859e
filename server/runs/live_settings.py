"""Changing a setting of a run that is at work."""

from typing import Any

from models.catalogue import Catalogue
from models.commands import Change
from models.trainings import Training
from server.problems import Refusal
from server.runs.making import parsed
from server.runs.records import Record


def live_names() -> list[str]:
    """Training settings that may change in a run."""
    return [
        name
        for name, field in Training.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("live")
    ]


def changes(catalogue: Catalogue, record: Record, values: dict[str, Any]) -> list[Change]:
    """Commands that set ``values``, each checked like any setting. Raises ``Refusal``."""
    names = live_names()
    if not values:
        raise Refusal(422, "Nothing to change", "Name a live setting and its value.", allowed=names)
    for name, value in values.items():
        if name not in names:
            detail = f"{name[:80]!r} cannot be changed while a run is at work."
            raise Refusal(422, "Not a live setting", detail, field=f"/{name[:80]}", came=value, allowed=names)
    spec = record.run.spec
    training = parsed(catalogue, {**spec, "training": {**spec["training"], **values}}).training
    return [Change(setting=f"/training/{name}", value=getattr(training, name)) for name in values]
