"""A block of branches that look at the same maps side by side; what they find is joined (Szegedy et al., 2014)."""

from typing import ClassVar

from torch import nn

from models.layers.blocks.block import Block, Unfit
from models.layers.blocks.inner import (
    InnerBlocks,
    inner_setting,
    keeping_size,
    read_row,
    shape_of_row,
    stack_of_row,
    unfit_inside,
)
from models.layers.inception import Inception
from models.layers.stack import Shape, Stack
from models.sentences import Sentence

NO_BRANCH = Sentence("block-no-branch", "None of its branches has a block: put one into the first.")
BRANCHES_DIFFER = Sentence(
    "block-branches-differ",
    "Pictures of {height} x {width} come from branch {number} and of {high} x {wide} from branch {first}: only equal "
    "ones can be joined. Give them padding.",
)
EACH = "The blocks of this branch, one after another. Without any there is no such branch."


class InceptionBlock(Block):
    """Up to four branches, whose maps are joined."""

    title: ClassVar[str] = "Inception block"
    text: ClassVar[str] = "Filters of several sizes look at the same maps side by side; what all find is joined."

    branch1: InnerBlocks = inner_setting("8k1", "Branch 1", EACH)
    branch2: InnerBlocks = inner_setting("8k1_16k3-same", "Branch 2", EACH)
    branch3: InnerBlocks = inner_setting("4k1_8k5-same", "Branch 3", EACH)
    branch4: InnerBlocks = inner_setting("max3-s1-same_8k1", "Branch 4", EACH)

    def add_to(self, stack: Stack) -> None:
        branches: dict[str, nn.Module] = {}
        maps, found = 0, stack.shape
        for name, row in self.rows().items():
            inner = stack_of_row(name, row, stack)
            branches[f"branch{len(branches) + 1}"] = nn.Sequential(inner.layers)
            maps, found = maps + inner.shape[0], inner.shape
        place = stack.number("inception")
        stack.add(f"inception{place}", Inception(branches), (maps, *found[1:]))

    def rows(self) -> "dict[str, tuple[Block, ...]]":
        """The branches that have blocks."""
        every = {name: getattr(self, name) for name in ("branch1", "branch2", "branch3", "branch4")}
        return {name: row for name, row in every.items() if row}

    def shape_after(self, shape: Shape) -> Shape:
        """(maps, height, width) -> (the maps of all branches, height, width)."""
        found = [shape_of_row(row, shape) for row in self.rows().values()]
        return (sum(one[0] for one in found), *found[0][1:])

    def unfit(self, shape: Shape) -> Unfit | None:
        misfit = super().unfit(shape)
        if misfit is not None:
            return misfit
        if not self.rows():
            return Unfit("branch1", NO_BRANCH(), ((self.but(branch1=read_row("16k3-same")),),))
        for name, row in self.rows().items():
            inside = unfit_inside(name, row, shape)
            if inside is not None:
                return Unfit(inside.field, inside.why, tuple((self.but(**{name: one}),) for one in inside.instead))
        sides = {name: shape_of_row(row, shape)[1:] for name, row in self.rows().items()}
        first = next(iter(sides))
        other = next((name for name in sides if sides[name] != sides[first]), None)
        if other is None:
            return None
        (height, width), (high, wide) = sides[other], sides[first]
        why = BRANCHES_DIFFER(number=other[-1], height=height, width=width, first=first[-1], high=high, wide=wide)
        kept = {name: keeping_size(row) for name, row in self.rows().items()}
        return Unfit(other, why, ((self.but(**{other: kept[other]}),), (self.but(**kept),)))
