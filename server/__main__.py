"""``schoolyard``: serve, train, list, data, backup, restore, move."""

import typer

from server.commands.backup import backup, restore
from server.commands.data import data
from server.commands.listing import listing
from server.commands.move import move
from server.commands.serve import serve
from server.commands.train import train

app = typer.Typer(
    help="A playground where neural networks learn in front of a class.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("serve")(serve)
app.command("train")(train)
app.command("list")(listing)
app.command("data")(data)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("move")(move)


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Without a command: serve."""
    if context.invoked_subcommand is None:
        context.invoke(serve)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
