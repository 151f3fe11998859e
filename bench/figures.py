"""What was measured, and the page that it is kept on."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from scripts.machine import machine

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
HEAD = """# Performance

Written by `make bench ARGS=--write`; not by hand. A ratio is the median of at least five, both sides run in turn in one
process group; above 1 the first side is faster. The load is what the machine had to do beside, or had had just before:
above 1 waits and ratios of whole runs say little.
"""


@dataclass(frozen=True)
class Figure:
    """One measured number, as it is to be read, and what was hoped for."""

    what: str
    words: str
    goal: str = ""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """The same by unit, smaller is better: what another build is compared by."""


@dataclass(frozen=True)
class Subject:
    """One file of measurements: its docstring is the title, a blank line, and how it was measured."""

    name: str
    doc: str
    measure: Callable[..., Iterable[Figure]]

    @property
    def title(self) -> str:
        return self.doc.strip().splitlines()[0].rstrip(".")

    def titled(self, title: str) -> "Subject":
        """The same under another heading."""
        return Subject(self.name, f"{title}\n\n{self.text}", self.measure)

    @property
    def text(self) -> str:
        return self.doc.strip().partition("\n")[2].strip()


def write(subject: Subject, figures: list[Figure], part: bool = False) -> None:
    """Puts the subject's section in place of the one that was there; or, of a ``part``, its lines there, each with its
    own day."""
    found = PAGE.read_text("utf-8") if PAGE.exists() else HEAD
    sections = {part.partition("\n")[0]: part for part in re.split(r"^## ", found, flags=re.MULTILINE)[1:]}
    was = sections.get(subject.title)
    sections[subject.title] = with_lines(was, figures) if part and was else section(subject, figures)
    PAGE.write_text(HEAD + "".join(f"\n## {part.rstrip()}\n" for part in sections.values()), "utf-8")


def section(subject: Subject, figures: list[Figure]) -> str:
    lines = [
        subject.title,
        "",
        subject.text,
        "",
        f"{machine()}, load {os.getloadavg()[0]:.1f}, {today()}.",
        "",
        "| what | measured | goal |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *(row(figure, figure.words) for figure in figures)])


def with_lines(section: str, figures: list[Figure]) -> str:
    """A section with these lines in the place of those of the same name, and new ones at its end."""
    lines = section.rstrip().splitlines()
    for figure in figures:
        words = f"{figure.words}; load {os.getloadavg()[0]:.1f}, {today()}"
        same = [place for place, line in enumerate(lines) if line.startswith(f"| {figure.what} |")]
        place = same[0] if same else len(lines)
        lines[place : place + 1] = [row(figure, words)]
    return "\n".join(lines)


def row(figure: Figure, words: str) -> str:
    return f"| {figure.what} | {words} | {figure.goal} |"


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def ratio(values: list[float]) -> str:
    """The median, and the smallest and largest."""
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f}, {len(values)} times)"


def milliseconds(seconds: list[float], digits: int = 0) -> str:
    """Their median and 99th percentile."""
    ordered = sorted(seconds)
    late = ordered[min(len(ordered) - 1, round(0.99 * len(ordered)))]
    shown = [f"{1000 * value:.{digits}f} ms" for value in (median(ordered), late)]
    return f"{shown[0]} median, {shown[1]} at the 99th percentile, of {len(ordered)}"


Json = dict[str, Any]
