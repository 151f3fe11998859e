"""What a person should know of a run before reading its program, in Markdown."""

import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from typing import Any

from server.exports.pytorch.names import inner_imports
from server.exports.pytorch.program import Program
from server.schema.runs import Run

MARKS = re.compile(r"[\\`*_{}\[\]<>#|$~!&]")


def facts(program: Program, run: Run) -> str:
    """A heading, a table, and all settings as JSON."""
    spec, attempt = program.run.spec, run.attempts[-1]
    rows: dict[str, Any] = {
        "Task": spec.task.title,
        "Network": f"{spec.architecture.title}, {run.parameters:,} parameters",
        "Run": run.id,
        "Seed": spec.training.seed,
        "Made": run.created[:10],
        "Length": f"{run.step:,} batches, {run.epoch:.4g} epochs",
        "Trained on": f"{attempt.device or 'cpu'}, {program.run.threads} threads",
    }
    if run.best is not None and run.best.value is not None:
        rows["Best"] = f"{run.best.series} {run.best.value:.4g} after {run.best.epoch:.4g} epochs"
    return program.part(
        "cells/about.md.j2",
        title=plain(program.title),
        rows={name: plain(str(value)) for name, value in rows.items()},
        needs=packages([*program.imports, *(one for text in program.inlined.texts for one in inner_imports(text))]),
        on_cpu=attempt.device.split(" ")[0] in ("", "cpu"),
    )


def plain(text: str) -> str:
    """What a person wrote, as Markdown that shows it as it is."""
    return MARKS.sub(lambda found: f"\\{found[0]}", text)


def packages(imports: Iterable[str]) -> list[str]:
    """What has to be installed for these lines of import: ``pillow`` for ``from PIL import Image``."""
    names = {line.split()[1].partition(".")[0] for line in imports} - set(sys.stdlib_module_names)
    called = packages_distributions()
    return sorted({called.get(name, [name])[0].lower() for name in names})
