"""Whole numbers in words, in English and in what they are translated to: made by num2words.

English, French and Spanish say tens before units, German the other way round: vierunddreißig.
"""

from functools import cache

LANGUAGES = {"English": "en", "French": "fr", "German": "de", "Spanish": "es"}
WORDS = frozenset("-, ") | frozenset("abcdefghijklmnopqrstuvwxyz")
"""What English numbers are written with."""


def written(number: int, language: str) -> str:
    """1,234 as "one thousand, two hundred and thirty-four"."""
    from num2words import num2words

    text: str = num2words(number, lang=LANGUAGES[language])
    if language == "Spanish":  # num2words 0.5.14 writes "treinta y uno mil": findings/num2words_spanish_one_thousand.sh
        text = text.replace("veintiuno mil", "veintiún mil").replace("uno mil", "un mil")
    return text


def read(text: str, digits: int) -> int | None:
    """The number that ``text`` says in digits or in English words; None where it says none of so many digits."""
    plain = text.replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain) if len(plain) <= digits else None
    thousands, _, rest = plain_words(text).rpartition("thousand")
    parts = [below_a_thousand().get(part.strip()) for part in ([thousands, rest or "zero"] if thousands else [rest])]
    if None in parts or parts[0] == 0 < len(parts) - 1:
        return None
    number = int("".join(f"{part:03}" for part in parts))
    return number if number < 10**digits else None


def plain_words(text: str) -> str:
    """Without the signs and the "and" that some people leave out."""
    return " ".join(word for word in text.lower().replace("-", " ").replace(",", " ").split() if word != "and")


@cache
def below_a_thousand() -> dict[str, int]:
    """Numbers by their plain English words."""
    return {plain_words(written(number, "English")): number for number in range(1000)}


@cache
def extent(language: str, digits: int) -> tuple[str, int]:
    """The characters that numbers of at most so many digits are written in, sorted, and the length of the longest.

    The part of the thousands and the rest are as long whatever the other is, so each is looked through by itself.
    """
    small = [written(number, language) for number in range(1000)]
    longest = max(range(1000), key=lambda number: len(small[number]))
    texts = small + [written(1000 * number + longest, language) for number in range(1, 10 ** (digits - 3))]
    return "".join(sorted({*"".join(texts)})), max(map(len, texts))
