"""Changing settings of a run that is at work."""

from typing import Any

from models.catalogue import Catalogue
from models.commands import Change
from models.sentences import Sentence
from models.spec.training import Training
from server.runs.fork import live_fields
from server.runs.grid import put
from server.runs.prepare import parsed
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal

NOTHING_TO_CHANGE = Sentence("nothing-to-change", "Name a live setting and its value.")
SETTING_FIXED_WHILE_RUNNING = Sentence(
    "setting-fixed-while-running", "{setting} cannot be changed while a run is at work."
)


def changes(catalogue: Catalogue, spec: SpecJson, values: dict[str, Any]) -> list[Change]:
    """Commands that set ``values``, by name or JSON pointer, each checked like any setting. Raises ``Refusal``."""
    architecture = catalogue.architectures[spec["architecture"]["name"]]
    live = [f"/training/{name}" for name in live_fields(Training)]
    live += [f"/architecture/{name}" for name in live_fields(architecture)]
    if not values:
        raise Refusal(422, titles.NOTHING_TO_CHANGE, NOTHING_TO_CHANGE(), allowed=live)
    made = {part: dict(settings) for part, settings in spec.items()}
    pointers = {name if name.startswith("/") else f"/training/{name}": value for name, value in values.items()}
    for pointer, value in pointers.items():
        if pointer not in live:
            detail = SETTING_FIXED_WHILE_RUNNING(setting=repr(pointer[:80]))
            raise Refusal(422, titles.NOT_LIVE, detail, field=pointer[:80], came=value, allowed=live)
        put(made, pointer, value)
    checked = parsed(catalogue, made).to_json()
    return [Change(setting=pointer, value=value_at(checked, pointer)) for pointer in pointers]


def value_at(spec: dict[str, Any], pointer: str) -> Any:
    _, part, name = pointer.split("/")
    return spec[part][name]
