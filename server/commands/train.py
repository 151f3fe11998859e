"""schoolyard train TASK ARCHITECTURE --set hidden=64"""

from typing import Annotated

import typer


def train(
    task: Annotated[str, typer.Argument(help="Name of a task; `schoolyard list` has them.")],
    architecture: Annotated[str, typer.Argument(help="Name of an architecture.")],
    settings: Annotated[list[str] | None, typer.Option("--set", help="setting=value, as often as you like.")] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    threads: Annotated[int, typer.Option(help="Threads of the processor.", min=1)] = 1,
) -> None:
    """Train one network here, without a server."""
    from server.commands.training import run  # with torch, which the other commands need not wait for

    run(task, architecture, settings or [], device, threads)
