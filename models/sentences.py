"""Sentences for people: a code, values, and the English of both.

A sentence is a constant of the module that says it: ``DIVERGED = Sentence("diverged", "diverged at step {step}")``.
Called with its values it gives a :class:`Text`, which reads as English everywhere in Python and carries code and values
to the page, whose languages word them. Translations lie beside the module: ``loop.zh.toml`` beside ``loop.py``.
"""

import json
import string
import sys
from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias, Union

from pydantic import BaseModel, GetCoreSchemaHandler, PlainSerializer
from pydantic_core import core_schema

Value: TypeAlias = Union[int, float, str, "list[Value]"]
"""A number, a text or a list of them. A :class:`Text` among them is worded in the page's language too."""

FORMATS: dict[str, Any] = {
    "": lambda value: f"{value:g}" if isinstance(value, float) else str(value),
    "whole": lambda value: f"{round(value):,}",
    "rough": lambda value: f"{value:.2g}",
    "figure": lambda value: f"{value:.4g}",
    "percent": lambda value: f"{100 * value:.1f} %",
    "within": lambda value: str(value).lower(),
    "capital": lambda value: str(value)[:1].upper() + str(value)[1:],
}
"""How a value is written: ``{rows:whole}`` as 10,000, ``within`` for a title in the middle of a sentence, ``capital``
for what begins one. The page has the same names: web/text/sentences.ts."""


class Wording(BaseModel):
    """A text on its way to a page. Without a ``code`` there is only the English: words of a person or of a library."""

    code: str
    values: dict[str, "int | float | str | Wording | list[int | float | str | Wording]"]
    text: str


class Text(str):
    """English that knows of which sentence and values it is made; a string without a code is what it is."""

    code: str
    values: dict[str, Value]

    def __new__(cls, english: str = "", code: str = "", values: Mapping[str, Value] | None = None) -> "Text":
        text = super().__new__(cls, english)
        text.code, text.values = code, dict(values or {})
        return text

    @classmethod
    def read(cls, wire: object) -> "Text":
        """From :meth:`to_wire`, or from a plain string. Raises ValueError for anything else."""
        match wire:
            case Text():
                return wire
            case str():
                return cls(wire)
            case {"code": str(code), "values": dict(values), "text": str(english)}:
                return cls(english, code, {name: _read(value) for name, value in values.items()})
        raise ValueError(f"a text is a string, or has code, values and text; not {wire!r}")

    def to_wire(self) -> Wording:
        """Code, values and English."""
        values = {name: _wire(value) for name, value in self.values.items()}
        return Wording(code=self.code, values=values, text=str(self))

    def stored(self) -> str:
        """As one string, which :meth:`restored` reads again."""
        return self.to_wire().model_dump_json() if self.code else str(self)

    @classmethod
    def restored(cls, stored: str) -> "Text":
        """From :meth:`stored`, or from words alone: a person's, or the English that version 0.1.0 stored."""
        try:
            return cls.read(json.loads(stored)) if stored.startswith('{"code":') else cls(stored)
        except ValueError:  # somebody's own words may begin so too
            return cls(stored)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        wire = handler.generate_schema(Wording)
        return core_schema.no_info_plain_validator_function(
            cls.read,
            json_schema_input_schema=wire,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_wire, return_schema=wire),
        )


NO_TEXT = Text()


def _label(text: Text) -> Wording | str:
    return text.to_wire() if text.code else str(text)


Label: TypeAlias = Annotated[Text, PlainSerializer(_label)]
"""A text that is data more often than not, as a symbol: without a code it travels as the string that it is."""


def _wire(value: Value) -> Any:
    if isinstance(value, list):
        return [_wire(one) for one in value]
    return value.to_wire() if isinstance(value, Text) else value


def _read(value: Any) -> Value:
    if isinstance(value, list):
        return [_read(one) for one in value]
    return Text.read(value) if isinstance(value, dict) else value


def text_of(error: BaseException | str) -> Text:
    """What an exception says: its :class:`Text` where it was raised with one, else its words as they are."""
    if isinstance(error, BaseException):
        said = error.args[0] if error.args else ""
        return said if isinstance(said, Text) else Text(str(error))
    return Text.read(error)


class Filler(string.Formatter):
    """Fills ``{name}`` and ``{name:format}`` of :data:`FORMATS`."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, list):
            return ", ".join(self.format_field(one, format_spec) for one in value)
        return str(FORMATS[format_spec](value))


FILL = Filler()


class Sentence:
    """A sentence with places for values, under a code that no other has.

    ``one`` is its English where its value ``count`` is 1. Raises ValueError if another module has the code already, or
    a format is unknown.
    """

    def __init__(self, code: str, english: str, one: str = "") -> None:
        self.code, self.english, self.one = code, english, one
        self.module: str = sys._getframe(1).f_globals.get("__name__", "")
        """Beside whose file the translations lie."""
        unknown = {form for _, form in places(english + one)} - FORMATS.keys()
        if unknown:
            raise ValueError(f"the sentence {code} asks for unknown formats: {', '.join(sorted(unknown))}")
        other = SENTENCES.setdefault(code, self)
        if other.module == self.module:
            SENTENCES[code] = self
        elif (other.english, other.one) != (english, one):
            raise ValueError(f"{other.module} has a sentence with the code {code} already")

    def __call__(self, **values: Value) -> Text:
        """The sentence with its values. Raises KeyError if one is missing."""
        template = self.one if self.one and values.get("count") == 1 else self.english
        return Text(FILL.vformat(template, (), values), self.code, values)

    def unfilled(self) -> Text:
        """The sentence with its places open, for a page that fills them itself; values there have no formats."""
        return Text(self.english, self.code)


SENTENCES: dict[str, Sentence] = {}
"""All that was imported so far, by code."""


def places(template: str) -> list[tuple[str, str]]:
    """Names and formats of the places to fill, in their order."""
    return [(name, form or "") for _, name, form, _ in string.Formatter().parse(template) if name is not None]
