"""How a text becomes the numbers of its symbols, for a page that has no Python.

Nothing is known of a task: of all ways of writing a text in symbols that one is taken by which its examples, as people
write them, become the very numbers that the task makes of them. Where none does, no text can be typed.
"""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

from torch import Tensor

from models.spec.kinds import Alphabet
from models.spec.task import Task

LEADING = re.compile(r"\b0+(?=\d)")
LONGEST_NUMBER = 5
"""Figures of a number that zeros may fill up."""


@dataclass(frozen=True)
class Reading:
    """One way of writing a text in symbols: web/offline/typed.ts does the same."""

    symbols: tuple[str, ...]
    joint: str
    unknown: int
    """The number of the symbol for all that has none, -1 without one."""
    length: int
    fill: int
    before: bool
    """Whether what fills a short text stands before it."""
    backwards: bool
    zeros: int
    """To how many figures numbers are filled up with zeros; 0 where they are not."""
    tail: tuple[int, ...]
    """Symbols that end every text, before it is filled."""

    def numbers(self, text: str) -> tuple[list[int], int] | None:
        """The numbers of ``length`` symbols and how many of them are the text's; None where it cannot be written."""
        if self.zeros:
            text = re.sub(r"\d+", lambda found: found[0].zfill(self.zeros), text)
        known = {symbol: number for number, symbol in enumerate(self.symbols)}
        parts = (text.split(self.joint) if self.joint else list(text)) if text else []
        written = [known.get(part, self.unknown) for part in parts] + list(self.tail)
        missing = self.length - len(written)
        if -1 in written or missing < 0 or (missing and self.fill < 0):
            return None
        filled = [self.fill] * missing
        whole = filled + written if self.before else written + filled
        return (whole[::-1] if self.backwards else whole), len(written)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def reading_of(task: Task, texts: list[str], length: int) -> Reading | None:
    """The way in which the task itself writes ``texts``, and the same with shorter numbers; None where none is."""
    source = task.shapes().source
    wanted = [(text, *posed) for text in {*texts, *shorter(texts)} if (posed := posed_by(task, text)) is not None]
    if source is None or not {text for text, *_ in wanted} >= {*texts}:
        return None
    for one in ways(source, length, [numbers for _, numbers, _ in wanted]):
        if all(
            (found := one.numbers(text)) is not None and found[0] == numbers and count in (None, found[1])
            for text, numbers, count in wanted
        ):
            return one
    return None


def shorter(texts: list[str]) -> Iterator[str]:
    """The same texts, numbers without the zeros before them."""
    return (LEADING.sub("", text) for text in texts)


def posed_by(task: Task, text: str) -> tuple[list[int], int | None] | None:
    """What the task makes of a text: numbers of symbols, and how many count; None of what it does not take."""
    try:
        batch = task.pose(text)
    except ValueError:
        return None
    lengths: Tensor | None = batch.more.get("lengths")
    return batch.inputs[0].tolist(), None if lengths is None else int(lengths)


def ways(source: Alphabet, length: int, written: list[list[int]]) -> Iterator[Reading]:
    fills = {row[at] for row in written for at in (0, -1) if row} if written else set()
    padding = source.numbers.get(source.padding, -1)
    tails: list[tuple[int, ...]] = [()]
    if source.end:
        tails.append((source.numbers[source.end],))
    if len({row[-1] for row in written if row}) == 1:
        tails.append((written[0][-1],))
    zeros = range(LONGEST_NUMBER + 1)
    unknown = source.numbers.get(source.unknown, -1) if source.unknown else -1
    for fill, before, backwards, filled, tail in product(
        [padding, *sorted(fills - {padding}), -1], (False, True), (False, True), zeros, tails
    ):
        yield Reading(source.symbols, source.joint, unknown, length, fill, before, backwards, filled, tail)
