"""What a network is put together from, in any order: one file, one kind of block."""

from collections.abc import Collection
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, InstanceOf, PlainSerializer, WithJsonSchema

from models.layers.blocks.average import AverageBlock
from models.layers.blocks.block import Block
from models.layers.blocks.convolution import ConvolutionBlock
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.pooling import PoolingBlock
from models.layers.blocks.text import MOST, SORTS, pattern, read, write
from models.spec.settings import PutTogether, setting

BLOCKS: dict[str, type[Block]] = {sort.name: sort for sort in SORTS}
"""By the name that the page knows them by: that of the file."""
OF_CONVNET: tuple[type[Block], ...] = (ConvolutionBlock, PoolingBlock, DropoutBlock, AverageBlock, DenseBlock)
"""What a convolutional network is put together from, and what looks at a picture first."""


def blocks_setting(
    default: str, title: str, text: str, sorts: Collection[type[Block]] = OF_CONVNET, **page: Any
) -> Any:
    """Blocks one after another; the annotation is :data:`Blocks`, or :data:`AllBlocks` with all ``sorts``.

    The page makes a list of them. In a fork they may be others that have the same weights: another activation.
    """
    forms = {
        sort.name: {"title": sort.title, "text": sort.text, "settings": sort.model_json_schema()} for sort in sorts
    }
    field = setting(
        default,
        title,
        text,
        format="blocks",
        pattern=pattern(sorts),
        forms=forms,
        maxItems=MOST,
        weightless=True,
        **page,
    )
    field.metadata.append(PutTogether({sort.name: sort for sort in sorts}))
    return field


def as_blocks(sorts: Collection[type[Block]], value: Any) -> Any:
    """From text; blocks themselves are left as they are."""
    return read(value, sorts) if isinstance(value, str) else value


Blocks = Annotated[
    tuple[InstanceOf[Block], ...],
    Field(max_length=MOST),
    BeforeValidator(partial(as_blocks, OF_CONVNET)),
    PlainSerializer(write, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""A tuple of blocks of a convolutional network, which JSON has as text."""
AllBlocks = Annotated[
    tuple[InstanceOf[Block], ...],
    Field(max_length=MOST),
    BeforeValidator(partial(as_blocks, SORTS)),
    PlainSerializer(write, return_type=str),
    WithJsonSchema({"type": "string"}),
]
"""A tuple of any blocks, which JSON has as text."""
