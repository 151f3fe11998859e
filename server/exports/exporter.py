"""What an exporter is, and how exporters are found: one file here, or in a person's ``--with FOLDER/exporters/``.

An exporter turns a run into one file to take away. It defines one subclass of :class:`Exporter`; nothing else has to
be changed. ``GET /api/runs/{run}/export/NAME`` writes the file, and the menu of the run on the page offers it.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import ModuleType

from models.modules import Broken, OwnNames, complete, imported, noting, only_class
from models.sentences import Text
from server.exports.run.naming import stem
from server.exports.run.stored import StoredRun

HERE = Path(__file__).parent
FOLDER = "exporters"
"""What the folder of a person's own is called."""
NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9]+)+")


@dataclass(frozen=True)
class Checked:
    """A file's content, and a sentence for whoever takes it away: what was checked, and what came of it."""

    content: bytes
    words: Text


class Exporter(ABC):
    """One kind of file. Its methods run in a thread of their own and may block."""

    name: str
    """The last part of the address, small letters with an ending: ``script.py``."""
    title: str
    """As it stands after the word "Download": ``script (PyTorch)``."""
    text: str
    """What the file is good for, in one sentence."""
    media: str
    """Its media type: ``text/x-python``."""
    rank: int = 100
    """Its place in the menu: small numbers stand first."""
    of_weights: bool = False
    """Whether there is one file for each snapshot, so that the best and the last are offered: ``stored.at``."""

    def concerns(self, stored: StoredRun) -> bool:
        """Whether runs of such a task have this file at all; a menu leaves it out of others. Quick."""
        return True

    def fits(self, stored: StoredRun) -> str | None:
        """None, or a sentence that says why this run cannot be written so now. Quick: it is asked for a menu.

        Raises ``Refusal`` instead of a sentence if a field, a value or a status is to be named with it.
        """
        return None

    @abstractmethod
    def write(self, stored: StoredRun) -> bytes | Path | Checked:
        """The file's content, or the file itself if it lies on the disk; or a content with what is to be said of it.

        Called only if ``fits`` had no reason.

        Raises ``Refusal`` if it turns out only now that the file cannot be written.
        """

    def filename(self, stored: StoredRun) -> str:
        """How the file is called where it is saved: ``addition-recurrent-GRU-seed-0.py``.

        Raises ``Refusal`` as ``write`` does.
        """
        return stem(stored.catalogue, stored.run) + PurePath(self.name).suffix


class ComparisonExporter(Exporter):
    """One file of any choice of runs; of a single one it stands in its menu too."""

    def fits_all(self, runs: Sequence[StoredRun]) -> str | None:
        """As ``fits``, of all runs together."""
        return None

    @abstractmethod
    def write_all(self, runs: Sequence[StoredRun]) -> bytes:
        """As ``write``."""

    def fits(self, stored: StoredRun) -> str | None:
        return self.fits_all([stored])

    def write(self, stored: StoredRun) -> bytes:
        return self.write_all([stored])

    def filename(self, stored: StoredRun) -> str:
        return self.filename_all([stored])

    def filename_all(self, runs: Sequence[StoredRun]) -> str:
        """``addition-recurrent-GRU-seed-0-curves-long.csv``; of several runs with their number."""
        first = runs[0]
        about = stem(first.catalogue, first.run)
        return f"{about}-{self.name}" if len(runs) == 1 else f"{about}-and-{len(runs) - 1}-more-{self.name}"


def find(folders: Sequence[Path] = ()) -> tuple[dict[str, Exporter], list[Broken]]:
    """By name, in the order of the menu; a person's own takes the place of one of the same name. And what is broken."""
    exporters: dict[str, Exporter] = {}
    broken: list[Broken] = []
    own = OwnNames()
    for root in (HERE, *folders):
        for file in sorted(root.glob("*.py" if root == HERE else f"{FOLDER}/*.py")):
            if file.stem in ("__init__", "exporter"):
                continue
            with noting(file, broken):
                exporter = only_one(imported(file, root, str(__package__) if root == HERE else ""))
                if root != HERE:
                    own.claim("exporter", exporter.name, file)
                exporters[exporter.name] = exporter
    return dict(sorted(exporters.items(), key=lambda named: named[1].rank)), broken


def only_one(module: ModuleType) -> Exporter:
    """The exporter that a module defines.

    Raises TypeError if there is none or more than one, or if it lacks a part; ValueError if its name is no file name.
    """
    exporter: Exporter = complete(only_class(module, Exporter), Exporter)
    if not NAME.fullmatch(exporter.name):
        raise ValueError(f"name is {exporter.name!r}; expected small letters and an ending, such as 'table.csv'")
    return exporter
