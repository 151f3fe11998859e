"""How the cells of one column write numbers, and the numbers that they are. All is done to a whole column."""

import re
from dataclasses import dataclass

from models.spec.typed import UNSEEN, plain_digits

BLANKS = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
ALIKE = {
    "+": "\ufe62\uff0b", "-": "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", ".": "\uff0e", ",": "\uff0c\ufe50",
    "'": "\u2019\u02bc\uff07\u00b4`\u066c", "%": "\u066a\ufe6a\uff05", "(": "\uff08", ")": "\uff09", "E": "\uff25",
    " ": BLANKS, "\u066b": "\u2396",
}  # fmt: skip
PLAIN = str.maketrans({one: sign for sign, others in ALIKE.items() for one in others} | dict.fromkeys(UNSEEN))
SIMPLE = frozenset("0123456789.+-\n")
ARABIC = "\u066b"
"""A decimal mark that is nothing else."""


@dataclass(frozen=True)
class Style:
    """How a column writes its numbers."""

    decimal: str = "."
    group: str = ""
    """What stands between thousands; nothing where they are written in one."""
    units: tuple[str, ...] = ()
    """What is written beside every number, such as a currency: the longest first."""


def plain_text(column: str) -> str:
    """Cells, one a line, with the digits and signs of all countries as those of ASCII."""
    if column.isascii():
        return column
    return plain_digits(column).translate(PLAIN)


def bare(text: str, units: tuple[str, ...]) -> str:
    """Plain text without units, and every minus before its number."""
    for unit in units:
        text = text.replace(unit, "")
    text = stripped(text)
    if "(" in text:
        text = stripped(re.sub(r"(?m)^-?\(([^()\n]*)\)$", r"-\1", text))
    if "-" in text:
        text = stripped(re.sub(r"(?m)^([^-\n]+)-$", r"-\1", text))
    return text


def stripped(text: str) -> str:
    """Lines without blanks at their ends and after a sign."""
    if " " not in text:
        return text
    return re.sub(r"(?m)^ +|(?<=^[+-]) +|(?<! ) +$", "", text)


def numbers_of(column: str, style: Style) -> list[float]:
    """The numbers of a column that is written in ``style``, in the order of its lines. ValueError where it is not."""
    text = bare(plain_text(column), style.units)
    if style.group:
        text = text.replace(style.group, "")
    if style.decimal not in (".", ""):
        text = text.replace(style.decimal, ".")
    return list(map(float, text.split("\n")))
