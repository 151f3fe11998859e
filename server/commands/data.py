"""schoolyard data"""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from models.data.fetching.fetch import Dataset

console = Console(highlight=False, markup=False)


def data(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="Of a data set, as mnist; else all.")
    ] = None,
) -> None:
    """Get the data sets that have to be fetched, and check them."""
    from models.data.fetching.fetch import DataMissing
    from models.data.sets import find_all

    found = {dataset.name: dataset for dataset in find_all()}
    if unknown := [name for name in names or () if name not in found]:
        raise typer.BadParameter(f"There is no data set {', '.join(unknown)}. There are: {', '.join(found)}.")
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    complaints = []
    with Progress(*columns, console=console) as bars:
        for dataset in [found[name] for name in names or found]:
            console.print(declaration(dataset))
            bar = bars.add_task(dataset.title, total=dataset.bytes)
            try:
                dataset.fetch(partial(show, bars, bar))
            except DataMissing as error:
                complaints.append(str(error))
                bars.remove_task(bar)
                continue
            show(bars, bar, dataset.bytes, dataset.bytes, dataset.title)
            console.print(f"{dataset.title}: {len(dataset.files)} files, {dataset.bytes / 1e6:.1f} MB, checked.")
    for complaint in complaints:
        Console(stderr=True, markup=False).print(complaint)
    if complaints:
        raise typer.Exit(1)


def declaration(dataset: "Dataset") -> str:
    """What somebody is told before anything is fetched."""
    licence = f"Licence: {dataset.licence or 'not declared'}"
    words = [f"{dataset.title}: {dataset.bytes / 1e6:.1f} MB", dataset.published, f"from {dataset.source}"]
    link = f" ({dataset.licence_link})" if dataset.licence_link else ""
    return f"{', '.join(word for word in words if word)}. {licence}{link}."


def show(bars: Progress, bar: TaskID, done: int, total: int, what: str) -> None:
    """How far one data set is."""
    bars.update(bar, completed=done, total=total or None, description=what)
