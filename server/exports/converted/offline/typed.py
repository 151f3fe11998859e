"""How a text becomes the numbers of its symbols, for a page that has no Python.

Nothing is known of a task: of all ways of writing a text in symbols that one is taken by which its examples, as people
write them, become the very numbers that the task makes of them. Where none does, no text can be typed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

from torch import Tensor

from models.data.sets.sentences import WORDS
from models.look.questions import plain_text
from models.spec.kinds import Alphabet
from models.spec.task import Task
from models.texts.symbols import BREAK, UNKNOWN, WORD

LEADING = re.compile(r"\b0+(?=\d)")
LONGEST_NUMBER = 5
"""Figures of a number that zeros may fill up."""
PATTERNS = {"": "", "words": WORD.pattern, "words and signs": WORDS.pattern}
"""What finds the symbols of a text; without one they are what its joint parts, or its characters."""
TELLING = ("it's", "well-known", "so_called it", "l\u2019image", "3-D", "(4.5%)")
"""Where ways to find words part."""
LONG = 2000
"""Characters of a text that is longer than what is read of it, where a task takes one of any length."""


@dataclass(frozen=True)
class Reading:
    """One way of writing a text in symbols: web/offline/typed.ts does the same."""

    symbols: tuple[str, ...]
    joint: str
    pattern: str
    """A regular expression that finds the symbols; empty where the joint parts them."""
    lower: bool
    unknown: int
    """The number of the symbol for all that has none, -1 without one."""
    length: int
    """The most symbols that are read."""
    least: int
    """To how many a shorter text is filled up."""
    ending: bool
    """Whether of a longer text the last symbols are read; else it is refused."""
    fill: int
    before: bool
    """Whether what fills a short text stands before it."""
    backwards: bool
    zeros: int
    """To how many figures numbers are filled up with zeros; 0 where they are not."""
    between: tuple[int, ...] | None
    """Symbols between a text and the same text once more; None where it is fed once."""
    tail: tuple[int, ...]
    """Symbols that end every text, before it is filled, typed or not."""

    def numbers(self, text: str) -> tuple[list[int], int] | None:
        """The numbers of the symbols and how many of them are the text's; None where it cannot be written."""
        if "\n" in self.symbols:
            text = text.replace(BREAK, "\n")
        if self.zeros:
            text = re.sub(r"\d+", lambda found: found[0].zfill(self.zeros), text)
        known = numbered(self.symbols)
        written = [known.get(part, self.unknown) for part in self.parts(text.lower() if self.lower else text)]
        if self.between is not None:
            written = [*written, *self.between, *written]
        if tuple(written[len(written) - len(self.tail) :]) != self.tail:
            written += self.tail
        written = written[-self.length :] if self.ending else written
        missing = max(0, self.least - len(written))
        if -1 in written or len(written) > self.length or (missing and self.fill < 0):
            return None
        filled = [self.fill] * missing
        whole = filled + written if self.before else written + filled
        return (whole[::-1] if self.backwards else whole), len(written)

    def parts(self, text: str) -> list[str]:
        if self.pattern:
            return re.findall(self.pattern, text)
        return (text.split(self.joint) if self.joint else list(text)) if text else []

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "pattern": of_javascript(self.pattern)}


@lru_cache(4)
def numbered(symbols: tuple[str, ...]) -> dict[str, int]:
    return {symbol: number for number, symbol in enumerate(symbols)}


def of_javascript(pattern: str) -> str:
    r"""The same pattern under the flag ``u``, where ``\w`` is of Latin letters alone."""
    word = r"\p{L}\p{N}_"
    pattern = pattern.replace(r"[^\W_\u3400-\u9fff]", r"(?:(?![\u3400-\u9fff])[\p{L}\p{N}])")
    return pattern.replace(r"[^\w\s]", rf"[^{word}\s]").replace(r"\w", f"[{word}]")


