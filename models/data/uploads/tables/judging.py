"""Which ways of writing numbers a whole column agrees on: one, none, or two that only a person can tell apart.

A mark with three digits after it may part thousands or begin decimals. One cell that can only be the one decides for
all; where none does, the column is asked about.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import islice

from models.data.uploads.tables.numbers import ARABIC, SIMPLE, Style, bare, numbers_of, plain_text

LARGEST = 1e12
DIGITS = 40
"""At most these in a row."""
MARKS = ".,' " + ARABIC
CURRENCIES = frozenset(
    re.findall(
        r"\S+",
        "kr kr. Kr Kr. zł Kč Ft lei R$ US$ A$ C$ CA$ HK$ NT$ S$ NZ$ Mex$ Fr. Fr SFr. SFr руб руб. р. грн лв лв. ден "
        "din. 元 円 圆 圓 원 TL Rs Rs. RM Rp ₨ د.إ ر.س",
    )
)
"""Without a sign or a code of their own."""
CODE = re.compile("[A-Z]{3}")
MISSING = frozenset(
    ["", "-", "--", "—", ".", "…", "na", "n/a", "nan", "nd", "null", "none", "#n/a", "#na", "k. a.", "k.a.", "无", "缺"]
)
LONGEST_NUMBER = 60
AFFIXES = re.compile(
    r"([+-]? *\(? *[+-]?)([^\d\s+\-()'.,]*\.?)( *[+-]?)( *[\d.,].*?)?([^\d\s+\-()',.][^\d\s()]*)? *[+-]?\)?"
)
"""What stands before a number (2) and after it (5)."""
WHOLE_GROUPS = 3
"""Of cells without a mark: so many different ones beside marked cells show that the mark is none of decimals."""


@dataclass(frozen=True)
class Problem:
    """The first cell that does not fit the others."""

    row: int
    cell: str
    kind: str
    """"empty", "words" or "large"."""
    good: int
    """How many cells are numbers."""


@dataclass(frozen=True)
class Judged:
    """What a column can be: each of ``styles`` fits all of its cells."""

    styles: tuple[Style, ...]
    problem: Problem | None = None
    proven: bool = field(default=False)
    """Whether a mark's meaning is proven by the cells themselves, so that it tells of other columns too."""

    def style(self, choice: str) -> Style:
        """``choice`` where both are possible: "decimals" or "thousands"."""
        group = choice == "thousands"
        return next((one for one in self.styles if bool(one.group) == group), self.styles[0])


def judge(column: str) -> Judged:
    """Looks at all cells, one a line."""
    simple = judge_simple(column)
    if simple is not None:
        return simple
    text = plain_text(column)
    units = units_of(text)
    text = bare(text, units)
    fitting = tuple(style for style in candidates(text, units) if fits(text, style))
    if not fitting:
        return Judged((), problem_of(column, text, units))
    large = too_large(column, fitting)
    if large is not None:
        return Judged((), large)
    if len(fitting) < 2:
        return Judged(fitting, proven=True)
    styles = disambiguate(text, fitting)
    return Judged(styles, proven=len(styles) == 1)


def judge_simple(column: str) -> Judged | None:
    """The usual column at once: digits, and points that can only be decimal ones. None where it is not that."""
    if not column or not set(column) <= SIMPLE or ("." in column and not re.search(r"\.(?!\d{3}(?!\d))", column)):
        return None
    cells = column.split("\n")
    if max(map(len, cells)) > DIGITS:
        return None
    try:
        numbers = numbers_of(column, Style())
    except ValueError:
        return None
    return Judged((Style(),), proven="." in column) if max(map(abs, numbers)) <= LARGEST else None


def candidates(text: str, units: tuple[str, ...]) -> list[Style]:
    """Styles that the marks of a column allow."""
    present = [mark for mark in MARKS if mark in text]
    group = next((mark for mark in "' " if mark in present), "")
    points = [mark for mark in present if mark in (".", ",", ARABIC)]
    if len(points) == 2 and not group:
        one, other = points
        pairs = [(one, other), (other, one)]
    elif len(points) == 1 and not group:
        pairs = [(points[0], ""), ("", points[0])]
    else:
        pairs = [(points[0] if points else ".", group)]
    # An Arabic decimal mark never parts thousands.
    return [Style(decimal or odd(grouping), grouping, units) for decimal, grouping in pairs if grouping != ARABIC]


def odd(group: str) -> str:
    """The decimal mark of a column that has none, beside its mark of thousands."""
    return "," if group == "." else "."


