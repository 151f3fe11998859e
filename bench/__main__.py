"""Measures this machine: python -m bench [--write] [--against COMMIT] [--peer PYTHON] [--only WHICH] [NAME...]

Each file of this folder with a ``measure`` is one subject. Ratios have both sides run in turn and are medians of at
least five. ``--write`` puts what was measured into docs/performance.md and leaves the other subjects there as they are.
``--against`` lays out another commit with an environment of its own and measures both builds in turn.
"""

import argparse
import importlib
import inspect
import json
import os
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.against import against
from bench.figures import Figure, Subject, write

HERE = Path(__file__).parent
INSTRUCTIONS = "SCHOOLYARD_INSTRUCTIONS"
"""Names another instruction set than the best. Older builds know nothing of it, and are measured by this file too."""
PEERS = "against_peers"
"""Measured only if one asks for it: Keras and JAX do not come with us."""


def names() -> list[str]:
    """Of all subjects: files that only serve others have no ``measure``. None is imported: some need a browser."""
    return [file.stem for file in sorted(HERE.glob("[a-z]*.py")) if "\ndef measure(" in file.read_text("utf-8")]


def subject_of(name: str) -> Subject:
    module = importlib.import_module(f"bench.{name}")
    return Subject(name, module.__doc__ or "", module.measure)


def asked(known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Measures this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument(
        "--peer",
        action="append",
        default=[],
        metavar="PYTHON",
        help="an interpreter that has Keras or JAX, to race against; may be given more than once",
    )
    parser.add_argument("--only", metavar="WHICH", help="one line of a subject, or of `plain` one architecture")
    parser.add_argument(
        "--write", action="store_true", help="keep the figures in docs/performance.md; with --only those lines"
    )
    parser.add_argument("--against", metavar="COMMIT", help="measure the build of this commit too, in turn")
    parser.add_argument("--times", type=int, default=5, help="of each build, with --against")
    parser.add_argument("--numbers", action="store_true", help="as one line of JSON: what --against reads")
    found = parser.parse_args()
    if unknown := set(found.names) - set(known):
        raise SystemExit(f"No subject is called {', '.join(sorted(unknown))}. There are {', '.join(known)}.")
    return found


def main() -> None:
    known = names()
    options = asked(known)
    console = Console(highlight=False)
    for name in options.names or known:
        if name == PEERS and not options.peer:
            continue
        subject = subject_of(name)
        if options.against:
            figures = list(against(subject, options.against, options.times))
            subject = subject.titled(f"{subject.title}, against {options.against[:7]}")
        else:
            figures = list(subject.measure(*arguments(subject, options)))
        if instructions := os.environ.get(INSTRUCTIONS):
            subject = subject.titled(f"{subject.title}, {instructions} alone")
        if options.numbers:
            print(json.dumps({figure.what: dict(figure.numbers) for figure in figures}))
        else:
            console.print(table(subject, figures))
        if options.write:
            write(subject, figures, part=bool(options.only))


def arguments(subject: Subject, options: argparse.Namespace) -> list[Any]:
    """What a subject is asked to measure, where it can be asked."""
    first = [options.peer] if subject.name == PEERS else []
    takes_only = options.only and "only" in inspect.signature(subject.measure).parameters
    return [*first, options.only] if takes_only else first


def table(subject: Subject, figures: list[Figure]) -> Table:
    drawn = Table("What", "Measured", "Goal", title=subject.title, title_justify="left", min_width=80)
    for figure in figures:
        drawn.add_row(figure.what, figure.words, figure.goal)
    return drawn


if __name__ == "__main__":
    main()
