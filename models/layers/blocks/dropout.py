"""A block of dropout, at any place (Srivastava et al., 2014)."""

from typing import ClassVar

from models.layers.blocks.block import GROUP, Block
from models.layers.dropout import Dropout
from models.layers.stack import Shape, Stack
from models.spec.settings import setting


class DropoutBlock(Block):
    """Dropout, of a picture or of units."""

    title: ClassVar[str] = "Dropout"
    text: ClassVar[str] = "Silences a share of the values at random while training, so that none is relied on too much."
    picture: ClassVar[bool] = False

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
        layer = Dropout(stack.dropout) if self.shared else Dropout(self.share, "")
        stack.add(f"{name}{stack.number(name)}", layer)

    def shape_after(self, shape: Shape) -> Shape:
        return shape
