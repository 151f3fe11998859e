"""Blocks as words, which is how links, presets and stored specs have them: ``16k5 max2 drop0.25 dense64-bn``.

A word is one block: what it is and its size, then its other settings after hyphens. What is as usual is left out.
Blocks that hold others are in ``text.py``.
"""

import re
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from models.invalid import invalid
from models.layers.activations import LEAK
from models.layers.blocks.activation import ActivationBlock
from models.layers.blocks.average import AverageBlock
from models.layers.blocks.block import NORM_EPSILON, Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.flattening import FlatteningBlock
from models.layers.blocks.normalisation import NormalisationBlock
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.radial import RadialBlock
from models.layers.blocks.recurrent import RecurrentBlock
from models.layers.blocks.response import ResponseBlock
from models.layers.blocks.upsampling import UpsamplingBlock
from models.sentences import Sentence, Text
from models.spec.settings import refusal

NOT_A_BLOCK = Sentence(
    "block-unreadable",
    "Block {number}: “{word}” is none. Blocks are words such as 16k5, max2, drop0.25, global, dense64.",
)
BLOCK_WRONG = Sentence("block-setting-wrong", "Block {number}, {block:within}, {title:within}: {why}")
LACKS_SETTING = Sentence("block-lacks-setting", "Block {number}, {block:within}: it has no such setting.")
NOT_HERE = Sentence("block-not-here", "Block {number}, {block:within}: it cannot stand here, only: {those}.")

SIZES, NUMBER = r"\d+(?:x\d+)?", r"\d*\.?\d+"
KINDS = {
    "": "standard",
    "depth": "depth-wise",
    "sep": "separable",
    "avg": "average",
    "part": "partial",
    "sub": "trainable",
}
CELLS = {"rnn": "SimpleRNN", "gru": "GRU", "lstm": "LSTM", "peep": "PeepholeLSTM"}
SKIPS = {"pad": "padded", "every": "projected everywhere", "plain": "none"}
BENDS = {
    "linear": "none", "step": "step", "sigmoid": "sigmoid", "tanh": "tanh", "scaled": "scaled tanh", "relu": "ReLU",
    "leaky": "leaky ReLU", "elu": "ELU", "selu": "SELU", "softplus": "softplus",
}  # fmt: skip
"""Activations, as a word may name them."""
ALONE = "|".join(word for word in BENDS if word != "linear")
WORDS: dict[type[Block], str] = {
    ConvolutionBlock: rf"(?P<kind>depth|sep|local|part|)(?P<filters>\d*)k(?P<kernel>{SIZES})",
    PoolingBlock: rf"(?P<kind>max|avg|stride|sub)(?P<size>{SIZES})",
    DropoutBlock: rf"drop(?P<share>(?:{NUMBER})?)",
    AverageBlock: "global",
    DenseBlock: r"dense(?P<units>\d+)",
    ActivationBlock: rf"(?P<bend>{ALONE})(?P<leak>(?:{NUMBER})?)",
    NormalisationBlock: rf"bn(?P<epsilon>(?:{NUMBER})?)",
    ResponseBlock: r"lrn(?P<constant>\d*)",
    UpsamplingBlock: rf"up(?P<factor>{SIZES})",
    FlatteningBlock: "flatten",
    RecurrentBlock: rf"(?P<cell>{'|'.join(CELLS)})(?P<units>\d+)",
    RadialBlock: "radial",
}
"""How each block begins."""
OPTION = (
    rf"s(?P<stride>{SIZES})|d(?P<dilation>{SIZES})|(?P<same>same)|(?P<up>up)|g(?P<groups>\d+)|(?P<nobias>nobias)"
    rf"|bn(?P<normal>(?:{NUMBER})?)|(?P<cols>cols)|(?P<both>both)|(?P<all>all)|drop(?P<silenced>{NUMBER})"
    rf"|(?P<flavour>keras|tfjs)|(?P<skip>{'|'.join(SKIPS)})|(?P<bend>{'|'.join(BENDS)})(?P<leak>(?:{NUMBER})?)"
)
OPTIONS = re.sub(r"\?P<\w+>", "", rf"(?:-(?:{OPTION}))*")


