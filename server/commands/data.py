"""schoolyard data"""

from functools import partial

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

console = Console(highlight=False, markup=False)


def data() -> None:
    """Get the data sets that have to be fetched, and check them."""
    from models.data.fetching.fetch import DataMissing
    from models.data.sets import find_all

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    complaints = []
    with Progress(*columns, console=console) as bars:
        for dataset in find_all():
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


def show(bars: Progress, bar: TaskID, done: int, total: int, what: str) -> None:
    """How far one data set is."""
    bars.update(bar, completed=done, total=total or None, description=what)
