"""schoolyard list"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table


def listing(
    folders: Annotated[list[Path] | None, typer.Option("--with", help="A folder with tasks/, architectures/ …")] = None,
) -> None:
    """Tasks, architectures, presets, views and laboratories, and the files that are broken."""
    from models.catalogue import find

    found = find(folders or ())
    console = Console(highlight=False, markup=False)
    parts = {
        "Tasks": {name: (task.title, task.missing() or task.text) for name, task in found.tasks.items()},
        "Architectures": {name: (one.title, one.text) for name, one in found.architectures.items()},
        "Presets": {preset.name: (preset.title, preset.text) for preset in found.presets},
        "Views": {name: (view.title, view.text) for name, view in found.views.items()},
        "Laboratories": {name: (one.title, one.text) for name, one in found.laboratories.items()},
    }
    for title, rows in parts.items():
        table = Table("name", "title", "what it is", title=title, title_justify="left", expand=True)
        for name, texts in rows.items():
            table.add_row(name, *texts)
        console.print(table)
    for broken in found.broken:
        console.print("broken", f"{broken.file}:{broken.line}: {broken.error}", style="red", soft_wrap=True)
    raise typer.Exit(1 if found.broken else 0)
