"""GNOME Help 43 in English, French, German and Spanish: a few thousand short sentences (GNOME documentation project).

Fetched as Debian 12's package of it, which has a folder of pages for each language. What is stored is one table of four
columns: a page counts where it has as many titles and paragraphs in a translation as in English, and a paragraph where
it has as many sentences. The SHA-256 is that of the table: another way to part sentences makes another one. Under CC
BY-SA 3.0.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from models.data.fetching.debian import unpacked_package
from models.data.fetching.fetch import Dataset, Delivery, Progress, RawFile
from models.data.fetching.sources import FROM_SOURCE
from models.data.sets.sentences import LONGEST, Rows, plain, read_rows, words
from models.sentences import Text

FOLDERS = {"English": "C", "French": "fr", "German": "de", "Spanish": "es"}
"""Of the package, in the order of the table's columns."""
BLOCKS = frozenset({"title", "desc", "p"})
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-Þ¿¡«„“])")
"""Where a paragraph is parted."""
STRANGE = re.compile(
    r"[<>{}\[\]|\\=@#*_/~^+%$&]|\d{3}|https?:|[^\x00-\u024f\u2018-\u201e\u2026\u2013\u2014\u00ab\u00bb]"
)
"""Signs of code, addresses and long numbers: nobody translates them."""


@dataclass(frozen=True)
class HelpPackage:
    """A package that has GNOME Help in all languages, which is brought into a table of sentences."""

    package: str

    @property
    def title(self) -> str:
        return f"Debian 12's {self.package}"

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        """Yields the table. Raises SourceError if apt or the package cannot be had."""
        (file,) = files
        with unpacked_package(self.package, folder, lambda what: progress(0, file.size, what)) as unpacked:
            table = "".join("\t".join(row) + "\n" for row in aligned(unpacked / "usr/share/help"))
        (folder / file.name).write_text(table, "utf-8")
        progress(file.size, file.size, FROM_SOURCE(file=file.name, source=self.title))
        yield file


def aligned(folder: Path) -> Rows:
    """Every English sentence that has a translation, in the order of the pages' names, each once."""
    found: dict[str, list[str]] = {}
    for page in sorted(folder.glob("C/*/*.page")):
        english = blocks(page)
        for column, language in enumerate(list(FOLDERS.values())[1:], 1):
            other = folder / language / page.parent.name / page.name
            for source, target in both(english, blocks(other) if other.is_file() else []):
                row = found.setdefault(plain(source), [source, "", "", ""])
                row[column] = row[column] or target
    return tuple(tuple(row) for row in found.values())


def blocks(page: Path) -> list[str]:
    """Titles and paragraphs of a page, in order, as plain text."""
    root = ElementTree.parse(page).getroot()
    every = [one for one in root.iter() if one.tag.rpartition("}")[2] in BLOCKS]
    return [" ".join("".join(one.itertext()).split()) for one in every]


def both(english: list[str], other: list[str]) -> Iterator[tuple[str, str]]:
    """Sentences of both languages that stand for each other, short and plain enough to learn."""
    if len(english) != len(other):
        return
    for one, another in zip(english, other, strict=True):
        sources, targets = SENTENCES.split(one), SENTENCES.split(another)
        if len(sources) == len(targets):
            yield from (pair for pair in zip(sources, targets, strict=True) if fit(*pair))


def fit(source: str, target: str) -> bool:
    """Whether two sentences are short, plain, and not the same: a name that stays as it is teaches nothing."""
    lengths = [len(words(text)) for text in (source, target)]
    if not all(2 <= length <= LONGEST for length in lengths) or plain(source) == plain(target):
        return False
    return not STRANGE.search(source) and not STRANGE.search(target) and max(lengths) <= 2 * min(lengths) + 2


DATASET = Dataset(
    name="gnome-help",
    title="GNOME Help",
    licence="CC BY-SA 3.0",
    licence_link="https://creativecommons.org/licenses/by-sa/3.0/legalcode",
    published="GNOME documentation project and its translators, 2022",
    files=(RawFile("gnome-help.tsv", 600_694, "b91eb8b390a89ac2791bb0fa22207693353f7d74686a4d0fd1fc8e0ad518bc72"),),
    sources=(HelpPackage("gnome-user-docs"),),
)

from_files = read_rows
"""What the raw file holds."""


def available() -> Text | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no sentences."""
    return DATASET.available()


def load(progress: Progress | None = None) -> Rows:
    """All sentences, fetched first where they are missing. Raises DataMissing if they cannot be had."""
    DATASET.fetch(progress)
    return from_files(DATASET.path("gnome-help.tsv"))
