"""Names for runs: only what differs, in words."""

from typing import Any

from models.spec.settings import Settings
from models.spec.spec import Spec


def title(spec: Spec, varied: dict[str, Any]) -> str:
    """``GRU · seed 1``, or what it is where nothing varies: ``Recurrent network · Addition``."""
    if not varied:
        return f"{spec.architecture.title} · {spec.task.title}"
    return " · ".join(_words(pointer, value, spec) for pointer, value in varied.items())[:200]


def _words(pointer: str, value: Any, spec: Spec) -> str:
    _, part, name = pointer.split("/", 2)
    if name == "name":
        return str(spec.task.title if part == "task" else spec.architecture.title)
    if isinstance(value, str):
        return value
    settings: Settings = getattr(spec, part)
    known = type(settings).model_fields.get(name)
    label = (known.title if known and known.title else name).lower()
    if isinstance(value, bool):
        return label if value else f"not {label}"
    shown = ", ".join(map(str, value)) if isinstance(value, list) else f"{value:g}" if value else str(value)
    return f"{label} {shown}"
