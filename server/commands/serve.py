"""schoolyard serve"""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.settings import GIGABYTE, MEGABYTE, Settings

console = Console(highlight=False, markup=False)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The next free port is taken if this one is not.", min=0, max=65535)] = 8000,
    data: Annotated[Path | None, typer.Option(help="Folder for runs; else SCHOOLYARD_DATA, or the user's own.")] = None,
    workers: Annotated[int | None, typer.Option(help="Runs at once.", min=1, max=64)] = None,
    snapshot_limit: Annotated[
        float | None,
        typer.Option(
            help="Gigabytes of weights to keep, 0 for all; else SCHOOLYARD_SNAPSHOT_LIMIT, or 2.", min=0, max=1e6
        ),
    ] = None,
    upload_limit: Annotated[float, typer.Option(help="Megabytes of one file of own data.", min=0.01, max=1000)] = 20,
    sockets: Annotated[int, typer.Option("--sockets-per-address", help="Pages at once.", min=1, max=100_000)] = 2000,
    folders: Annotated[list[Path] | None, typer.Option("--with", help="A folder with tasks/, architectures/ …")] = None,
    names: Annotated[list[str] | None, typer.Option("--name", help="Another host name of this server.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page where there is a desktop.")] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every request.")] = False,
) -> None:
    """Serve the page and train what is asked for there."""
    # Imported here: the other commands, and --help, need no server.
    from server import serving
    from server.commands.giving_up import give_up
    from server.starting import CannotStart, Exit

    try:
        settings = Settings(host=host, port=port, workers=workers, folders=tuple(folders or ()))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    settings = settings.but(names=tuple(names or ()), data=data or settings.data, sockets_per_address=sockets)
    settings = settings.but(upload_limit=int(upload_limit * MEGABYTE))
    if snapshot_limit is not None:
        settings = settings.but(snapshot_limit=int(snapshot_limit * GIGABYTE))
    try:
        serving.serve(settings, partial(announce, settings, port, browser), verbose)
    except CannotStart as error:
        give_up(f"Schoolyard cannot start: {error}.", error, verbose)
    except serving.BrokenDown as error:
        Console(stderr=True, markup=False).print(f"Schoolyard has ended: {error}.")
        raise typer.Exit(Exit.BROKE_DOWN) from None


def announce(settings: Settings, port: int, browser: bool, address: str) -> None:
    """Says where the page is, and shows it where somebody sees it."""
    from server import serving

    if port and not address.endswith(f":{port}"):
        console.print(f"Port {port} is taken; the next free one is used.")
    console.print(f"Schoolyard is at {address}   runs are kept in {settings.data}   Ctrl+C ends it")
    if not settings.local:
        console.print("Everybody who reaches this address can start and stop runs: there is no sign-in yet.")
    if browser and serving.has_desktop(dict(os.environ)):
        serving.show(address)
