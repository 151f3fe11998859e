"""A text as a row of symbols: its characters, or its words with marks and line breaks. What is too rare is <unk>."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

UNKNOWN = "<unk>"
"""The symbol that stands for all that are not known; it has the number 0."""
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+(?:['’][^\W_\u3400-\u9fff]+)*|[^\w\s]|_|\n")
"""A word with the apostrophes inside it, a Chinese character, a mark, or a line break."""
AFTER_WORD = frozenset(".,;:!?)]}%。，；：！？、”’)")
"""Marks that stand close to the word before them."""
WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
"""Between these no blank is written."""
BREAK = "↵"
"""What a person types for a line break, and is shown for one."""


def symbols_of(text: str, unit: str) -> list[str]:
    """The text's characters, or its words with marks and line breaks."""
    return WORD.findall(text) if unit == "words" else list(text)


def vocabulary(symbols: Iterable[str], most: int) -> tuple[str, ...]:
    """<unk>, then the commonest symbols, ``most`` of them at most; of equally common ones those that come first."""
    return (UNKNOWN, *(symbol for symbol, _ in Counter(symbols).most_common(most)))


def numbers_of(symbols: Iterable[str], known: Sequence[str]) -> Tensor:
    """Numbers of the symbols (symbols), long; 0 of one that is not known."""
    number = {symbol: place for place, symbol in enumerate(known)}
    return torch.tensor([number.get(symbol, 0) for symbol in symbols], dtype=torch.long)


def pieces(symbols: Sequence[str], unit: str) -> list[str]:
    """Each symbol as it stands in the text, with the blank before it where there is one."""
    if unit != "words":
        return list(symbols)
    found, before = [], "\n"
    for symbol in symbols:
        close = before in "\n([{“‘" or symbol in AFTER_WORD or symbol == "\n"
        wide = WIDE.match(symbol) is not None and WIDE.match(before) is not None
        found.append(symbol if close or wide else f" {symbol}")
        before = symbol
    return found