def pattern(sorts: Collection[type[Block]]) -> str:
    """A word of one of these blocks, as the page checks it too."""
    return re.sub(r"\?P<\w+>", "", f"(?:{'|'.join(WORDS[sort] for sort in WORDS if sort in sorts)})") + OPTIONS


def block_of(place: int, word: str, sorts: Collection[type[Block]]) -> Block:
    """The block of a word. Raises PydanticCustomError if it is none of these."""
    head, *options = word.split("-")
    for cls, beginning in WORDS.items():
        found = re.fullmatch(beginning, head)
        if found:
            return made(place, allowed(place, cls, sorts), [found.groupdict(), *settings_after(place, word, options)])
    raise unreadable(place, word)


def unreadable(place: int, word: str) -> Exception:
    return refusal(f"{place}", NOT_A_BLOCK(number=place + 1, word=word[:40]), "")


def settings_after(place: int, word: str, options: Sequence[str]) -> list[dict[str, str | None]]:
    """What stands behind the hyphens of a word. Raises PydanticCustomError if one of them is no setting."""
    parts = [re.fullmatch(OPTION, option) for option in options]
    if None in parts:
        raise unreadable(place, word)
    return [part.groupdict() for part in parts if part]


def allowed(place: int, cls: type[Block], sorts: Collection[type[Block]]) -> type[Block]:
    """The same. Raises PydanticCustomError if such blocks cannot stand there."""
    if cls not in sorts:
        those: list[Any] = [titled(sort) for sort in sorts]
        raise refusal(f"{place}", NOT_HERE(number=place + 1, block=titled(cls), those=those), "")
    return cls


def titled(cls: type[Block], field: str = "") -> Text:
    """The title of a sort of block, or of a setting of it, which every language has."""
    path = f"architectures.blocks.blocks.{cls.name}"
    info = cls.model_fields.get(field)
    return Text(info.title or field, f"{path}.{field}.title") if info else Text(cls.title, f"{path}.title")


PAIRS = frozenset({"kernel", "size", "stride", "dilation", "factor"})
COUNTS = frozenset({"filters", "units", "groups", "constant"})
FLAGS: dict[str, tuple[str, Any]] = {
    "same": ("padding", "same"), "up": ("rounding", "up"), "nobias": ("bias", False), "cols": ("by", "columns"),
    "both": ("bidirectional", True), "all": ("states", "all"),
}  # fmt: skip
NAMED: dict[str, dict[str, str]] = {"kind": KINDS, "cell": CELLS, "skip": SKIPS}


def settings_of(groups: Sequence[dict[str, str | None]]) -> dict[str, Any]:
    """What the groups of patterns say of a block's settings."""
    found: dict[str, Any] = {}
    for name, value in ((name, value) for group in groups for name, value in group.items() if value is not None):
        if name in FLAGS:
            setting_name, said = FLAGS[name]
            found[setting_name] = said
        elif name in NAMED:
            found[name] = NAMED[name].get(value, value)
        elif name in PAIRS:
            found[name] = tuple(map(int, value.split("x")))
        elif name in COUNTS:
            found |= {name: int(value)} if value else {}
        elif name == "bend":
            found["activation"] = BENDS[value]
        elif name == "normal":
            found |= {"normalised": True} | ({"epsilon": float(value)} if value else {})
        elif name == "share":
            found |= {"share": float(value)} if value else {"shared": True}
        elif name in ("leak", "epsilon", "silenced"):
            found |= {name: float(value)} if value else {}
        else:
            found[name] = value
    return found


