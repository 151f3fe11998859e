"""Networks of equal size: a race of which memory is better is fair if none of them has more of it."""

from bisect import bisect_left
from typing import Any

from models.plan.plan import parameters
from models.spec.architecture import Architecture
from models.spec.task import Task


def capacity(architecture: type[Architecture]) -> tuple[str, int, int] | None:
    """The whole number by which an architecture is made larger, and its bounds; None where it has no such setting."""
    for name, field in architecture.model_json_schema()["properties"].items():
        if field.get("role") == "capacity" and field["type"] == "integer":
            return name, field["minimum"], field["maximum"]
    return None


def match_parameters(task: Task, architecture: Architecture, wanted: int) -> dict[str, Any]:
    """The change of ``architecture`` that gives its network as nearly ``wanted`` parameters as can be.

    Empty where it cannot be made larger or smaller. A larger value must make a larger network.
    """
    found = capacity(type(architecture))
    if found is None:
        return {}
    name, least, most = found

    def size(value: int) -> int:
        changed = type(architecture).model_validate({**architecture.model_dump(), name: value})
        return parameters(task, changed)

    above = bisect_left(range(least, most + 1), wanted, key=size) + least
    around = [value for value in (above - 1, above) if least <= value <= most]
    return {name: min(around, key=lambda value: abs(size(value) - wanted))}
