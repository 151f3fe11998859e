"""Sentences and their translations as symbols: words, of which the commonest are known, or characters."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from models.data.sets import gnome_help
from models.data.sets.sentences import pairs as pairs_in
from models.data.sets.sentences import sample, words
from models.spec.kinds import Alphabet
from models.spec.seeds import generator

PADDING, END, UNKNOWN = "·", "■", "<unk>"


@dataclass(frozen=True)
class Texts:
    """All pairs, and their symbols: learnt from first, then those to choose by, then those of the test."""

    pairs: list[tuple[str, str]]
    sources: list[list[str]]
    targets: list[list[str]]
    source: Alphabet
    target: Alphabet


@lru_cache(maxsize=8)
def texts_of(whole: bool, language: str, longest: int, seed: int, vocabulary: int, share: float) -> Texts:
    """Pairs of at most so many words, in the order of a seed, their symbols and alphabets.

    The vocabulary is that of the share of sentences that is learnt from; without one the symbols are characters.
    Raises DataMissing where the ``whole`` set is asked for and cannot be had.
    """
    rows = gnome_help.load() if whole else sample()
    every = pairs_in(rows, language)
    short = [pair for pair in every if max(len(words(text)) for text in pair) <= longest]
    order = torch.randperm(len(short), generator=generator(seed, "data")).tolist()
    pairs = [short[place] for place in order]
    sources, targets = ([parts_of(pair[side], vocabulary > 0) for pair in pairs] for side in (0, 1))
    learnt = counted(len(pairs), share)[0] if vocabulary else len(pairs)
    read, written = (commonest(texts[:learnt], vocabulary) for texts in (sources, targets))
    joint = " " if vocabulary else ""
    return Texts(
        pairs,
        sources,
        targets,
        Alphabet((*read, UNKNOWN, PADDING), PADDING, "", joint, UNKNOWN),
        Alphabet((*written, UNKNOWN, PADDING, END), PADDING, END, joint, UNKNOWN),
    )


def parts_of(text: str, by_words: bool) -> list[str]:
    """The symbols of a text."""
    return words(text) if by_words else list(text)


def counted(count: int, share: float) -> tuple[int, int, int]:
    """Of so many pairs, those to learn from, to choose by and to test with."""
    held_out = max(1, count // 10)
    return max(1, round(share * (count - 2 * held_out))), held_out, held_out


def commonest(texts: Iterable[list[str]], most: int) -> list[str]:
    """So many symbols that occur most often, or all of them where ``most`` is 0, sorted."""
    found = Counter(symbol for text in texts for symbol in text)
    return sorted(sorted(found, key=lambda symbol: (-found[symbol], symbol))[: most or None])


def numbers_of(alphabet: Alphabet, symbols: list[str]) -> list[int]:
    """Symbols by number, those without one as the unknown."""
    known = {symbol: number for number, symbol in enumerate(alphabet.symbols)}
    return [known.get(symbol, known[UNKNOWN]) for symbol in symbols]


def padded(rows: list[list[int]], length: int, filling: int) -> Tensor:
    """(rows, length)"""
    return torch.tensor([[*row, *[filling] * (length - len(row))] for row in rows])
