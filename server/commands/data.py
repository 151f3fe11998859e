"""schoolyard data"""

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(highlight=False, markup=False)


def data() -> None:
    """Get the data sets that have to be fetched, and check them."""
    from models.data.fetching.fetch import DataMissing
    from models.data.sets import digits

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        shown = bar.add_task("MNIST", total=None)
        try:
            images = digits.load(
                lambda done, total, text: bar.update(shown, completed=done, total=total or None, description=text)
            )
        except DataMissing as error:
            bar.stop()
            Console(stderr=True, markup=False).print(str(error))
            raise typer.Exit(1) from None
    count = len(images.train_labels) + len(images.test_labels)
    console.print(f"MNIST: {count:,} digits, checked.")
