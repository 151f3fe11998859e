"""What of a stored spec still holds: settings change from version to version, and data come and go."""

from typing import Any

from models.catalogue import Catalogue
from models.spec.kinds import Series
from models.spec_error import SpecError
from server.library.facts import Headline, RestoredSpec
from server.schema.base import SpecJson


def standing_of(catalogue: Catalogue, stored: SpecJson, varied: dict[str, Any]) -> RestoredSpec:
    """The spec by today's names; why it can no longer be used, or None; and how its best epoch is chosen."""
    spec = catalogue.upgraded(stored)
    varied = current_varied(catalogue, spec, varied)
    try:
        return RestoredSpec(spec, varied, None, headline(catalogue.parse(spec).series))
    except SpecError as error:
        return RestoredSpec(spec, varied, error.of_saved_run, None)


def current_varied(catalogue: Catalogue, spec: SpecJson, varied: dict[str, Any]) -> dict[str, Any]:
    """What varied, by today's names: of a setting that has another name now, as the spec has it."""
    names = {pointer: catalogue.current_setting(spec, pointer) for pointer in varied}
    return {name: varied[was] if name == was else value_at(spec, name) for was, name in names.items()}


def value_at(spec: SpecJson, pointer: str) -> Any:
    _, part, field = pointer.split("/")
    return spec[part].get(field)


def headline(series: dict[str, Series]) -> Headline | None:
    return next((Headline(name, one.better) for name, one in series.items() if one.headline), None)
