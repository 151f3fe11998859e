"""Trains every preset that is to be reproduced, each variant with each of its seeds, and writes docs/reproduced.md.

python -m scripts.reproduce [--workers N] [--list] [--anew] [PRESET...]

Each finished run is stored in the cache folder under its spec and torch's version, so that an interrupted call goes on
where it was; where our own code has changed since, ``--anew`` forgets those of the presets named. One thread a run, as
a worker of the server has it; several runs at a time change nothing but seconds.
"""

import argparse
import copy
import hashlib
import itertools
import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from rich.console import Console

from models import catalogue
from models.data.fetching.fetch import cache_folder
from models.events import Points, RunState, State
from models.spec.preset import Preset, Reproduction
from models.training.loop import train
from scripts.machine import machine
from scripts.node import ROOT
from scripts.reproduced import VariantResults, page

FOLDER = "reproduced"


def wanted(presets: list[Preset], names: set[str]) -> list[Preset]:
    """Presets with published figures or a reproduction of their own; of these, the named ones if any are named."""
    able = [preset for preset in presets if preset.published or preset.reproduce]
    unknown = names - {preset.name for preset in able}
    if unknown:
        raise SystemExit(f"Nothing to reproduce is called {', '.join(sorted(unknown))}: see --list.")
    return [preset for preset in able if not names or preset.name in names]


def variants(preset: Preset) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each combination of what the preset varies, as settings by JSON pointer, with its spec for every seed."""
    for values in itertools.product(*preset.vary.values()):
        where = dict(zip(preset.vary, values, strict=True))
        asked = preset.reproduce or Reproduction()
        seeded = ["/training/seed", *(["/task/seed"] if asked.own_data else [])]
        yield where, [settled(preset.spec, where | dict.fromkeys(seeded, seed)) for seed in range(asked.seeds)]


def settled(spec: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
    """A copy of ``spec`` with the settings in ``where``."""
    made = copy.deepcopy(spec)
    for pointer, value in where.items():
        _, part, name = pointer.split("/")
        made.setdefault(part, {})[name] = value
    return made


def result_file(spec: dict[str, Any]) -> Path:
    """Where the result of a run of this spec lies: the whole spec counts, with what it leaves to defaults."""
    whole = json.dumps([catalogue.find().parse(spec).to_json(), torch.__version__], sort_keys=True)
    return cache_folder() / FOLDER / f"{hashlib.sha256(whole.encode()).hexdigest()[:20]}.json"


def trained(spec: dict[str, Any]) -> Path:
    """Trains ``spec`` unless that is done, and stores every row of the epoch and the test clock."""
    path = result_file(spec)
    if path.exists():
        return path
    rows: dict[str, list[dict[str, Any]]] = {"epoch": [], "test": []}
    device = ""
    for event in train(catalogue.find().parse(spec)):
        if isinstance(event, Points) and event.clock in rows:
            values = zip(*event.columns.values(), strict=True)
            rows[event.clock] += [dict(zip(event.columns, row, strict=True)) for row in values]
        elif isinstance(event, State):
            device = event.device or device
            if event.state is RunState.FAILED:
                raise RuntimeError(f"{spec} failed: {event.reason}")
    found = {"spec": spec, **rows, "device": device, "machine": machine()}
    found["date"] = datetime.now(UTC).date().isoformat()
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps(found))
    beside.rename(path)
    return path


def results(preset: Preset) -> Iterator[VariantResults]:
    """The results that are there, by variant."""
    for where, specs in variants(preset):
        paths = [result_file(spec) for spec in specs]
        yield VariantResults(where, [json.loads(path.read_text()) for path in paths if path.exists()])


def run_all(specs: list[dict[str, Any]], workers: int, console: Console) -> None:
    """Trains what is missing, as many at a time as there are workers."""
    missing = [spec for spec in specs if not result_file(spec).exists()]
    console.print(f"{len(specs)} runs, {len(specs) - len(missing)} of them done before.")
    with ProcessPoolExecutor(workers) as pool:
        futures = {pool.submit(trained, spec): spec for spec in missing}
        for done, future in enumerate(as_completed(futures), 1):
            future.result()
            console.print(f"{done} of {len(missing)}: {json.dumps(futures[future])}", highlight=False)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make reproduce", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("presets", nargs="*")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="runs at a time")
    parser.add_argument("--list", action="store_true", help="name what can be reproduced, and train nothing")
    parser.add_argument("--anew", action="store_true", help="forget what was trained before")
    asked = parser.parse_args()
    console, found = Console(), catalogue.find().presets
    chosen = wanted(found, set(asked.presets))
    if asked.list:
        console.print("\n".join(preset.name for preset in chosen))
        return
    runs = [spec for preset in chosen for _, specs in variants(preset) for spec in specs]
    for spec in runs if asked.anew else []:
        result_file(spec).unlink(missing_ok=True)
    run_all(runs, asked.workers, console)
    written = ROOT / "docs" / "reproduced.md"
    written.write_text(page([(preset, list(results(preset))) for preset in wanted(found, set())]))
    console.print(f"Written: {written}")


if __name__ == "__main__":
    main()
