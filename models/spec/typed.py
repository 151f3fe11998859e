"""What keyboards and programs of all scripts write, made plain: digits, and marks that nobody sees."""

import unicodedata

DIRECTIONS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""They turn round what stands beside them."""
UNSEEN = DIRECTIONS + "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""These and what joins or parts letters: in a number or a date it is nothing."""


def plain_digits(text: str) -> str:
    """The text with the decimal digits of any script as those of ASCII."""
    return text.translate(
        {ord(one): str(unicodedata.decimal(one)) for one in set(text) if one.isdecimal() and not one.isascii()}
    )
