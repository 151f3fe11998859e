"""Short real sentences in English, French, German and Spanish, out of the help of a desktop (GNOME Help, version 43).

By the GNOME documentation project and its translators, under CC BY-SA 3.0, whose text lies beside this file, as does a
sample of the set. The whole set is fetched: see ``gnome_help.py``, which says how the pairs were found.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

SAMPLE = Path(__file__).with_name("gnome_help_sample.tsv")
LANGUAGES = ("English", "French", "German", "Spanish")
"""In the order of the columns; a translation that there is not is empty."""

LONGEST, LONGEST_OF_SAMPLE = 20, 10
"""Words and signs of a sentence."""

Rows = tuple[tuple[str, ...], ...]
"""Each sentence in the four languages."""

WORDS = re.compile(r"\w+['’](?=\w)|\w+(?:[-_]\w+)*-?|[^\w\s]")
"""A word with what its apostrophe leaves out (``l’`` of ``l’image``), a word, or a single sign."""
NO_SPACE_BEFORE = frozenset(".,;:!?)]}”…%")
NO_SPACE_AFTER = frozenset("([{„“¿¡")


def read_rows(path: Path) -> Rows:
    """All rows of such a file."""
    return tuple(tuple(line.split("\t")) for line in path.read_text("utf-8").splitlines())


@cache
def sample() -> Rows:
    """The sentences that lie here."""
    return read_rows(SAMPLE)


def words(text: str) -> list[str]:
    """Words and signs, in lower case."""
    return WORDS.findall(text.lower())


def text_of(symbols: Sequence[str]) -> str:
    """Words and signs as people write them: no space before a comma, none after an apostrophe."""
    text = ""
    glue = True
    for symbol in symbols:
        text += symbol if glue or symbol in NO_SPACE_BEFORE else f" {symbol}"
        glue = symbol in NO_SPACE_AFTER or (len(symbol) > 1 and symbol[-1] in "'’")
    return text


def plain(text: str) -> str:
    """The letters and digits alone, in lower case: what is the same sentence but for its signs is the same."""
    return "".join(character for character in text.casefold() if character.isalnum())


def pairs(rows: Rows, language: str) -> list[tuple[str, str]]:
    """English and its translation; of sentences that are the same in one of the languages only the first."""
    column = LANGUAGES.index(language)
    found: list[tuple[str, str]] = []
    sources: set[str] = set()
    targets: set[str] = set()
    for row in rows:
        source, target = plain(row[0]), plain(row[column])
        if target and source not in sources and target not in targets:
            found.append((row[0], row[column]))
            sources.add(source)
            targets.add(target)
    return found
