"""A block of dropout, at any place (Srivastava et al., 2014)."""

from typing import ClassVar

from models.layers.blocks.block import GROUP, PICTURE, SEQUENCE, UNITS, Block
from models.layers.dropout import Dropout, DropoutThroughTime
from models.layers.stack import Shape, Stack
from models.spec.settings import setting


class DropoutBlock(Block):
    """Dropout, of a picture, of units, or of a sequence: then of the same values at every step."""

    title: ClassVar[str] = "Dropout"
    text: ClassVar[str] = "Silences a share of the values at random while training, so that none is relied on too much."
    reads: ClassVar[frozenset[int]] = frozenset({PICTURE, SEQUENCE, UNITS})

    shared: bool = setting(
        False,
        "As the setting Dropout",
        "Its share is that of the setting Dropout, which may change in a run.",
        group=GROUP,
    )
    share: float = setting(
        0.5,
        "Share",
        "The share of the values that is silenced.",
        between=(0.0, 0.9),
        when={"shared": [False]},
        group=GROUP,
    )

    def add_to(self, stack: Stack) -> None:
        name = "dropout" if len(stack.shape) > 1 else "drop"
        sort = DropoutThroughTime if len(stack.shape) == SEQUENCE else Dropout
        layer = sort(stack.dropout) if self.shared else sort(self.share, "")
        stack.add(f"{name}{stack.number(name)}", layer)

    def shape_after(self, shape: Shape) -> Shape:
        return shape
