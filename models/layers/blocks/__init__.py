"""What a convolutional network is put together from, in any order: one file, one kind of block."""

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, InstanceOf, PlainSerializer, WithJsonSchema

from models.layers.blocks.average import AverageBlock
from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.text import PATTERN, read, write
from models.sentences import Sentence
from models.spec.settings import PutTogether, refusal, setting

BLOCKS: dict[str, type[Block]] = {
    "convolution": ConvolutionBlock,
    "pooling": PoolingBlock,
    "dropout": DropoutBlock,
    "average": AverageBlock,
    "dense": DenseBlock,
}
"""By the name that the page knows them by."""
MOST = 40
"""Blocks of one network."""

NEEDS_PICTURE = Sentence(
    "block-needs-picture", "Block {number} reads a picture, and before it are dense units: put it before them."
)


def blocks_setting(default: str, title: str, text: str, **page: Any) -> Any:
    """Blocks one after another; the annotation is :data:`Blocks`. The page makes a list of them."""
    forms = {
        name: {"title": block.title, "text": block.text, "settings": block.model_json_schema()}
        for name, block in BLOCKS.items()
    }
    field = setting(default, title, text, format="blocks", pattern=PATTERN, forms=forms, maxItems=MOST, **page)
    field.metadata.append(PutTogether(dict(BLOCKS)))
    return field


def as_blocks(value: Any) -> Any:
    """From text; blocks themselves are left as they are."""
    return read(value) if isinstance(value, str) else value


def in_order(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same. Raises a refusal if one that reads a picture comes after dense units."""
    dense = next((place for place, block in enumerate(blocks) if isinstance(block, DenseBlock)), len(blocks))
    late = next((place for place, block in enumerate(blocks) if block.picture and place > dense), None)
    if late is not None:
        raise refusal(f"blocks/{late}", NEEDS_PICTURE(number=late + 1), None)
    return blocks


Blocks = Annotated[
    tuple[InstanceOf[Block], ...],
    Field(max_length=MOST),
    BeforeValidator(as_blocks),
    AfterValidator(in_order),
    PlainSerializer(write, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""A tuple of blocks, which JSON has as text."""
