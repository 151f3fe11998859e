"""Which weights of a run are kept. The worker writes the files; here only their names are read."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from server.schema.base import At
from server.schema.refusal import Refusal
from server.schema.runs import Run

NAME = re.compile(r"step-(\d+)\.safetensors")
ANY_NAME = re.compile(r"(step|checkpoint)-(\d+)\.safetensors")

LET_GO: Literal["let go"] = "let go"
"""Code of the notice that weights went because the data folder was full."""


def kept_steps(folder: Path) -> list[int]:
    """Steps whose weights are there."""
    if not folder.is_dir():
        return []
    return sorted(int(match[1]) for file in folder.iterdir() if (match := NAME.fullmatch(file.name)))


def kept_files(folder: Path) -> Iterator[tuple[Path, int, bool]]:
    """Every file of the folder that holds weights, its step, and whether it holds the whole state."""
    if folder.is_dir():
        for file in folder.iterdir():
            if match := ANY_NAME.fullmatch(file.name):
                yield file, int(match[2]), match[1] == "checkpoint"


def file_of(folder: Path, step: int) -> Path:
    return folder / f"step-{step:09d}.safetensors"


def full_steps(folder: Path) -> list[int]:
    """Steps whose whole state is there: what training can go on from as if nothing had happened."""
    return sorted(int(file.stem.rpartition("-")[2]) for file in folder.glob("checkpoint-*.safetensors"))


def start_of(folder: Path, step: int) -> Path | None:
    """What to go on from at ``step``: the whole state where it is kept, else the weights, else nothing."""
    whole = folder / f"checkpoint-{step:09d}.safetensors"
    return next((file for file in (whole, file_of(folder, step)) if file.exists()), None)


def last_start(folder: Path, run: Run) -> int:
    """The step that a run which has ended goes on from; 0 where it has to begin anew. Raises ``Refusal``."""
    if steps := full_steps(folder):
        return steps[-1]
    if run.parent is not None and start_of(folder, run.parent.step):
        return run.parent.step
    if run.parent is not None:
        raise Refusal(409, "Not possible any more", "The weights that this run began with are not there any more.")
    if let_go(run):
        detail = "What this run would go on from was let go: the data folder reached its limit."
        raise Refusal(409, "Not possible any more", detail)
    return 0


def forget_beyond(folder: Path, step: int) -> None:
    """Lets go of weights that no step leads to any more: the run goes on from ``step``, perhaps otherwise."""
    for path, of, _ in list(kept_files(folder)):
        if of > step:
            path.unlink(missing_ok=True)


def chosen(run: Run, steps: list[int], at: At) -> int | None:
    """The step of the weights that are meant; ``best`` is the kept one nearest to the best measured."""
    if isinstance(at, int):
        return at if at in steps else None
    if not steps:
        return None
    if at == "best" and run.best is not None:
        best = run.best.step
        return min(steps, key=lambda step: abs(step - best))
    return steps[-1]


def let_go(run: Run) -> bool:
    """Whether weights of the run went because the data folder was full."""
    return any(notice.code == LET_GO for notice in run.notices)


def not_kept(run: Run, steps: list[int], at: At) -> Refusal:
    """Why there are no weights to look at, to take away or to begin with."""
    nearest = None
    if steps and isinstance(at, int):
        nearest = min(steps, key=lambda step: abs(step - at))
        why = " Older ones were let go: the data folder reached its limit." if let_go(run) else ""
        detail = f"There are no weights of step {at}; the nearest are of step {nearest}.{why}"
    elif let_go(run):
        detail = "The weights of this run were let go: the data folder reached its limit."
    else:
        detail = "No weights of this run are kept yet."
    return Refusal(404, "No such weights", detail, field="/at", came=at, allowed=steps, nearest=nearest)
