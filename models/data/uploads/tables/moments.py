"""Whether a column tells moments, and whether it goes from the newest to the oldest."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "nb", "fi", "hu", "ro", "tr", "ru", "uk")
"""Whose names of months are known."""
CLOCK = r"(?:[ T,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.年]\s?(\d{{1,2}})(?:[-/.月]\s?(\d{{1,2}})日?|月)?{CLOCK}")
YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/. ]\s?(\d{{1,2}})[-/. ]\s?(\d{{4}}|\d{{2}}){CLOCK}")
MONTH_LAST = re.compile(r"()(\d{1,2})[-/.](\d{4})")
COMPACT = re.compile(r"((?:1[5-9]|2[01])\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])")
WORDED = re.compile(rf"(\d{{1,2}})?[.\s-]*([^\W\d_]{{3,}})[.\s,-]*(\d{{1,2}}(?!\d))?[.\s,-]*(\d{{4}}|\d{{2}}){CLOCK}")
NEARLY_ALL = 0.98
LOOKED_AT = 20

Moment = tuple[int, ...]


def newest_first(cells: Sequence[str]) -> bool | None:
    """Whether the moments of a column fall; None where they are no moments, or stand in no order."""
    if not any(map(readings, cells[:LOOKED_AT])):
        return None
    read = [readings(cell) for cell in cells]
    known = [one for one in read if one]
    if len(known) < NEARLY_ALL * len(cells) or len(known) < 2:
        return None
    found = set()
    for way in range(max(map(len, known))):
        moments = [one[min(way, len(one) - 1)] for one in known]
        pairs = list(pairwise(moments))
        if any(not valid(moment) for moment in moments):
            continue
        falls, rises = any(one > other for one, other in pairs), any(one < other for one, other in pairs)
        if falls != rises:
            found.add(falls)
    return found.pop() if len(found) == 1 else None


def readings(cell: str) -> list[Moment]:
    """What a cell may mean, as numbers that grow with time: the day before the month, or after it."""
    text = unicodedata.normalize("NFKC", cell).strip()
    if len(text) > 40:
        return []
    if match := COMPACT.fullmatch(text) or YEAR_FIRST.fullmatch(text):
        return [numbers(match.groups())]
    if match := MONTH_LAST.fullmatch(text):
        return [numbers((match[3], match[2]))]
    if match := YEAR_LAST.fullmatch(text):
        one, other, year, *clock = match.groups()
        return [numbers((full(year), other, one, *clock)), numbers((full(year), one, other, *clock))]
    match = WORDED.fullmatch(text)
    month = months().get(match[2].lower()) if match else None
    if match is None or month is None:
        return []
    return [numbers((full(match[4]), str(month), match[1] or match[3], *match.groups()[4:]))]


def full(year: str) -> str:
    """Of two figures the year that is nearer to now."""
    return year if len(year) == 4 else f"{'19' if year >= '70' else '20'}{year}"


def numbers(parts: Sequence[str | None]) -> Moment:
    found = tuple(int(part or 0) for part in parts)
    return found + (0,) * (6 - len(found))


def valid(moment: Moment) -> bool:
    return moment[1] <= 12 and moment[2] <= 31


@lru_cache(1)
def months() -> dict[str, int]:
    """Names of months, short and long, in the languages of Europe."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        kinds = Locale(language).months
        for usage in ("format", "stand-alone"):
            for length in ("wide", "abbreviated"):
                for number, name in kinds[usage][length].items():
                    found.setdefault(name.lower().rstrip("."), number)
    return found
