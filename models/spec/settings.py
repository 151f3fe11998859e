"""Settings: frozen pydantic models whose fields are the controls of the page.

Every field has a default, bounds, a title and one sentence of cause and effect. What a control needs beyond JSON
Schema (its group, when it applies, which layer of the network it shapes) travels in the schema as extra keys.
"""

import sys
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from models.spec.place import Place

Role = Literal["capacity", "regularisation", "amount of data"]
"""What a setting does for learning: makes the network larger, keeps it from learning by heart, gives more examples.

A whole number that is the capacity makes a larger network where it is larger.
"""

Bounds = dict[str, dict[str, float]]
"""Bounds narrowed for the present settings: field -> {"minimum": …, "maximum": …}."""


class Settings(BaseModel):
    """What a person can choose. Immutable; an unknown field is an error and names the known ones."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True)

    name: ClassVar[str] = ""
    """The tag of a task or an architecture: the name of its file."""
    title: ClassVar[str] = ""
    text: ClassVar[str] = ""
    place: ClassVar[Place | None] = None
    """Where it stands on the map; without one it stands among what people brought themselves."""
    renamed: ClassVar[dict[str, str]] = {}
    """Settings of earlier versions, and which of today's says what they said."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.name = cls.__module__.rpartition(".")[2]

    @classmethod
    def upgraded(cls, saved: dict[str, Any]) -> dict[str, Any]:
        """Settings that an older version saved, with what it took for granted and today's can be told."""
        return cls.current(saved)

    @classmethod
    def current(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Settings by today's names, from those of an earlier version; what is of today is left as it is."""
        return values

    def narrowed(self) -> Bounds:
        """Bounds that follow from the other settings, so that a slider cannot wander into an error."""
        return {}


def setting(
    default: Any,
    title: str,
    text: str,
    *,
    between: tuple[float, float] | None = None,
    length: tuple[int, int] | None = None,
    role: Role | None = None,
    **page: Any,
) -> Any:
    """One field of a :class:`Settings`.

    ``between`` gives inclusive bounds, ``length`` those of a tuple's length. ``role`` is what it does for learning,
    whatever it is called, so that others can advise it, and make a network larger or smaller by it. ``page`` is for
    the control: ``group`` (fields of one group fold together), ``advanced`` (folded away inside its group), ``when``
    ({other field: [values]} for which it applies), ``live`` (may change in a run), ``weightless`` (may be
    another in a fork, as long as the weights stay the same ones), ``layer`` (names of the network's
    parts that it shapes, with ``{}`` for a place in a tuple), ``scale`` ("log"), ``step``, ``unit``, ``colours``
    ({value: colour of the palette}), ``preview`` (what of the plan is drawn below the control), ``slows`` (False where
    another value leaves the time of an epoch as it is), ``picks`` (what it chooses of the data of its part: "column",
    "numbers" for how they are read, "order").
    """
    bounds: dict[str, Any] = {} if between is None else {"ge": between[0], "le": between[1]}
    if page.pop("capacity", False):  # as version 0.1.0 wrote it
        role = "capacity"
    if role is not None:
        page["role"] = role
    if length is not None:
        bounds |= {"min_length": length[0], "max_length": length[1]}
    field: FieldInfo = Field(default, title=title, description=text, json_schema_extra=page, **bounds)
    field.metadata.append(WrittenIn(sys._getframe(1).f_globals["__name__"]))
    return field


@dataclass(frozen=True)
class WrittenIn:
    """The module that calls :func:`setting`: translations of the texts lie beside it."""

    module: str


def written_in(field: FieldInfo) -> str:
    """The module in which a field's texts are written; "" where it is none of :func:`setting`."""
    return next((one.module for one in field.metadata if isinstance(one, WrittenIn)), "")


@dataclass(frozen=True)
class PutTogether:
    """By name, the settings of what a field is a row of: a network of blocks."""

    forms: dict[str, type[Settings]]


def forms_of(field: FieldInfo) -> dict[str, type[Settings]]:
    """By name, the settings of what a field is a row of; empty where it is none."""
    return next((one.forms for one in field.metadata if isinstance(one, PutTogether)), {})


def for_page(field: FieldInfo) -> dict[str, Any]:
    """What :func:`setting` was told as ``page``."""
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}


def sizes(least: int, most: int) -> Any:
    """The type of one member of a tuple of bounded whole numbers: a row of sliders on the page."""
    return Annotated[int, Field(ge=least, le=most)]


def amounts(least: float, most: float) -> Any:
    """The same of numbers that need not be whole."""
    return Annotated[float, Field(ge=least, le=most)]


def refusal(field: str, sentence: str, nearest: Any) -> PydanticCustomError:
    """What a validator raises for settings that cannot work together: which field, why, and the nearest that works."""
    return PydanticCustomError("refused", "{sentence}", {"sentence": sentence, "field": field, "nearest": nearest})
