"""Translations lie beside the file whose texts they are of: ``lenet.zh.toml`` beside ``lenet.py``, found with it."""

import sys
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from models.sentences import SENTENCES, Sentence, places

LANGUAGES = ("en", "zh")
"""What there are translations for; English is what the files themselves say."""

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
    found: dict[str, Template] = {}
    for code, sentence in SENTENCES.items():
        if language == "en":
            found[code] = {"one": sentence.one, "other": sentence.english} if sentence.one else sentence.english
            continue
        translated = beside(file_of(sentence.module), language).get("sentences", {}).get(code)
        if translated is not None:
            found[code] = with_formats(translated, sentence)
    return found


def with_formats(translated: Template, sentence: Sentence) -> Template:
    """A translation names its places alone: how a value is written is as in English."""
    if isinstance(translated, dict):
        return {form: str(with_formats(words, sentence)) for form, words in translated.items()}
    for name, form in places(sentence.english):
        if form:
            translated = translated.replace(f"{{{name}}}", f"{{{name}:{form}}}")
    return translated
