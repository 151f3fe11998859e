"""schoolyard backup FILE, and schoolyard restore FILE"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.settings import Settings, postgresql_address

console = Console(highlight=False, markup=False, soft_wrap=True)

Data = Annotated[
    Path | None, typer.Option(help="Folder of the runs; else SCHOOLYARD_DATA, or the user's own.", readable=False)
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Where it went wrong, if it did.")]


def backup(
    file: Annotated[Path, typer.Argument(help="The file to make, or a folder for it.", readable=False)],
    data: Data = None,
    database: Annotated[str | None, typer.Option(help="That of the server; else SCHOOLYARD_DATABASE.")] = None,
    verbose: Verbose = False,
) -> None:
    """All runs, weights and uploads in one file; a server may be at work on them."""
    from server import backups
    from server.commands.giving_up import give_up
    from server.process.startup import CannotStart, explain
    from server.store.protocol import CannotOpen

    settings = Settings(data=data) if data else Settings()
    try:
        settings = settings if database is None else settings.but(postgresql=postgresql_address(database))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    try:
        made = backups.take(settings, file)
    except (CannotStart, CannotOpen, OSError) as error:
        cause = explain(error, settings.but(data=file.parent) if isinstance(error, OSError) else settings)
        give_up(f"No backup was made: {cause}.", cause, verbose)
    size = f"{made.bytes / 1e6:,.1f} MB"
    console.print(f"{made.file}: {made.runs} runs, {made.files} files, {size}, as of {made.made_at}.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `schoolyard backup` made.", readable=False)],
    data: Data = None,
    verbose: Verbose = False,
) -> None:
    """A backup in place of what is in the folder, which is kept beside it; no server may be at work there."""
    from server import backups
    from server.commands.giving_up import give_up
    from server.process.startup import CannotStart, explain, locked
    from server.store.protocol import CannotOpen

    settings = Settings(data=data) if data else Settings()
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(settings):
            found, before = backups.put_back(file, settings.data)
    except (CannotStart, CannotOpen, OSError) as error:
        cause = explain(error, settings)
        give_up(f"Nothing was put back: {cause}.", cause, verbose)
    console.print(f"{found.runs} runs as of {found.made_at} are in {settings.data} again.")
    if before is not None:
        console.print(f"What was there before is in {before}.")
