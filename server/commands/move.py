"""schoolyard move --to STORE"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.settings import Settings, postgresql_address

console = Console(highlight=False, markup=False, soft_wrap=True)


def move(
    to: Annotated[str, typer.Option(help="postgresql://user@host/database, or sqlite: the file in the folder.")],
    database: Annotated[
        str | None, typer.Option(help="Where the runs are; else SCHOOLYARD_DATABASE, or sqlite.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder of the runs; else SCHOOLYARD_DATA, or the user's own.", readable=False)
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Where it went wrong, if it did.")] = False,
) -> None:
    """All runs and curves into another store, compared row by row; weights and uploads stay in the folder."""
    from server.commands.giving_up import give_up
    from server.process.startup import CannotStart, Exit, explain, locked
    from server.store import opening
    from server.store.moving import NotMoved
    from server.store.moving import move as move_rows
    from server.store.protocol import CannotOpen

    source = Settings(data=data) if data else Settings()
    try:
        source = source if database is None else source.but(postgresql=postgresql_address(database))
        target = source.but(postgresql=postgresql_address(to))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    try:
        if source.postgresql == target.postgresql or not opening.is_there(source):
            raise NotMoved(f"there are no runs elsewhere than in {opening.shown(target)}")
        source.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(source), opening.rows_of(source, alone=True) as rows, opening.filled(target) as empty:
            moved = move_rows(rows, empty)
    except NotMoved as error:
        advice = "Both are as they were"
        give_up(f"Nothing was moved: {error}. {advice}.", CannotStart(Exit.NOT_MOVED, str(error), advice), verbose)
    except (CannotStart, CannotOpen, OSError) as error:
        cause = explain(error, source)
        give_up(f"Nothing was moved: {cause}.", cause, verbose)
    counted = ", ".join(f"{count:,} {table}" for table, count in moved.items())
    console.print(f"Moved and compared row by row: {counted}.")
    console.print(f"They are in {opening.shown(target)}; what is in {opening.shown(source)} is as it was.")
