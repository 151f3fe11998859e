"""What `schoolyard train` does, in this process."""

import json
from typing import Any

import torch
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from models.catalogue import Catalogue, find
from models.events import Changed, Notice, Number, Points, State
from models.spec.settings import Settings
from models.spec.spec import Spec
from models.spec.training import Training
from models.spec_error import SpecError
from models.training.loop import train

console = Console(highlight=False, markup=False)


def run(task: str, architecture: str, settings: list[str], device: str, threads: int) -> None:
    """Trains one network and shows how it goes. Raises ``typer.Exit`` if it cannot."""
    devices = ["auto", "cpu", *(["cuda"] if torch.cuda.is_available() else [])]
    try:
        if device not in devices:
            raise SpecError("--device", device, "There is no such device here.", devices)
        spec = asked_for(find(), task, architecture, settings)
    except SpecError as error:
        _explain(error)
        raise typer.Exit(2) from None
    missing = type(spec.task).missing()
    if missing:
        Console(stderr=True, markup=False).print(missing)
        raise typer.Exit(1)
    seen = Seen(spec)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[text]}"), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        shown = bar.add_task(spec.architecture.title, total=spec.steps, text="")
        for event in train(spec, device=device, threads=threads):
            seen.add(event, bar, shown)
    console.print(seen.table())
    console.print(f"{seen.last.state.capitalize()}: {seen.last.reason}." if seen.last else "It ended without a word.")


class Seen:
    """Events of a training, as far as the last table needs it."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.baseline: dict[str, float] = {}
        self.columns: dict[str, Number] = {}
        self.last: State | None = None

    def add(self, event: object, bar: Progress, shown: TaskID) -> None:
        match event:
            case State():
                self.last = event
                self.baseline = event.baseline or self.baseline
            case Points(clock="batch"):
                bar.update(shown, completed=event.columns["step"][-1] or 0)
            case Points():
                self.columns |= {name: values[-1] for name, values in event.columns.items()}
                bar.update(shown, text=self.headline())
            case Notice():
                bar.console.print(f"{event.text} {event.attempt_this}")
            case Changed():
                bar.console.print(f"{event.setting}: {event.before} → {event.after}")

    def headline(self) -> str:
        name, series = next((name, one) for name, one in self.spec.series.items() if one.headline)
        return f"{series.title.lower()} {written(self.columns.get(f'validation/{name}'), series.percent)}"

    def table(self) -> Table:
        splits = ("train", "validation", "test")
        table = Table("", *splits, self.spec.task.guess)
        for name, series in self.spec.series.items():
            values = [self.columns.get(f"{split}/{name}") for split in splits]
            cells = [written(value, series.percent) for value in (*values, self.baseline.get(name))]
            table.add_row(series.title, *cells)
        return table


def written(value: Number, percent: bool) -> str:
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if percent else f"{value:.4g}"


def asked_for(catalogue: Catalogue, task: str, architecture: str, settings: list[str]) -> Spec:
    """The spec; each setting goes to the part that has a field of that name. Raises ``SpecError``."""
    spec: dict[str, Any] = {"task": {"name": task}, "architecture": {"name": architecture}, "training": {}}
    classes = fields_of(catalogue, task, architecture)
    for one in settings:
        name, equals, value = one.partition("=")
        part, _, field = name.rpartition(".")
        owners = [owner for owner, cls in classes.items() if field in cls.model_fields and part in ("", owner)]
        if not equals or not owners:
            known = [field for cls in classes.values() for field in cls.model_fields]
            raise SpecError(f"--set {one}", one, "There is no such setting; write setting=value.", known)
        if len(owners) > 1:
            choices = [f"{owner}.{field}" for owner in owners]
            raise SpecError(f"--set {one}", one, "More than one part has this setting; say which.", choices)
        spec[owners[0]][field] = parse_value(value)
    return catalogue.parse(spec)


def fields_of(catalogue: Catalogue, task: str, architecture: str) -> dict[str, type[Settings]]:
    """Classes of the parts that exist; a name that does not is left for ``parse`` to complain about."""
    found = {
        "architecture": catalogue.architectures.get(architecture),
        "training": Training,
        "task": catalogue.tasks.get(task),
    }
    return {part: cls for part, cls in found.items() if cls is not None}


def parse_value(value: str) -> Any:
    """JSON where it is JSON (numbers, true, [64, 32]), else the text itself."""
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value


def _explain(error: SpecError) -> None:
    stderr = Console(stderr=True, highlight=False, markup=False)
    stderr.print(f"{error.pointer}: {error.detail}")
    if error.allowed is not None:
        listed = ", ".join(map(str, error.allowed)) if isinstance(error.allowed, list) else str(error.allowed)
        stderr.print(f"What would do: {listed}")
    if error.nearest is not None:
        stderr.print(f"Nearest: {error.nearest}")
