"""Blocks as text: words one after another, and in brackets those that a block holds.

``res(16k3-same-bn_16k3-same-bn-linear)`` is a residual block of two convolutions, ``inc(8k1!8k1_16k3-same)`` an
Inception block of two branches.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from models.layers.blocks.block import Block
from models.layers.blocks.inception import InceptionBlock
from models.layers.blocks.inner import INNER_ROW, write_row
from models.layers.blocks.residual import ResidualBlock
from models.layers.blocks.words import (
    OPTIONS,
    WORDS,
    allowed,
    block_of,
    made,
    options_of,
    settings_after,
    unreadable,
    word_of,
)
from models.layers.blocks.words import pattern as pattern_of_words
from models.sentences import Sentence
from models.spec.settings import refusal

TOO_MANY = Sentence("too-many-blocks", "There are {count} blocks: {most} are the most.")
MOST = 40
"""Blocks of one network; what a block holds counts as that one."""
BRANCHES = ("branch1", "branch2", "branch3", "branch4")
HOLDERS: dict[type[Block], tuple[str, str]] = {
    ResidualBlock: ("res", rf"res\({INNER_ROW}\)"),
    InceptionBlock: ("inc", rf"inc\({INNER_ROW}(?:!{INNER_ROW}){{0,3}}\)"),
}
"""What a word of a block with others inside begins with, and its pattern."""
SORTS: tuple[type[Block], ...] = (*WORDS, *HOLDERS)
HOLDER = re.compile(r"(?P<name>res|inc)\((?P<inside>[^()]*)\)(?P<rest>(?:-[^()]*)?)")


def pattern(sorts: Collection[type[Block]]) -> str:
    """A word of one of these blocks, as the page checks it too."""
    holders = [f"{one}{OPTIONS}" for sort, (_, one) in HOLDERS.items() if sort in sorts]
    return "|".join([pattern_of_words(sorts), *holders])


def read(text: str, sorts: Collection[type[Block]] = SORTS) -> tuple[Block, ...]:
    """The blocks of a text.

    Raises PydanticCustomError if a word is none of ``sorts``; the refusal names the block and setting, and the text
    that would do.
    """
    words = text.split()
    if len(words) > MOST:
        raise refusal("blocks", TOO_MANY(count=len(words), most=MOST), " ".join(words[:MOST]))
    return tuple(one_of(place, words, sorts) for place in range(len(words)))


def one_of(place: int, words: Sequence[str], sorts: Collection[type[Block]]) -> Block:
    """The block of one of the words. Raises PydanticCustomError if it is none."""
    word = words[place]
    try:
        return holder_of(place, word, sorts) if "(" in word else block_of(place, word, sorts)
    except PydanticCustomError as error:
        context: dict[str, Any] = error.context or {}
        near = context.get("nearest")
        instead = None if near is None else [*words[:place], *([near] if near else []), *words[place + 1 :]]
        nearest = None if instead is None else " ".join(instead)
        raise refusal(f"blocks/{context['field']}", context["sentence"], nearest) from error


def holder_of(place: int, word: str, sorts: Collection[type[Block]]) -> Block:
    """A block with others inside. Raises PydanticCustomError if the word is none."""
    found = HOLDER.fullmatch(word)
    if found is None:
        raise unreadable(place, word)
    sort = next(one for one, (name, _) in HOLDERS.items() if name == found["name"])
    after = settings_after(place, word, found["rest"].split("-")[1:])
    rows = [found["inside"]] if sort is ResidualBlock else found["inside"].split("!")
    names = ("layers",) if sort is ResidualBlock else BRANCHES
    if len(rows) > len(names):
        raise unreadable(place, word)
    inside: dict[str, str | None] = {**dict.fromkeys(names, ""), **dict(zip(names, rows, strict=False))}
    return made(place, allowed(place, sort, sorts), [inside, *after], word_with_inside)


def write(blocks: Sequence[Block]) -> str:
    """Blocks as :func:`read` reads them."""
    return " ".join(map(word_with_inside, blocks))


def word_with_inside(block: Block) -> str:
    """The word of one block."""
    match block:
        case ResidualBlock():
            return "-".join([f"res({write_row(block.layers)})", *options_of(block)])
        case InceptionBlock():
            rows = [write_row(getattr(block, name)) for name in BRANCHES]
            while rows and not rows[-1]:
                rows.pop()
            return "-".join([f"inc({'!'.join(rows)})", *options_of(block)])
    return word_of(block)
