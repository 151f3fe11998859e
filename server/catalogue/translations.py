"""Translations lie beside the file whose texts they are of: ``lenet.zh.toml`` beside ``lenet.py``, found with it."""

import re
import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.sentences import FILL, SENTENCES, Sentence, Text, Value, places

ROOT = Path(__file__).parents[2]
COMPLETE = ("en", "zh")
"""Languages that tests hold to have everything; English is what the files themselves say."""
TRANSLATED = re.compile(r".+\.([a-z]{2})\.toml")
FOUND = {named[1] for room in ("models", "server") for file in (ROOT / room).rglob("*.*.toml")
         if (named := TRANSLATED.fullmatch(file.name))}  # fmt: skip
LANGUAGES = (*COMPLETE, *sorted(FOUND - {*COMPLETE}))
"""What there are translations for: of one that a file begins, what is missing is said in English."""

ASKED = re.compile(r"([a-z]+)[\w-]*(?:\s*;\s*q=(\d(?:\.\d+)?))?", re.IGNORECASE)
"""A language that a browser asks for, and how much it wants it."""

Template = str | dict[str, str]
"""A sentence with places, or its forms by the plural of its value ``count``."""


@lru_cache(4096)
def beside(file: Path, language: str) -> dict[str, Any]:
    """What the translation beside ``file`` says, by table; nothing where there is none, or where it is no TOML."""
    try:
        return tomllib.loads(file.with_suffix(f".{language}.toml").read_text("utf-8-sig"))
    except (OSError, ValueError):  # one that is no TOML is listed as broken: models/catalogue.py
        return {}


def file_of(module: str) -> Path:
    """The file of a module that is imported."""
    return Path(getattr(sys.modules[module], "__file__", None) or "")


def sentences(language: str) -> dict[str, Template]:
    """Every sentence that was imported, by its code, in ``language``. What nobody has translated is left out."""
    found = {code: template_of(sentence, language) for code, sentence in SENTENCES.items()}
    return {code: template for code, template in found.items() if template is not None}


REMEMBERED: dict[str, dict[str, Template]] = {}
"""By language, sentences by code of modules that only the library's process imports."""


def remember(language: str, texts: dict[str, Template]) -> None:
    """From now on :func:`worded` knows these too."""
    REMEMBERED[language] = texts


def template_of(sentence: Sentence, language: str) -> Template | None:
    """The sentence in ``language``, with the formats of the English one; None where nobody has translated it."""
    if language == "en":
        return {"one": sentence.one, "other": sentence.english} if sentence.one else sentence.english
    translated = beside(file_of(sentence.module), language).get("sentences", {}).get(sentence.code)
    return None if translated is None else with_formats(translated, sentence)


def with_formats(translated: Template, sentence: Sentence) -> Template:
    """A translation names its places alone: how a value is written is as in English."""
    if isinstance(translated, dict):
        return {form: str(with_formats(words, sentence)) for form, words in translated.items()}
    for name, form in places(sentence.english):
        if form:
            translated = translated.replace(f"{{{name}}}", f"{{{name}:{form}}}")
    return translated


def wanted(accepted: str) -> str:
    """The language of :data:`COMPLETE` that an ``Accept-Language`` header wants most; English where it names none."""
    asked = sorted(ASKED.findall(accepted), key=lambda one: -float(one[1] or 1))
    return next((tag.lower() for tag, _ in asked if tag.lower() in COMPLETE), "en")


def worded(text: Text, language: str) -> str:
    """The text in ``language``, for what no page words; English where nobody has translated it."""
    sentence = SENTENCES.get(text.code)
    template = REMEMBERED.get(language, {}).get(text.code) if sentence is None else template_of(sentence, language)
    if template is None:
        return str(text)
    if isinstance(template, dict):
        template = template.get("one" if text.values.get("count") == 1 else "other", str(text))
    return FILL.vformat(template, (), {name: _worded(value, language) for name, value in text.values.items()})


def _worded(value: Value, language: str) -> Value:
    if isinstance(value, list):
        return [_worded(one, language) for one in value]
    return worded(value, language) if isinstance(value, Text) else value