def reading_of(task: Task, texts: Sequence[str], length: int) -> Reading | None:
    """The way in which the task itself writes ``texts``, and others that it takes; None where none is.

    ``length`` is that of its examples. Texts that the task asks as long as they are may be of any.
    """
    source, question = task.shapes().source, task.question()
    whole = [plain_text(text.replace("\n", BREAK)) for text in texts if UNKNOWN not in text]
    told = [*whole, *(plain_text(text.replace("\n", BREAK).replace(UNKNOWN, "")) for text in texts if UNKNOWN in text)]
    wanted = posed_by(task, [*told, *shorter(told)])
    if source is None or not wanted or not {text for text, *_ in wanted} >= {*whole}:
        return None
    parts = [part for text in told for part in (text.upper(), text[: len(text) // 2])]
    more = posed_by(task, [*parts, *TELLING, *([question.example] if question else [])])
    free = any(len(numbers) != length for _, numbers, _ in [*wanted, *more])
    most, ending = longest(task, told, question.most if question else 0) if free else (length, False)
    for asked in ([*wanted, *more], wanted):  # of a text that nobody writes so it is no matter how it is read
        for one in ways(source, most, [numbers for _, numbers, _ in asked]):
            found = replace(one, least=1 if free else length, ending=ending)
            if all(as_posed(found.numbers(text), numbers, count) for text, numbers, count in asked):
                return found
    return None


def as_posed(found: tuple[list[int], int] | None, numbers: list[int], count: int | None) -> bool:
    return found is not None and found[0] == numbers and count in (None, found[1])


def shorter(texts: Sequence[str]) -> Iterator[str]:
    """The same texts, numbers without the zeros before them."""
    return (LEADING.sub("", text) for text in texts)


def posed_by(task: Task, texts: Sequence[str]) -> list[tuple[str, list[int], int | None]]:
    """Those of the texts that the task takes: the numbers of its symbols, and how many of them count."""
    found: list[tuple[str, list[int], int | None]] = []
    for text in dict.fromkeys(map(plain_text, texts)):
        try:
            batch = task.pose(text)
        except ValueError:
            continue
        lengths: Tensor | None = batch.more.get("lengths")
        found.append((text, batch.inputs[0].tolist(), None if lengths is None else int(lengths)))
    return found


def longest(task: Task, texts: list[str], most: int) -> tuple[int, bool]:
    """How many symbols of a text are read, and whether they are the last of a longer one."""
    endless = " ".join(texts * (1 + LONG // (1 + len(" ".join(texts)))))
    read = [numbers for _, numbers, _ in posed_by(task, [endless, f"{endless} {endless}"])]
    return (len(read[0]), True) if len(read) == 2 and len(read[0]) == len(read[1]) else (most, False)


def ways(source: Alphabet, length: int, written: list[list[int]]) -> Iterator[Reading]:
    fills = {row[at] for row in written for at in (0, -1) if row} if written else set()
    padding = source.numbers.get(source.padding, -1)
    tails: list[tuple[int, ...]] = [()]
    if source.end:
        tails.append((source.numbers[source.end],))
    if len({row[-1] for row in written if row}) == 1:
        tails.append((written[0][-1],))
    zeros = range(LONGEST_NUMBER + 1)
    unknown = source.numbers.get(source.unknown or UNKNOWN, -1)
    betweens: list[tuple[int, ...] | None] = [None, ()]
    if " " in source.numbers:
        betweens.append((source.numbers[" "],))
    for between, pattern, lower, fill, before, backwards, filled, tail in product(
        betweens, PATTERNS.values(), (False, True), [padding, *sorted(fills - {padding}), -1], (False, True),
        (False, True), zeros, tails,
    ):  # fmt: skip
        yield Reading(
            source.symbols, source.joint, pattern, lower, unknown, length, length, False, fill, before, backwards,
            filled, between, tail,
        )  # fmt: skip
