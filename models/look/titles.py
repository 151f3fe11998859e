"""Titles of pictures that are put together from several parts: "decoder · layer 2 · state"."""

from functools import reduce

from models.sentences import Sentence, Text

TITLE_AND_PART = Sentence("title-and-part", "{title} · {part}")
WRITTEN_BY_READ = Sentence("axes-written-by-read", "down: what is written, across: what is read")


def dotted(*parts: str) -> Text:
    """All that are not empty, with dots between. A plain string, such as a symbol of the data, is said as it is."""
    whole = [Text.read(part) for part in parts if part]
    return reduce(lambda title, part: TITLE_AND_PART(title=title, part=part), whole) if whole else Text()