def made(
    place: int,
    cls: type[Block],
    groups: Sequence[dict[str, str | None]],
    written: Callable[[Block], str] | None = None,
) -> Block:
    """A block with what the groups say; ``written`` gives its word, :func:`word_of` unless it holds others.

    Raises PydanticCustomError if a setting is wrong; the refusal names the first, and the word that would do.
    """
    said = written or word_of
    values = settings_of(groups)
    try:
        return cls(**values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        limits: dict[str, Any] = first.get("ctx", {})
        if name not in cls.model_fields:
            near = said(cls(**{one: value for one, value in values.items() if one in cls.model_fields}))
            raise refusal(f"{place}/{name}", LACKS_SETTING(number=place + 1, block=titled(cls)), near) from error
        why, below, limit = invalid(first), "", limits.get("ge", limits.get("le"))
        if first["type"] == "refused":
            why, below, limit = limits["sentence"], f"/{limits['field']}", limits["nearest"]
        elif limit is not None and name in PAIRS:
            limit = (int(limit),)
        instead = None if limit is None else said(cls(**values | {name: limit}))
        sentence = BLOCK_WRONG(number=place + 1, block=titled(cls), title=titled(cls, name), why=why)
        raise refusal(f"{place}/{name}{below}", sentence, instead) from error


def word_of(block: Block) -> str:
    """The word of a block that holds no others."""
    match block:
        case ConvolutionBlock():
            filters = "" if block.kind == "depth-wise" else str(block.filters)
            head = f"{short(KINDS, block.kind)}{filters}k{by(block.kernel)}"
        case PoolingBlock():
            head = f"{short(KINDS, block.kind)}{by(block.size)}"
        case DropoutBlock():
            head = "drop" if block.shared else f"drop{plain(block.share)}"
        case DenseBlock():
            head = f"dense{block.units}"
        case ActivationBlock():
            head = bend_of(block.activation, block.leak)
        case NormalisationBlock():
            head = "bn" + number_unless(block.epsilon, NORM_EPSILON)
        case ResponseBlock():
            head = f"lrn{'' if block.constant == 2 else block.constant}"
        case UpsamplingBlock():
            head = f"up{by(block.factor)}"
        case RecurrentBlock():
            head = f"{short(CELLS, block.cell)}{block.units}"
        case FlatteningBlock():
            head = "flatten"
        case RadialBlock():
            head = "radial"
        case _:
            head = "global"
    return "-".join([head, *options_of(block)])


def short(words: dict[str, str], value: str) -> str:
    """How a word says a value."""
    return next((word for word, named in words.items() if named == value), value)


def options_of(block: Block) -> list[str]:
    """What differs from the usual and stands behind hyphens, in the order of the settings."""
    found: list[str] = []
    in_head = isinstance(block, ActivationBlock | NormalisationBlock)
    for name, value in block.chosen().items():
        match name:
            case "stride" | "dilation":
                found.append(f"{name[0]}{by(value)}")
            case "groups":
                found.append(f"g{value}")
            case "padding" | "rounding" | "flavour":
                found.append(str(value))
            case "bias":
                found.append("nobias")
            case "normalised":
                found.append("bn" + number_unless(getattr(block, "epsilon", NORM_EPSILON), NORM_EPSILON))
            case "by" | "bidirectional" | "states":
                found.append({"by": "cols", "bidirectional": "both", "states": "all"}[name])
            case "silenced":
                found.append(f"drop{plain(value)}")
            case "skip":
                found.append(short(SKIPS, value))
            case "activation" if not in_head:
                found.append(bend_of(value, getattr(block, "leak", LEAK)))
    return found


def bend_of(value: str, leak: float) -> str:
    """An activation, with the leak of a leaky ReLU where that is not the usual one."""
    return short(BENDS, value) + (number_unless(leak, LEAK) if value == "leaky ReLU" else "")


def number_unless(value: float, usual: float) -> str:
    return "" if value == usual else plain(value)


def by(sizes: tuple[int, ...]) -> str:
    return "x".join(map(str, sizes))


def plain(number: float) -> str:
    """A number as a person writes it, without an exponent."""
    return format(Decimal(repr(number)), "f")
