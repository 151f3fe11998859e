"""Texts of a person's own: a text to go on writing, or a table with a text and its label in each line."""

import csv
import io
import re
from collections import Counter
from functools import lru_cache

from models.data.uploads.encoding_of import encoding_of
from models.data.uploads.files import content
from models.data.uploads.tables.encodings import decoded
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

TEXT_TOO_SHORT = Sentence(
    "own-text-too-short", "The text has {count:whole} characters. At least {least:whole} are needed to learn from it."
)
TOO_FEW_LABELLED = Sentence(
    "too-few-labelled-lines",
    "The file has {count:whole} lines with a text and a label. At least {least} are needed: one text in each line, and "
    "after a comma, a semicolon or a tab its label.",
)
LABELS_UNLIKELY = Sentence(
    "labels-unlikely",
    "There are {count:whole} different labels. Two to {most} would do: a text in each line, and after it one of a few "
    "labels.",
)
LABEL_TOO_RARE = Sentence(
    "label-too-rare", "Only {count} of the lines have the label {label}. At least {least} are needed."
)

LEAST_CHARACTERS = 1000
LEAST_LINES, MOST_LABELS, LEAST_EACH = 20, 20, 5
LONGEST_LABEL = 40
BREAKS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c")
HEADINGS = frozenset({"label", "class", "sentiment", "mood", "category", "target", "标签", "类别", "情感"})


@lru_cache(4)
def text_of_own(data: str) -> str:
    """The text of a file of a person's own, by its SHA-256, with plain line breaks."""
    return plain(decoded(content(data), encoding_of(data)))


@lru_cache(4)
def labelled_of_own(data: str) -> tuple[list[str], list[str]]:
    """Texts and the label of each, of a file of a person's own. Raises Unusable if there are not enough."""
    return labelled(text_of_own(data))


def plain(text: str) -> str:
    """With plain line breaks."""
    return BREAKS.sub("\n", text)


def check_text(text: str) -> None:
    """Raises Unusable if there is too little to learn from."""
    if len(text.strip()) < LEAST_CHARACTERS:
        raise Unusable(TEXT_TOO_SHORT(count=len(text.strip()), least=LEAST_CHARACTERS))


def labelled(text: str) -> tuple[list[str], list[str]]:
    """Texts and labels; the label is the last cell of a line, or the first where that has fewer different ones.

    Raises Unusable if there are too few lines, or no few labels.
    """
    rows = max((rows_by(text, separator) for separator in "\t;|,"), key=len)
    if len(rows) < LEAST_LINES:
        raise Unusable(TOO_FEW_LABELLED(count=len(rows), least=LEAST_LINES))
    ahead = len({row[0] for row in rows}) < len({row[-1] for row in rows})
    texts = [" ".join(row[1:] if ahead else row[:-1]) for row in rows]
    labels = [row[0] if ahead else row[-1] for row in rows]
    if labels[0].lower() in HEADINGS:
        texts, labels = texts[1:], labels[1:]
    counts = Counter(labels)
    if not 2 <= len(counts) <= MOST_LABELS:
        raise Unusable(LABELS_UNLIKELY(count=len(counts), most=MOST_LABELS))
    label, count = min(counts.items(), key=lambda one: one[1])
    if count < LEAST_EACH:
        raise Unusable(LABEL_TOO_RARE(count=count, label=label[:LONGEST_LABEL], least=LEAST_EACH))
    return texts, labels


def rows_by(text: str, separator: str) -> list[list[str]]:
    """Lines that have two cells at least."""
    rows = ([cell.strip() for cell in cells] for cells in csv.reader(io.StringIO(text), delimiter=separator))
    return [row for row in rows if len(row) >= 2 and row[0] and row[-1]]
