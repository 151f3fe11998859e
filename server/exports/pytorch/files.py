"""Files of data in a program: where it looks for them, and how it gets them on another machine."""

import base64
import hashlib
from collections.abc import Iterable
from pathlib import Path

from models.data.fetching.fetch import Dataset
from models.data.fetching.sources import Mirror

FOLDER = "data"
"""Of the program, below where it is started: whatever is not on the machine is put here."""
MOST_TEXT = 1 << 18
"""Bytes of a file that is written into the program itself."""


def beside(path: Path) -> tuple[str, str]:
    """Which function finds a file that lies beside a module, and the call: a short one is a part of the program."""
    content, folders = path.read_bytes(), [FOLDER, str(path.parent)]
    if len(content) > MOST_TEXT:
        return "raw_file", f"raw_file({path.name!r}, {hashlib.sha256(content).hexdigest()!r}, {folders!r}, [])"
    try:
        return "text_file", f"text_file({path.name!r}, {literal(content.decode())}, {folders!r})"
    except UnicodeDecodeError:
        packed = literal(base64.b64encode(content).decode())
        return "bytes_file", f"bytes_file({path.name!r}, {packed}, {folders!r})"


def literal(text: str, width: int = 100) -> str:
    """The text as lines of Python in parentheses."""
    pieces = [text[start : start + width] for start in range(0, len(text), width)] or [""]
    return "(\n" + "\n".join(f"    {piece!r}" for piece in pieces) + "\n)"


def fetched(name: str, dataset: Dataset, reads: str) -> str:
    """The class that stands for a module of a fetched data set: only its ``load``, by the function called ``reads``."""
    folders = [f"{FOLDER}/{dataset.name}", str(dataset.folder())]
    return "\n".join(
        [
            f"class {name}:",
            f'    """{dataset.title}: from {FOLDER}/, from the machine that wrote this program, or from the web."""',
            "",
            "    @staticmethod",
            "    def load() -> Any:",
            f"        folders = {folders!r}",
            f"        mirrors = {list(mirrors(dataset))!r}",
            "        files = [",
            *(f"            ({file.name!r}, {file.sha256!r})," for file in dataset.files),
            "        ]",
            f"        return {reads}(*(raw_file(*file, folders, mirrors) for file in files))",
            "",
            "    @staticmethod",
            "    def available() -> None:",
            "        return None",
        ]
    )


def mirrors(dataset: Dataset) -> Iterable[str]:
    return (source.base for source in dataset.sources if isinstance(source, Mirror))
