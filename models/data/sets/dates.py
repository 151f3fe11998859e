"""Days of two centuries in words, in English and in what they are translated to: Unicode's CLDR, through Babel."""

import datetime
from functools import cache

from babel.dates import format_date

LANGUAGES = {"English": "en", "French": "fr", "German": "de", "Spanish": "es"}
FIRST = datetime.date(1900, 1, 1)
DAYS = (datetime.date(2100, 1, 1) - FIRST).days
"""Days from the first to the end of 2099."""


def written(day: int, language: str, weekday: bool) -> str:
    """The day so many days after the first: "Wednesday, May 3, 2017" or, without its weekday, "May 3, 2017"."""
    form = "full" if weekday else "long"
    text: str = format_date(FIRST + datetime.timedelta(day), form, locale=LANGUAGES[language])
    return text


def read(text: str, weekday: bool) -> int | None:
    """The day that ``text`` says in English; None where it says none of them."""
    try:
        date = datetime.datetime.strptime(text, "%A, %B %d, %Y" if weekday else "%B %d, %Y").date()
    except ValueError:
        return None
    day = (date - FIRST).days
    return day if 0 <= day < DAYS else None


@cache
def extent(language: str, weekday: bool) -> tuple[str, int]:
    """The characters that days are written in, sorted, and the length of the longest.

    A week at the end of each month has every name and the longest numbers.
    """
    ends = [(datetime.date(2017, month, day) - FIRST).days for month in range(1, 13) for day in range(22, 29)]
    texts = [written(day, language, weekday) for day in ends]
    return "".join(sorted({*"0123456789", *"".join(texts)})), max(map(len, texts))
