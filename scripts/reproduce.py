"""Trains every preset that is to be reproduced, each variant with each of its seeds, and writes docs/reproduced.md.

python -m scripts.reproduce [--workers N] [--until EPOCHS] [--list] [--anew] [PRESET...]

Each finished run is stored in the cache folder under its spec and torch's version, so that a call that was interrupted
or killed goes on with what is missing; where our own code has changed since, ``--anew`` forgets those of the presets
named. The page is written after each run. One thread a run, as a worker of the server has it; several runs at a time
change nothing but seconds.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import torch
from rich.console import Console

from models import catalogue
from models.data.fetching.fetch import cache_folder
from models.events import Points, RunState, State
from models.plan.plan import plan
from models.spec.kinds import run
from models.spec.preset import Preset, Reproduction, Row, with_settings
from models.spec.settings import Settings
from models.spec.spec import Spec
from models.training.checkpoints import Saved, Snapshot
from models.training.loop import train
from scripts.machine import machine
from scripts.moments import VariantResults
from scripts.node import ROOT
from scripts.reproduced import page, sections

FOLDER = "reproduced"
PAGE = ROOT / "docs" / "reproduced.md"
QUESTIONS = 100
"""Of each length that is longer than what was learnt from."""


@cache
def known() -> catalogue.Catalogue:
    """What there is to be trained, found once."""
    return catalogue.find()


def wanted(presets: list[Preset], names: set[str]) -> list[Preset]:
    """Presets with published figures or a reproduction of their own; of these, the named ones if any are named."""
    able = [preset for preset in presets if preset.published or preset.rows or preset.reproduce]
    unknown = names - {preset.name for preset in able}
    if unknown:
        raise SystemExit(f"Nothing to reproduce is called {', '.join(sorted(unknown))}: see --list.")
    return [preset for preset in able if not names or preset.name in names]


def variants(preset: Preset) -> Iterator[tuple[Row | None, dict[str, Any], list[dict[str, Any]]]]:
    """Each variant of the preset: its row, its settings by JSON pointer, and its spec for every seed."""
    asked = preset.reproduce or Reproduction()
    seeded = ["/training/seed", *(["/task/seed"] if asked.own_data else [])]
    for row, where in preset.variants():
        specs = [with_settings(preset.spec, where | dict.fromkeys(seeded, seed)) for seed in range(asked.seeds)]
        yield row, where, specs


def result_file(spec: dict[str, Any]) -> Path:
    """Where the result of a run of this spec lies: by what differs in it from the defaults.

    So a setting that comes later, and leaves all as it was, loses no result.
    """
    found = known().parse(spec)
    chosen = [
        [
            part.name or "training",
            {name: value for name, value in part.model_dump(mode="json").items() if changed(part, name)},
        ]
        for part in (found.task, found.architecture, found.training)
    ]
    whole = json.dumps([chosen, torch.__version__], sort_keys=True)
    return cache_folder() / FOLDER / f"{hashlib.sha256(whole.encode()).hexdigest()[:20]}.json"


def changed(part: Settings, name: str) -> bool:
    """Whether a setting has another value than its default."""
    return bool(getattr(part, name) != type(part).model_fields[name].default)


def part_file(spec: dict[str, Any], epochs: int) -> Path:
    """Where the result of its first epochs lies."""
    return result_file(spec).with_suffix(f".{epochs}.json")


def stored(spec: dict[str, Any]) -> Path | None:
    """What there is of a run: all of it, else the most epochs."""
    whole = result_file(spec)
    parts = sorted(whole.parent.glob(f"{whole.stem}.*.json"), key=lambda one: int(one.suffixes[0][1:]))
    return whole if whole.exists() else parts[-1] if parts else None


def trained(spec: dict[str, Any], until: int = 0, longer: Sequence[int] = ()) -> Path:
    """Trains ``spec`` unless that is done, and stores every row of the epoch and the test clock.

    It ends after so many epochs where ``until`` is more than 0. What it has learnt is asked questions too that are
    ``longer`` by so much.
    """
    path = part_file(spec, until) if until else result_file(spec)
    if path.exists():
        return path
    rows: dict[str, list[dict[str, Any]]] = {"epoch": [], "test": []}
    device, engine = "", ""
    last: Saved | None = None
    for event in train(known().parse(spec)):
        if isinstance(event, Points) and event.clock in rows:
            values = zip(*event.columns.values(), strict=True)
            rows[event.clock] += [dict(zip(event.columns, row, strict=True)) for row in values]
        elif isinstance(event, Snapshot) and longer and event.due:
            last = event.weights()
        elif isinstance(event, State):
            device = event.device or device
            engine = (event.versions or {}).get("engine", engine)
            if event.state is RunState.FAILED:
                raise RuntimeError(f"{spec} failed: {event.reason}")
        if until and rows["epoch"] and rows["epoch"][-1]["epoch"] >= until:
            break
    found = {"spec": spec, **rows, "device": device, "engine": engine, "machine": machine()}
    if last is not None:
        found["longer"] = {str(more): with_longer(known().parse(spec), last, more) for more in longer}
    found["date"] = datetime.now(UTC).date().isoformat()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(found))
    beside.rename(path)
    return path


def with_longer(spec: Spec, saved: Saved, more: int) -> dict[str, float]:
    """Each series of the task, of questions that are by ``more`` longer than the longest learnt from."""
    task = spec.task.longer(more)
    assert task is not None
    network = spec.architecture.network(spec.task.shapes())
    network.load_state_dict(saved.tensors)
    network.eval()
    batch = task.longest_examples(QUESTIONS)
    with torch.no_grad():
        outputs, _ = run(network, batch)
    return {name: float(total / count) for name, (total, count) in task.score(outputs, batch).items()}


def results(preset: Preset) -> Iterator[VariantResults]:
    """The results that are there, by variant."""
    for row, where, specs in variants(preset):
        yield VariantResults(where, [json.loads(path.read_text()) for path in map(stored, specs) if path], row)


def run_all(
    runs: list[tuple[dict[str, Any], list[int]]],
    workers: int,
    until: int,
    console: Console,
    write: Callable[[], None],
) -> None:
    """Trains what is missing of specs, each with how much longer questions it is asked at the end: the cheapest first,
    as many at a time as there are workers; writes after each."""
    missing = [(spec, longer) for spec, longer in runs
               if not result_file(spec).exists() and not (until and part_file(spec, until).exists())]  # fmt: skip
    console.print(f"{len(runs)} runs, {len(runs) - len(missing)} of them done before.")
    with ProcessPoolExecutor(workers) as pool:
        cheapest = sorted(missing, key=lambda one: cost(one[0]))
        futures = {pool.submit(trained, spec, until, longer): spec for spec, longer in cheapest}
        for done, future in enumerate(as_completed(futures), 1):
            future.result()
            console.print(f"{done} of {len(missing)}: {json.dumps(futures[future])}", highlight=False)
            write()


def cost(spec: dict[str, Any]) -> int:
    """Multiply-adds of a whole training, near enough to put cheap ones first."""
    found = known().parse(spec)
    return plan(found).multiply_adds * found.steps * found.training.batch_size


def write(presets: list[Preset]) -> None:
    """Writes the page; a preset of which fewer runs are stored here than it tells of stays as it was before."""
    before = sections(PAGE.read_text("utf-8")) if PAGE.exists() else {}
    PAGE.write_text(page([(preset, list(results(preset))) for preset in presets], before), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make reproduce", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("presets", nargs="*")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="runs at a time")
    parser.add_argument("--until", type=int, default=0, metavar="EPOCHS", help="end each run after so many epochs")
    parser.add_argument("--list", action="store_true", help="name what can be reproduced, and train nothing")
    parser.add_argument("--anew", action="store_true", help="forget what was trained before")
    asked = parser.parse_args()
    console, found = Console(), known().presets
    chosen = wanted(found, set(asked.presets))
    if asked.list:
        console.print("\n".join(preset.name for preset in chosen))
        return
    runs = [
        (spec, preset.reproduce.longer if preset.reproduce else [])
        for preset in chosen
        for _, _, specs in variants(preset)
        for spec in specs
    ]
    for spec, _ in runs if asked.anew else []:
        result_file(spec).unlink(missing_ok=True)
    every = wanted(found, set())
    run_all(runs, asked.workers, asked.until, console, lambda: write(every))
    write(every)
    console.print(f"Written: {PAGE}")


if __name__ == "__main__":
    main()
