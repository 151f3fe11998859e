"""schoolyard serve"""

import os
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.console import Console

from server.settings import GIGABYTE, MEGABYTE, Settings, embeddable, postgresql_address

console = Console(highlight=False, markup=False)


Database = Annotated[
    str | None, typer.Option(help="postgresql://user@host/name for runs and curves; else SCHOOLYARD_DATABASE.")
]
Limit = Annotated[
    float | None,
    typer.Option(
        "--snapshot-limit",
        help="Gigabytes of weights to keep, 0 for all; else SCHOOLYARD_SNAPSHOT_LIMIT, or 2.",
        min=0,
        max=1e6,
    ),
]
Proxies = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy",
        help="Address or network of a proxy whose X-Forwarded-… count; else SCHOOLYARD_TRUSTED_PROXIES.",
    ),
]


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The next free port is taken if this one is not.", min=0, max=65535)] = 8000,
    data: Annotated[
        Path | None, typer.Option(help="Folder for runs; else SCHOOLYARD_DATA, or the user's own.", readable=False)
    ] = None,
    database: Database = None,
    workers: Annotated[int | None, typer.Option(help="Runs at once.", min=1, max=64)] = None,
    limit: Limit = None,
    upload_limit: Annotated[float, typer.Option(help="Megabytes of one file of own data.", min=0.01, max=1000)] = 20,
    sockets: Annotated[int, typer.Option("--sockets-per-address", help="Pages at once.", min=1, max=100_000)] = 2000,
    folders: Annotated[
        list[Path] | None, typer.Option("--with", help="A folder with tasks/, architectures/ …", readable=False)
    ] = None,
    executor: Annotated[str | None, typer.Option(help="Who trains; else SCHOOLYARD_EXECUTOR, or local.")] = None,
    ray: Annotated[str | None, typer.Option("--ray-address", help="HOST:PORT, for --executor ray.")] = None,
    names: Annotated[list[str] | None, typer.Option("--name", help="Another host name of this server.")] = None,
    proxies: Proxies = None,
    root: Annotated[
        str | None, typer.Option("--root-path", help="As /schoolyard, behind a proxy; else SCHOOLYARD_ROOT_PATH.")
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the page where there is a desktop.")] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log every request.")] = False,
) -> None:
    """Serve the page and train what is asked for there."""
    settings = chosen(
        host=host, port=port, workers=workers, executor=executor, sockets_per_address=sockets, root_path=root,
        upload_limit=int(upload_limit * MEGABYTE), snapshot_limit=None if limit is None else int(limit * GIGABYTE),
        folders=tuple(folders or ()), names=tuple(names or ()), trusted_proxies=tuple(proxies) if proxies else None,
        data=data, database=database, ray_address=ray,
    )  # fmt: skip
    start(settings, browser, verbose)


def chosen(**options: Any) -> Settings:
    """Settings of what was typed; what was not is as ever, or as the environment says."""
    from server.security.proxies import networks, prefix

    try:
        if (database := options.pop("database", None)) is not None:
            options["postgresql"] = postgresql_address(database)
        settings = Settings(**{name: value for name, value in options.items() if value is not None})
        networks(settings.trusted_proxies)
        embeddable(settings.embed_in)
        return settings.but(root_path=prefix(settings.root_path))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def start(settings: Settings, browser: bool, verbose: bool) -> None:
    """Serves until told to end; what goes wrong has an exit code."""
    # Imported here: the other commands, and --help, need no server.
    from server.commands.giving_up import give_up
    from server.process import serving
    from server.process.startup import CannotStart, Exit

    try:
        serving.serve(settings, partial(announce, settings, settings.port, browser), verbose)
    except CannotStart as error:
        give_up(f"Schoolyard cannot start: {error}.", error, verbose)
    except serving.BrokenDown as error:
        Console(stderr=True, markup=False).print(f"Schoolyard has ended: {error}.")
        raise typer.Exit(Exit.BROKE_DOWN) from None


def announce(settings: Settings, port: int, browser: bool, address: str) -> None:
    """Says where the page is, and shows it where somebody sees it."""
    from server.process import serving
    from server.store.opening import shown

    if port and urlsplit(address).port != port:
        console.print(f"Port {port} is taken; the next free one is used.")
    kept = f"{settings.data} and {shown(settings)}" if settings.postgresql else settings.data
    console.print(f"Schoolyard is at {address}   runs are kept in {kept}   Ctrl+C ends it")
    if not settings.local:
        console.print("Everybody who reaches this address can start and stop runs: there is no sign-in yet.")
    if browser and serving.has_desktop(dict(os.environ)):
        serving.show(address)
