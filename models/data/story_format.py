"""Stories with questions as files of the bAbI tasks have them (Weston et al. 2015), read and written byte for byte.

A line has its number within the story, a blank and a sentence; a new story begins where a line has the number 1. A
question has after it a tab, the answer, a tab, and the numbers of the lines that support the answer, parted by blanks;
what an answer lists is parted by commas: ``apple,milk``.
"""

import re
from dataclasses import dataclass, field

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

STORY_LINE_UNREADABLE = Sentence(
    "story-line-unreadable",
    "Line {line:whole} is none of a story: {text}. Each line needs its number in the story and a sentence; a question "
    "also a tab, the answer, a tab, and the numbers of the lines that say so.",
)
STORY_NUMBER_WRONG = Sentence(
    "story-number-wrong",
    "Line {line:whole} has the number {number:whole}; it should have {expected:whole}, or 1 where a new story begins.",
)
FACT_NOT_TOLD = Sentence(
    "fact-not-in-story",
    "Line {line:whole} names line {fact:whole} of its story as a supporting fact; that has to be a sentence before it.",
)

LINE = re.compile(r"([1-9][0-9]{0,5}) (.+)")
REMEMBERED = 320
"""Sentences before a question: what is further back is forgotten."""
SHOWN = 40
"""Characters of a line that are shown where it cannot be read."""


@dataclass(frozen=True)
class Line:
    """A sentence of a story; with an answer it is a question."""

    text: str
    answer: str = ""
    facts: tuple[int, ...] = ()
    """Numbers of the lines, from 1, that support the answer, in the order in which they are found."""

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return bool(self.answer)


@dataclass(frozen=True)
class Asked:
    """A question with what was told before it."""

    sentences: tuple[str, ...]
    question: str
    answer: str
    facts: tuple[int, ...]
    """Places among ``sentences``, from 0."""
    kind: int = field(default=0)
    """Which kind of question, by its number."""


def read_stories(text: str) -> list[list[Line]]:
    """The stories of a file. Raises Unusable, which names the line, where one cannot be read."""
    stories: list[list[Line]] = []
    for number, row in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = LINE.fullmatch(row)
        line = None if match is None else line_of(match[2])
        if match is None or line is None:
            raise Unusable(STORY_LINE_UNREADABLE(line=number, text=row[:SHOWN]))
        if match[1] == "1":
            stories.append([])
        expected = len(stories[-1]) + 1 if stories else 1
        if int(match[1]) != expected:
            raise Unusable(STORY_NUMBER_WRONG(line=number, number=int(match[1]), expected=expected))
        statements = {place for place, one in enumerate(stories[-1], 1) if not one.asks}
        wrong = [fact for fact in line.facts if fact not in statements]
        if wrong:
            raise Unusable(FACT_NOT_TOLD(line=number, fact=wrong[0]))
        stories[-1].append(line)
    return stories


def line_of(text: str) -> Line | None:
    """What stands after a line's number; None where it cannot be read."""
    cells = text.split("\t")
    if len(cells) == 1:
        return Line(text)
    facts = cells[2].split(" ") if len(cells) == 3 and cells[2] else []
    if len(cells) != 3 or not cells[0].strip() or not cells[1] or not all(fact.isdecimal() for fact in facts):
        return None
    return Line(cells[0], cells[1], tuple(int(fact) for fact in facts))


def write_stories(stories: list[list[Line]]) -> str:
    """The file of these stories: what :func:`read_stories` reads comes out as it was, byte for byte."""
    rows = []
    for story in stories:
        for number, line in enumerate(story, 1):
            asked = f"\t{line.answer}\t{' '.join(map(str, line.facts))}" if line.asks else ""
            rows.append(f"{number} {line.text}{asked}\n")
    return "".join(rows)


def stories_of(asked: list[Asked]) -> list[list[Line]]:
    """Stories with these questions, in their order: one that tells more of the same story stands in it."""
    stories: list[list[Line]] = []
    told: tuple[str, ...] = ()
    numbers: list[int] = []
    for one in asked:
        if not stories or one.sentences[: len(told)] != told:
            stories.append([])
            told, numbers = (), []
        story = stories[-1]
        for sentence in one.sentences[len(told) :]:
            story.append(Line(sentence))
            numbers.append(len(story))
        told = one.sentences
        story.append(Line(one.question, one.answer, tuple(numbers[fact] for fact in one.facts)))
    return stories


def asked_in(story: list[Line], kind: int = 0) -> list[Asked]:
    """The questions of a story, each with the last sentences before it; questions themselves are none of these.

    Of a story without an end each question would have a copy of all of it: no network remembers more than so many.
    """
    found: list[Asked] = []
    places: dict[int, int] = {}
    sentences: list[str] = []
    for number, line in enumerate(story, 1):
        if line.asks:
            before = max(0, len(sentences) - REMEMBERED)
            facts = tuple(places[fact] - before for fact in line.facts if places[fact] >= before)
            found.append(Asked(tuple(sentences[before:]), line.text.strip(), line.answer, facts, kind))
        else:
            places[number] = len(sentences)
            sentences.append(line.text.strip())
    return found
