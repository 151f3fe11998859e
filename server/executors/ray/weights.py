"""Weights of an attempt on another machine: written there, and brought home before anything tells of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.training.checkpoints import Saved
from server.weights.folder import WeightFolder, name_of, parse, why
from server.weights.protocol import Stored


@dataclass(frozen=True)
class Known:
    """What home has of the run: the steps of its weights and of its whole states, and what it begins with."""

    steps: Sequence[int]
    full: Sequence[int]
    start: dict[str, bytes]
    """Files of the step to go on from, by name."""


Ship = Callable[[str, bytes], None]
"""Sends a header and a body home, after all that was sent before."""


class ShippedWeights(WeightFolder):
    """The store of one attempt: a folder of its own, in which home's steps count as there."""

    def __init__(self, root: Path, run: str, known: Known, ship: Ship) -> None:
        super().__init__(root)
        self._ship = ship
        self._there = {(step, False) for step in known.steps} | {(step, True) for step in known.full}
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.prepare(run)
        for name, content in known.start.items():
            (self.folder(run) / name).write_bytes(content)

    def steps(self, run: str, full: bool = False) -> list[int]:
        return sorted(step for step, whole in self._there if whole == full)

    def stored(self, run: str) -> list[Stored]:
        return [Stored(step, full, 0, 0) for step, full in sorted(self._there)]

    def write(self, run: str, step: int, saved: Saved, full: bool = False) -> int:
        size = super().write(run, step, saved, full)
        file = self.file(run, step, full)
        self._ship(f"weights {name_of(step, full)}", file.read_bytes())
        file.unlink()
        self._there.add((step, full))
        return size

    def delete(self, run: str, step: int, full: bool = False) -> None:
        self._ship(f"delete {name_of(step, full)}", b"")
        self._there.discard((step, full))


class Home:
    """The run's folder at home, for one attempt. All calls block."""

    def __init__(self, place: str, run: str) -> None:
        self._folder, self._run = WeightFolder(Path(place)), run
        self._lacking: set[tuple[int, bool]] = set()
        self._complained = False

    def known(self, start: int | None) -> Known:
        """What a worker must know of it. Raises OSError."""
        files = [self._folder.file(self._run, start, full) for full in (True, False)] if start is not None else []
        begin = {file.name: file.read_bytes() for file in files if file.is_file()}
        return Known(self._folder.steps(self._run), self._folder.steps(self._run, full=True), begin)

    def bring(self, name: str, content: bytes) -> str | None:
        """Keeps a file whole, or not at all; why it could not be kept, the first time."""
        step = parse(name)
        if step is None:
            return None
        try:
            self._folder.put(self._run, name, content)
        except OSError as error:
            self._lacking.add(step)
            self._complained, before = True, self._complained
            return None if before else why(error)
        return None

    def lacks(self, step: int, full: bool) -> bool:
        """Whether it could not be kept."""
        return (step, full) in self._lacking

    def delete(self, name: str) -> None:
        if (step := parse(name)) is not None:
            self._folder.delete(self._run, *step)
