"""Blocks inside a block: a row of those that make maps of maps, as text with a line below between two words."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, InstanceOf, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from models.layers.blocks.activation import ActivationBlock
from models.layers.blocks.block import Block, Unfit
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.normalisation import NormalisationBlock
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.response import ResponseBlock
from models.layers.blocks.words import block_of, pattern, titled, word_of
from models.layers.stack import Shape, Stack
from models.sentences import Sentence
from models.spec.settings import refusal, setting

INNER: tuple[type[Block], ...] = (
    ConvolutionBlock,
    PoolingBlock,
    NormalisationBlock,
    ActivationBlock,
    ResponseBlock,
    DropoutBlock,
)
"""Which blocks another may hold."""
MOST_INNER = 8
"""Of one row of them."""
BETWEEN = "_"
INNER_WORD = pattern(INNER)
INNER_ROW = f"(?:{INNER_WORD}(?:{BETWEEN}{INNER_WORD})*)?"

TOO_MANY_INSIDE = Sentence("too-many-blocks-inside", "There are {count} blocks in a row inside: {most} are the most.")
INSIDE = Sentence("block-inside-unfit", "inside it, block {number}, {block:within}: {why}")


def read_row(value: Any) -> Any:
    """From text; blocks themselves are left as they are. Raises PydanticCustomError if a word is none."""
    if not isinstance(value, str):
        return value
    words = [word for word in value.split(BETWEEN) if word]
    if len(words) > MOST_INNER:
        why = TOO_MANY_INSIDE(count=len(words), most=MOST_INNER)
        raise refusal(str(MOST_INNER), why, BETWEEN.join(words[:MOST_INNER]))
    return tuple(one_inside(place, words) for place in range(len(words)))


def one_inside(place: int, words: Sequence[str]) -> Block:
    """One of a row. Raises PydanticCustomError if a word is none; the refusal has the row that would do."""
    try:
        return block_of(place, words[place], INNER)
    except PydanticCustomError as error:
        context: dict[str, Any] = error.context or {}
        near = context["nearest"]
        row = None if near is None else [*words[:place], *([near] if near else []), *words[place + 1 :]]
        nearest = None if row is None else BETWEEN.join(row)
        raise refusal(context["field"], context["sentence"], nearest) from error


def write_row(blocks: Sequence[Block]) -> str:
    """As :func:`read_row` reads it."""
    return BETWEEN.join(map(word_of, blocks))


InnerBlocks = Annotated[
    tuple[InstanceOf[Block], ...],
    Field(max_length=MOST_INNER),
    BeforeValidator(read_row),
    PlainSerializer(write_row, return_type=str),
    WithJsonSchema({"type": "string"}),
]


def inner_setting(default: str, title: str, text: str) -> Any:
    """A row of blocks inside a block; the annotation is :data:`InnerBlocks`."""
    return setting(
        default,
        title,
        text,
        format="blocks",
        pattern=INNER_WORD,
        within=[sort.name for sort in INNER],
        maxItems=MOST_INNER,
        group="Network",
    )


def unfit_inside(field: str, blocks: Sequence[Block], shape: Shape) -> Unfit | None:
    """Why one of a row cannot read what comes; what would do instead of the row is in ``instead``."""
    for place, block in enumerate(blocks):
        found = block.unfit(shape)
        if found is not None:
            below = f"/{found.field}" if found.field else ""
            why = INSIDE(number=place + 1, block=titled(type(block)), why=found.why)
            rows = [(*blocks[:place], *one, *blocks[place + 1 :]) for one in (*found.instead, ())]
            return Unfit(f"{field}/{place}{below}", why, tuple(rows))
        shape = block.shape_after(shape)
    return None


def shape_of_row(blocks: "Sequence[Block]", shape: Shape) -> Shape:
    """What leaves the last of a row."""
    for block in blocks:
        shape = block.shape_after(shape)
    return shape


def stack_of_row(field: str, blocks: "Sequence[Block]", outer: Stack) -> Stack:
    """The layers of a row, for what ``outer`` leaves; each remembers the setting that made it."""
    inner = Stack(outer.shape, outer.dropout)
    for place, block in enumerate(blocks):
        inner.setting = f"{outer.setting}/{field}/{place}" if outer.setting else ""
        block.add_to(inner)
    return inner


def keeping_size(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same, with edges around every window and no stride."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, PoolingBlock):
            kept.append(block.but(kind="max", size=(3,), stride=(1,), padding="same"))
        elif isinstance(block, ConvolutionBlock):
            odd = tuple(size - 1 + size % 2 for size in block.kernel)
            kept.append(block.but(kernel=odd, stride=(1,), padding="same"))
        else:
            kept.append(block)
    return tuple(kept)
