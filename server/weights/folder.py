"""Weights in a folder of this machine, one folder a run: the one module that knows how the files are called.

A file is written beside, flushed and renamed, so that it is whole or not there.
"""

import json
import os
import re
import shutil
from pathlib import Path

from safetensors import SafetensorError, safe_open

from models.sentences import Sentence
from models.training.checkpoints import Saved
from server.weights.protocol import DamagedWeights, NotWritten, NoWeights, Stored

PUT_ASIDE = Sentence(
    "checkpoint-put-aside",
    "{file} cannot be read and was put aside ({error}); continued, it goes on from the one before",
)
NONE_OF_STEP = Sentence("no-weights-of-step", "There are no weights of step {step}.")

NAME = re.compile(r"(step|checkpoint)-(\d+)\.safetensors")
HALF_WRITTEN = ("*.part", ".tmp*")


def name_of(step: int, full: bool = False) -> str:
    return f"{'checkpoint' if full else 'step'}-{step:09d}.safetensors"


def parse(name: str) -> tuple[int, bool] | None:
    """The step, and whether it is the whole state; None where it is the name of something else."""
    match = NAME.fullmatch(name)
    return (int(match[2]), match[1] == "checkpoint") if match else None


class WeightFolder:
    """Implements ``WeightStore``; ``root`` holds a folder for each run."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def place(self) -> str:
        return str(self.root)

    def folder(self, run: str) -> Path:
        return self.root / run

    def file(self, run: str, step: int, full: bool = False) -> Path:
        return self.folder(run) / name_of(step, full)

    def prepare(self, run: str) -> None:
        folder = self.folder(run)
        folder.mkdir(mode=0o700, exist_ok=True)  # not its parents: a data folder that was deleted stays so
        for torn in (file for pattern in HALF_WRITTEN for file in folder.glob(pattern)):
            torn.unlink(missing_ok=True)

    def stored(self, run: str) -> list[Stored]:
        found = []
        for file, (step, full) in self._files(run):
            try:
                facts = file.stat()
            except FileNotFoundError:
                continue  # its worker thinned it out this moment
            found.append(Stored(step, full, facts.st_size, facts.st_mtime_ns))
        return found

    def steps(self, run: str, full: bool = False) -> list[int]:
        return sorted(step for _, (step, whole) in self._files(run) if whole == full)

    def read(self, run: str, step: int, full: bool = False) -> Saved:
        try:
            return read(self.file(run, step, full))
        except FileNotFoundError:
            raise NoWeights(NONE_OF_STEP(step=step)) from None
        except SafetensorError as error:
            raise DamagedWeights(str(error)) from error

    def read_start(self, run: str, step: int) -> Saved:
        full = self.file(run, step, full=True).exists()
        try:
            return self.read(run, step, full)
        except DamagedWeights as error:
            file = self.file(run, step, full)
            file.replace(file.with_suffix(".damaged"))
            raise DamagedWeights(PUT_ASIDE(file=file.stem, error=str(error))) from error

    def write(self, run: str, step: int, saved: Saved, full: bool = False) -> int:
        try:
            return write(self.file(run, step, full), saved)
        except (OSError, SafetensorError) as error:
            raise NotWritten(why(error)) from error

    def put(self, run: str, name: str, content: bytes) -> None:
        """A file that such a folder of another machine wrote: whole, or not there. Raises OSError."""
        path = self.folder(run) / name
        beside = path.with_suffix(".part")
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with open(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    def copy(self, run: str, step: int, to: str) -> None:
        own = self.folder(to)
        try:
            own.mkdir(mode=0o700, exist_ok=True)
            for file in (self.file(run, step), self.file(run, step, full=True)):
                if file.exists():
                    shutil.copy(file, own / file.name)
        except OSError as error:
            shutil.rmtree(own, ignore_errors=True)
            raise NotWritten(why(error)) from error

    def delete(self, run: str, step: int, full: bool = False) -> None:
        self.file(run, step, full).unlink(missing_ok=True)

    def delete_after(self, run: str, step: int) -> None:
        for file, (of, _) in self._files(run):
            if of > step:
                file.unlink(missing_ok=True)

    def delete_run(self, run: str) -> None:
        shutil.rmtree(self.folder(run), ignore_errors=True)

    def _files(self, run: str) -> list[tuple[Path, tuple[int, bool]]]:
        folder = self.folder(run)
        files = list(folder.iterdir()) if folder.is_dir() else []
        return [(file, known) for file in files if (known := parse(file.name))]


def read(path: Path) -> Saved:
    """What :func:`write` wrote. Raises ``SafetensorError`` where the file is torn, OSError where it is not there."""
    with safe_open(path, framework="pt") as file:
        about = json.loads((file.metadata() or {}).get("about", "{}"))
        return Saved({name: file.get_tensor(name) for name in file.keys()}, about)  # noqa: SIM118


def write(path: Path, saved: Saved) -> int:
    """Writes so that ``path`` is whole or absent; gives its bytes. Raises OSError, ``SafetensorError``."""
    from safetensors.torch import save_file  # with torch, which who only counts files does without

    path.parent.mkdir(mode=0o700, exist_ok=True)  # not its parents: a data folder that was deleted stays so
    beside = path.with_suffix(".part")
    save_file(saved.tensors, beside, {"about": json.dumps(saved.about)})
    beside.chmod(0o600)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    size = beside.stat().st_size
    beside.replace(path)
    return size


def why(error: Exception) -> str:
    """The system's reason, without the words around it."""
    found = re.search(r"I/O error: (.+) \(os error", str(error))
    return found[1] if found else getattr(error, "strerror", None) or str(error)
