"""Whether what pictures say can be said in every language."""

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from models.catalogue import find
from models.sentences import Text
from server.catalogue.listing import described
from server.catalogue.translated import Translator
from server.catalogue.translations import sentences

WORD = re.compile("[A-Za-z]{3}")
"""Shorter ones are symbols of formulas, as in f(x)."""


@cache
def known(language: str = "zh") -> frozenset[str]:
    """Codes of all sentences, titles and names of layers that the language has."""
    found = find()
    translator = Translator(language, found)
    translator.catalogue(described(found, [], []))
    translator.layers()
    return frozenset(sentences(language)) | translator.texts.keys()


def texts(node: object) -> Iterator[Text]:
    """Every text in a picture as it travels, and those that it is made of; a plain string is data."""
    match node:
        case Text():
            yield node
            yield from texts(list(node.values.values()))
        case BaseModel():
            yield from texts(node.model_dump())
        case {"code": str(), "values": dict(values), "text": str()}:
            yield Text.read(node)
            yield from texts(values)
        case dict():
            yield from texts(list(node.values()))
        case list():
            for one in node:
                yield from texts(one)


def untranslated(picture: BaseModel, data: frozenset[str] = frozenset()) -> set[str]:
    """Codes that nobody has translated, and words without a code that are not of ``data``."""
    return {
        one.code or str(one)
        for one in texts(picture)
        if (one.code not in known() if one.code else WORD.search(one) and str(one) not in data)
    }