def shape(style: Style) -> str:
    """The regular expression of a number without units."""
    decimal, group = re.escape(style.decimal), re.escape(style.group)
    whole = rf"\d{{1,{DIGITS}}}"
    if style.group:
        # Thousands, or as in India a thousand and then hundreds of it.
        whole = rf"(?:[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d?(?:{group}\d{{2}})+{group}\d{{3}}|{whole})"
    return rf"[+-]?(?:{whole}(?:{decimal}\d{{0,{DIGITS}}})?|{decimal}\d{{1,{DIGITS}}})(?:[eE][+-]?\d{{1,3}})?"


def fits(text: str, style: Style) -> bool:
    """Whether every line is a number of this style, and those that are long enough are all grouped or all not."""
    if not text or re.search(rf"(?m)^(?!{shape(style)}$)", text):
        return False
    if not style.group:
        return True
    group = re.escape(style.group)
    plain = re.search(rf"(?m)^[+-]?\d{{5,}}(?!\d|{group})", text)
    # Some countries write 1234 and 12 345.
    of_four = re.search(rf"(?m)^[+-]?\d{{4}}(?!\d|{group})", text) and re.search(rf"(?m)^[+-]?\d{group}\d", text)
    return not plain and not of_four


def disambiguate(text: str, fitting: tuple[Style, ...]) -> tuple[Style, ...]:
    """One of two styles, where cells that have no mark show that the mark is not the decimal one."""
    decimals, thousands = (next((one for one in fitting if bool(one.group) == kind), None) for kind in (False, True))
    if decimals is None or thousands is None:
        return fitting
    mark = re.escape(thousands.group)
    if re.search(r"\d[eE]", text):
        return (decimals,)
    whole = set(re.findall(r"(?m)^[+-]?\d+$", text)) - {"0"}
    # Whoever drops noughts at the end of decimals drops all of them.
    if whole and (re.search(rf"(?m){mark}\d\d0$", text) or len(whole) >= WHOLE_GROUPS):
        return (thousands,)
    return fitting


def units_of(text: str) -> tuple[str, ...]:
    """What stands beside the numbers: a currency, or what follows every one of them. Nothing where they differ."""
    lines = text.split("\n")
    found: dict[str, int] = {}
    ahead: set[str] = set()
    for cell in islice(lines, 50):
        match = AFFIXES.fullmatch(cell) if len(cell) <= LONGEST_NUMBER else None
        if match is None or not match[4]:
            continue
        before, after = match[2].strip("."), (match[5] or "").strip()
        if before:
            before = match[2] if match[2] in CURRENCIES else before
            ahead.add(before)
        for unit in (before, after):
            if unit and not re.fullmatch(r"[eE]", unit):
                found[unit] = text.count(unit)
    units = tuple(sorted((one for one in found if allowed(one, found[one], len(lines), one in ahead)), key=len))[::-1]
    of_money = {unit.strip(".") for unit in units if is_money(unit)}
    return units if len(units) == len(found) and len(of_money) <= 1 and len(units) - len(of_money) <= 2 else ()


def is_money(unit: str) -> bool:
    signs = any(unicodedata.category(one) == "Sc" for one in unit)
    return len(unit) <= 4 and (signs or unit in CURRENCIES or bool(CODE.fullmatch(unit)))


def allowed(unit: str, count: int, cells: int, ahead: bool) -> bool:
    """Whether it can be a unit: a currency may be left out in some cells, and others stand behind every number."""
    if re.search(r"[\d\n]", unit):
        return False
    return is_money(unit) or (count == cells and (not ahead or unit == "%"))


def problem_of(column: str, text: str, units: tuple[str, ...]) -> Problem:
    """The first cell that is no number in the style that most of them have."""
    cells, lines = column.split("\n"), text.split("\n")
    best: tuple[int, list[bool]] = (-1, [])
    for style in candidates(text, units) or [Style()]:
        pattern = re.compile(shape(style))
        numeric = [pattern.fullmatch(line) is not None for line in lines]
        best = max(best, (sum(numeric), numeric), key=lambda one: one[0])
    good, numeric = best
    row = next((place for place, one in enumerate(numeric) if not one), 0)
    if good == 0:
        row = next((place for place, cell in enumerate(cells) if cell), 0)
    return Problem(row, cells[row], "words" if cells[row] else "empty", good)


def too_large(column: str, styles: tuple[Style, ...]) -> Problem | None:
    for style in styles:
        numbers = numbers_of(column, style)
        large = [place for place, number in enumerate(numbers) if abs(number) > LARGEST]
        if large:
            return Problem(large[0], column.split("\n")[large[0]], "large", len(numbers) - len(large))
    return None
