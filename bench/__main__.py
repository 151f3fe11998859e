"""Measures this machine: python -m bench [--write] [--keras PYTHON] [NAME...]

Each file of this folder with a ``measure`` is one subject. Ratios have both sides run in turn and are medians of at
least five. ``--write`` puts what was measured into docs/performance.md and leaves the other subjects there as they are.
"""

import argparse
import importlib
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import Figure, Subject, write

HERE = Path(__file__).parent
RIVAL = "against_keras"
"""Measured only if one asks for it: Keras does not come with us."""


def subjects() -> dict[str, Subject]:
    """By file name; files that only serve others have no ``measure``."""
    modules = {file.stem: importlib.import_module(f"bench.{file.stem}") for file in sorted(HERE.glob("[a-z]*.py"))}
    return {name: Subject(name, module.__doc__ or "", module.measure) for name, module in modules.items()
            if hasattr(module, "measure")}  # fmt: skip


def main() -> None:
    known = subjects()
    parser = argparse.ArgumentParser(prog="make bench", description="Measures this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument(
        "--keras",
        action="append",
        default=[],
        metavar="PYTHON",
        help="an interpreter that has Keras, to race against; may be given more than once",
    )
    parser.add_argument("--write", action="store_true", help="keep the figures in docs/performance.md")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(known):
        raise SystemExit(f"No subject is called {', '.join(sorted(unknown))}. There are {', '.join(known)}.")
    console = Console(highlight=False)
    for name in asked.names or known:
        if name == RIVAL and not asked.keras:
            continue
        subject = known[name]
        figures = list(subject.measure(asked.keras) if name == RIVAL else subject.measure())
        console.print(table(subject, figures))
        if asked.write:
            write(subject, figures)


def table(subject: Subject, figures: list[Figure]) -> Table:
    drawn = Table("What", "Measured", "Goal", title=subject.title, title_justify="left", min_width=80)
    for figure in figures:
        drawn.add_row(figure.what, figure.words, figure.goal)
    return drawn


if __name__ == "__main__":
    main()
