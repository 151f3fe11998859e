"""A network of another architecture as blocks: what several of them say of themselves in the same way."""

from collections.abc import Sequence
from typing import Any

from models.layers.blocks.block import Block
from models.layers.blocks.dense import DenseBlock
from models.layers.blocks.dropout import DropoutBlock
from models.layers.blocks.flattening import FlatteningBlock
from models.layers.blocks.text import write
from models.sentences import Sentence

PUBLISHED_IS_LARGE = Sentence(
    "published-not-as-blocks",
    "The published size makes pictures larger first, which no block does: take the classroom's.",
)


def opened(blocks: Sequence[Block], **more: Any) -> dict[str, Any]:
    """Settings of the architecture ``blocks``; ``more`` are those beside the blocks."""
    return {"name": "blocks", "blocks": write(blocks), **more}


def dense_head(units: int, *, dropout_first: bool) -> list[Block]:
    """Two dense layers of so many units, each with the dropout that is a setting, before it or after it."""
    dense, dropout = DenseBlock(units=units), DropoutBlock(shared=True)
    pair: list[Block] = [dropout, dense] if dropout_first else [dense, dropout]
    return [FlatteningBlock(), *pair, *pair]
