"""What can be seen of each symbol of a text by the text alone: where in a line and a word it stands, and the like."""

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from models.sentences import Sentence, Text

IN_QUOTES = Sentence("feature-in-quotes", "inside quotes")
PLACE_IN_LINE = Sentence("feature-place-in-line", "place in the line")
LINE_LEFT = Sentence("feature-line-left", "how long the line still is")
AFTER_BLANK = Sentence("feature-after-blank", "after a blank")
PLACE_IN_WORD = Sentence("feature-place-in-word", "place in the word")
CAPITAL = Sentence("feature-capital", "capital letter")
IN_NAME = Sentence("feature-in-name", "in the name of who speaks")
VOWEL = Sentence("feature-vowel", "vowel")
MARK = Sentence("feature-mark", "end of a sentence")

LONGEST = 60
"""Places in a line that are counted; beyond, all are alike."""


def in_quotes(pieces: Sequence[str]) -> list[float]:
    """1 between double quotes; a line that is empty closes them."""
    found, inside = [], False
    for place, piece in enumerate(pieces):
        if "“" in piece:
            inside = True
        elif "”" in piece or (piece == "\n" and pieces[place - 1 : place] == ["\n"]):
            inside = False
        elif '"' in piece:
            inside = not inside
        found.append(float(inside))
    return found


def place_in_line(pieces: Sequence[str]) -> list[float]:
    found, place = [], 0
    for piece in pieces:
        place = 0 if piece == "\n" else min(place + 1, LONGEST)
        found.append(float(place))
    return found


def line_left(pieces: Sequence[str]) -> list[float]:
    return place_in_line(list(pieces)[::-1])[::-1]


def after_blank(pieces: Sequence[str]) -> list[float]:
    before = ["\n", *pieces[:-1]]
    return [
        float(one.isspace() or (piece[:1] == " " and piece != " ")) for one, piece in zip(before, pieces, strict=True)
    ]


def place_in_word(pieces: Sequence[str]) -> list[float]:
    found, place = [], 0
    for piece in pieces:
        place = place + 1 if piece.isalpha() else 0
        found.append(float(min(place, 10)))
    return found


def in_name(pieces: Sequence[str]) -> list[float]:
    """1 in a line of at most 30 pieces that ends with a colon and follows an empty one."""
    found = [0.0] * len(pieces)
    start = 0
    for place, piece in enumerate(pieces):
        if piece == "\n":
            opens = start < 2 or list(pieces[start - 2 : start]) == ["\n", "\n"]
            if opens and 1 < place - start <= 30 and pieces[place - 1].endswith(":"):
                found[start:place] = [1.0] * (place - start)
            start = place + 1
    return found


def each(test: Callable[[str], bool]) -> Callable[[Sequence[str]], list[float]]:
    return lambda pieces: [float(test(piece.strip(" "))) for piece in pieces]


FEATURES: dict[str, tuple[Text, Callable[[Sequence[str]], list[float]]]] = {
    "quotes": (IN_QUOTES(), in_quotes),
    "line": (PLACE_IN_LINE(), place_in_line),
    "left": (LINE_LEFT(), line_left),
    "blank": (AFTER_BLANK(), after_blank),
    "word": (PLACE_IN_WORD(), place_in_word),
    "capital": (CAPITAL(), each(lambda piece: piece[:1].isupper())),
    "name": (IN_NAME(), in_name),
    "vowel": (VOWEL(), each(lambda piece: piece.lower() in "aeiou" and piece != "")),
    "mark": (MARK(), each(lambda piece: piece in ".!?。！？" and piece != "")),
}
"""By the word with which each is asked for: what it is called, and its value at every piece."""


def features_of(pieces: Sequence[str]) -> dict[str, Tensor]:
    """Those that are not the same everywhere, by name, each (pieces), 64 bits."""
    found = {name: torch.tensor(count(pieces), dtype=torch.double) for name, (_, count) in FEATURES.items()}
    return {name: values for name, values in found.items() if values.min() < values.max()}


def correlations(states: Tensor, feature: Tensor) -> Tensor:
    """Of each unit of states (time, units) with a feature (time), from -1 to 1: (units); 0 of one that never moves."""
    states, feature = states.double() - states.double().mean(0), feature - feature.mean()
    sizes = states.norm(dim=0) * feature.norm()
    found: Tensor = (feature @ states) / sizes.clamp_min(math.ulp(1.0))
    return found
