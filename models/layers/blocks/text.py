"""Blocks as text, which is how links, presets and stored specs have them: ``16k5 max2 drop0.25 dense64-bn``.

A word is one block: what it is and its size, then its other settings after hyphens. What is as usual is left out.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from models.invalid import invalid
from models.layers.activations import LEAK
from models.layers.blocks.average import AverageBlock
from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.pooling import PoolingBlock
from models.sentences import Sentence
from models.spec.settings import refusal

NOT_A_BLOCK = Sentence(
    "block-unreadable",
    "Block {number}: “{word}” is none. Blocks are words such as 16k5, max2, drop0.25, global, dense64.",
)
BLOCK_WRONG = Sentence("block-setting-wrong", "Block {number}, {title:within}: {why}")
NO_SUCH_SETTING = Sentence("block-lacks-setting", "a block of this kind has no such setting.")

SIZES, NUMBER = r"\d+(?:x\d+)?", r"\d*\.?\d+"
WORDS: dict[type[Block], str] = {
    ConvolutionBlock: rf"(?P<kind>depth|sep|local|)(?P<filters>\d*)k(?P<kernel>{SIZES})",
    PoolingBlock: rf"(?P<kind>max|avg|stride)(?P<size>{SIZES})",
    DropoutBlock: rf"drop(?P<share>(?:{NUMBER})?)",
    AverageBlock: "global",
    DenseBlock: r"dense(?P<units>\d+)",
}
"""How each block begins."""
KINDS = {"": "standard", "depth": "depth-wise", "sep": "separable", "avg": "average"}
BENDS = {
    "linear": "none", "step": "step", "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU", "leaky": "leaky ReLU",
    "elu": "ELU", "selu": "SELU", "softplus": "softplus",
}  # fmt: skip
"""Activations, as a word may name them."""
OPTION = (
    rf"s(?P<stride>{SIZES})|d(?P<dilation>{SIZES})|(?P<same>same)|(?P<up>up)|(?P<bn>bn)"
    rf"|(?P<bend>{'|'.join(BENDS)})(?P<leak>(?:{NUMBER})?)"
)
PATTERN = re.sub(r"\?P<\w+>", "", rf"(?:{'|'.join(WORDS.values())})(?:-(?:{OPTION}))*")
"""A word, as the page checks it too."""


def read(text: str) -> tuple[Block, ...]:
    """The blocks of a text. Raises PydanticCustomError if a word is none; the refusal names the block and setting."""
    return tuple(block_of(place, word) for place, word in enumerate(text.split()))


def block_of(place: int, word: str) -> Block:
    """The block of a word. Raises PydanticCustomError if it is none."""
    head, *options = word.split("-")
    for cls, pattern in WORDS.items():
        found = re.fullmatch(pattern, head)
        parts = [re.fullmatch(OPTION, option) for option in options]
        if found and all(parts):
            groups = [part.groupdict() for part in (found, *parts) if part]
            named = {name: value for group in groups for name, value in group.items() if value is not None}
            return made(place, cls, settings_of(named))
    raise refusal(f"blocks/{place}", NOT_A_BLOCK(number=place + 1, word=word[:40]), None)


def settings_of(groups: dict[str, str]) -> dict[str, Any]:
    """What the groups of a pattern say of a block's settings."""
    found: dict[str, Any] = {}
    for name, value in groups.items():
        match name:
            case "kind":
                found["kind"] = KINDS.get(value, value)
            case "kernel" | "size" | "stride" | "dilation":
                found[name] = tuple(map(int, value.split("x")))
            case "filters" | "units" if value:
                found[name] = int(value)
            case "share":
                found |= {"share": float(value)} if value else {"shared": True}
            case "leak" if value:
                found["leak"] = float(value)
            case "same":
                found["padding"] = "same"
            case "up":
                found["rounding"] = "up"
            case "bn":
                found["normalised"] = True
            case "bend":
                found["activation"] = BENDS[value]
    return found


def made(place: int, cls: type[Block], values: dict[str, Any]) -> Block:
    """A block with these settings. Raises PydanticCustomError if one is wrong; the refusal names the first."""
    try:
        return cls(**values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        field = cls.model_fields.get(name)
        title = field.title if field and field.title else cls.title
        why = invalid(first) if field else NO_SUCH_SETTING()
        limits = first.get("ctx", {})
        nearest = limits.get("ge", limits.get("le"))
        raise refusal(f"blocks/{place}/{name}", BLOCK_WRONG(number=place + 1, title=title, why=why), nearest) from error


def write(blocks: Sequence[Block]) -> str:
    """Blocks as :func:`read` reads them."""
    return " ".join(map(word_of, blocks))


def word_of(block: Block) -> str:
    match block:
        case ConvolutionBlock():
            filters = "" if block.kind == "depth-wise" else str(block.filters)
            head = f"{WRITTEN.get(block.kind, block.kind)}{filters}k{by(block.kernel)}"
        case PoolingBlock():
            head = f"{WRITTEN.get(block.kind, block.kind)}{by(block.size)}"
        case DropoutBlock():
            head = "drop" if block.shared else f"drop{plain(block.share)}"
        case DenseBlock():
            head = f"dense{block.units}"
        case _:
            head = "global"
    return "-".join([head, *options_of(block)])


WRITTEN = {value: word for word, value in KINDS.items()}


def options_of(block: Block) -> list[str]:
    """What differs from the usual, in the order of the settings."""
    found = []
    for name, value in block.chosen().items():
        match name:
            case "stride" | "dilation":
                found.append(f"{name[0]}{by(value)}")
            case "padding" | "rounding":
                found.append(str(value))
            case "normalised":
                found.append("bn")
            case "activation":
                leak = getattr(block, "leak", LEAK) if value == "leaky ReLU" else LEAK
                word = next(word for word, named in BENDS.items() if named == value)
                found.append(word + (plain(leak) if leak != LEAK else ""))
    return found


def by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes))


def plain(number: float) -> str:
    """A number as a person writes it, without an exponent."""
    return format(Decimal(repr(number)), "f")
