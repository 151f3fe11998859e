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
