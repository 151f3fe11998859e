"""How a command ends that cannot do what it is for."""

import traceback
from typing import NoReturn

import typer
from rich.console import Console

from server.process.startup import CannotStart


def give_up(sentence: str, error: CannotStart, verbose: bool = False) -> NoReturn:
    """The sentence, and the exit code; where it came from only for who wants to know."""
    if verbose:
        traceback.print_exception(error)
    Console(stderr=True, markup=False, soft_wrap=True).print(sentence)
    raise typer.Exit(error.code) from None
