"""Which weights of a run are kept. The worker writes the files; here only their names are read."""

import re
from pathlib import Path

from server.api.bodies import Run

NAME = re.compile(r"step-(\d+)\.safetensors")


def kept_steps(folder: Path) -> list[int]:
    """Steps whose weights are there."""
    if not folder.is_dir():
        return []
    return sorted(int(match[1]) for file in folder.iterdir() if (match := NAME.fullmatch(file.name)))


def file_of(folder: Path, step: int) -> Path:
    return folder / f"step-{step:09d}.safetensors"


def full_steps(folder: Path) -> list[int]:
    """Steps whose whole state is there: what training can go on from as if nothing had happened."""
    return sorted(int(file.stem.rpartition("-")[2]) for file in folder.glob("checkpoint-*.safetensors"))


def start_of(folder: Path, step: int) -> Path | None:
    """What to go on from at ``step``: the whole state where it is kept, else the weights, else nothing."""
    whole = folder / f"checkpoint-{step:09d}.safetensors"
    return next((file for file in (whole, file_of(folder, step)) if file.exists()), None)


def chosen(run: Run, steps: list[int], at: str | int) -> int | None:
    """The step of the weights that are meant; ``best`` is the kept one nearest to the best measured."""
    if isinstance(at, int):
        return at if at in steps else None
    if not steps:
        return None
    if at == "best" and run.best is not None:
        best = run.best.step
        return min(steps, key=lambda step: abs(step - best))
    return steps[-1]
