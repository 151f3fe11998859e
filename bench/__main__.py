"""How fast each preset trains on this machine: python -m bench [PRESET...]

One thread, as a worker has it. The seconds are those of the steps alone; the first ones, in which memory is
first touched, are left out.
"""

import sys
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from models import catalogue
from models.events import Points, State
from models.training import train

WARM_STEPS, STEPS = 20, 120


def speed(known: catalogue.Catalogue, spec: dict[str, Any]) -> tuple[str, float, float]:
    """The device, steps a second, and examples a second."""
    brief = {**spec, "training": {**spec.get("training", {}), "batches": STEPS}}
    device, moments = "", list[list[float]]()
    for said in train(known.parse(brief)):
        if isinstance(said, State) and said.device:
            device = said.device
        elif isinstance(said, Points) and said.clock == "batch":
            columns = (said.columns[name] for name in ("step", "seconds", "examples"))
            moments += [[value or 0.0 for value in row] for row in zip(*columns, strict=True)]
    warm = [moment for moment in moments if moment[0] >= WARM_STEPS]
    steps, seconds, examples = (last - first for first, last in zip(warm[0], warm[-1], strict=True))
    return device, steps / seconds, examples / seconds


def main() -> None:
    known, wanted = catalogue.find(), set(sys.argv[1:])
    table = Table("Preset", "Device", "Steps a second", "Examples a second")
    for preset in known.presets:
        if wanted and preset.name not in wanted:
            continue
        device, steps, examples = speed(known, preset.spec)
        table.add_row(preset.name, device, f"{steps:.0f}", f"{examples:,.0f}")
    Console().print(f"torch {torch.__version__}, {torch.get_num_threads()} thread", table)


if __name__ == "__main__":
    main()
