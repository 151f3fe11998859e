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


def write(subject: Subject, figures: list[Figure]) -> None:
    """Puts the subject's section in place of the one that was there."""
    found = PAGE.read_text("utf-8") if PAGE.exists() else HEAD
    sections = {part.partition("\n")[0]: part for part in re.split(r"^## ", found, flags=re.MULTILINE)[1:]}
    sections[subject.title] = section(subject, figures)
    PAGE.write_text(HEAD + "".join(f"\n## {part.rstrip()}\n" for part in sections.values()), "utf-8")


def section(subject: Subject, figures: list[Figure]) -> str:
    day = datetime.now(UTC).date().isoformat()
    lines = [
        subject.title,
        "",
        subject.text,
        "",
        f"{machine()}, load {os.getloadavg()[0]:.1f}, {day}.",
        "",
        "| what | measured | goal |",
        "|---|---|---|",
    ]
    return "\n".join([*lines, *(f"| {figure.what} | {figure.words} | {figure.goal} |" for figure in figures)])


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
