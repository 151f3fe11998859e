"""Whether blocks fit one after another on a shape; where one does not, why, and the nearest row of blocks that does.

What was meant is worked out from near to far: another value of the setting that is to blame, another place for the
block, the row without it. Nothing is built for that: blocks say of shapes what they make of them.
"""

from collections.abc import Iterator, Sequence

from models.layers.blocks.block import Block, Unfit
from models.layers.blocks.text import MOST, write
from models.layers.blocks.words import titled
from models.layers.stack import Shape, Stack
from models.sentences import Sentence
from models.spec.architecture import Misfit

BLOCK_UNFIT = Sentence("block-unfit", "Block {number}, {block:within}: {why}")
SETTING_UNFIT = Sentence("block-setting-unfit", "Block {number}, {block:within}, {title:within}: {why}")
ANSWERS_LAST = Sentence("block-answers-last", "It gives the scores of the classes and so stands last.")


def misfit(blocks: Sequence[Block], shape: Shape) -> Misfit | None:
    """Why a block cannot stand where it does, in a sentence that names it, with a row that can; None where all can."""
    found = first_unfit(blocks, shape)
    if found is None:
        return None
    place, unfit = found
    block = titled(type(blocks[place]))
    field = unfit.field.partition("/")[0]
    if field:
        title = titled(type(blocks[place]), field)
        why = SETTING_UNFIT(number=place + 1, block=block, title=title, why=unfit.why)
    else:
        why = BLOCK_UNFIT(number=place + 1, block=block, why=unfit.why)
    below = f"/{unfit.field}" if unfit.field else ""
    return Misfit(why, f"blocks/{place}{below}", write(mended(blocks, shape)))


def first_unfit(blocks: Sequence[Block], shape: Shape) -> tuple[int, Unfit] | None:
    """The first place with a block that does not fit, and why."""
    for place, block in enumerate(blocks):
        found = block.unfit(shape)
        if found is None and block.answers and place + 1 < len(blocks):
            found = Unfit("", ANSWERS_LAST())
        if found is not None:
            return place, found
        shape = block.shape_after(shape)
    return None


def mended(blocks: Sequence[Block], shape: Shape) -> tuple[Block, ...]:
    """The nearest row that fits; one that fits is left as it is."""
    row = tuple(blocks)
    while (found := first_unfit(row, shape)) is not None:
        place, unfit = found
        row = next(one for one in near(row, place, unfit) if further(one, shape, place, len(row)))
    return row


def further(row: Sequence[Block], shape: Shape, place: int, length: int) -> bool:
    """Whether what was wrong at a place is right now; a shorter row is nearer to the end in any case."""
    found = first_unfit(row, shape)
    return len(row) < length or found is None or (found[0] > place and len(row) <= MOST)


def near(row: tuple[Block, ...], place: int, unfit: Unfit) -> Iterator[tuple[Block, ...]]:
    """Rows that differ in one thing: what stands at a place, the place of it, and at last whether it is there."""
    for instead in unfit.instead:
        if instead:
            yield (*row[:place], *instead, *row[place + 1 :])
    others = (*row[:place], *row[place + 1 :])
    for distance in range(1, len(row)):
        for at in (place - distance, place + distance):
            if 0 <= at <= len(others):
                yield (*others[:at], row[place], *others[at:])
    yield others


def stack_of(blocks: "Sequence[Block]", shape: Shape, dropout: float, classes: int = 0) -> Stack:
    """The layers of blocks that fit; each remembers the block that made it.

    The type is quoted, here and in the files of blocks that hold others: a script follows names, and has no such class.
    """
    stack = Stack(shape, dropout, classes)
    for place, block in enumerate(blocks):
        stack.setting = f"blocks/{place}"
        block.add_to(stack)
    stack.setting = ""
    return stack
