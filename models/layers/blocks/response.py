"""A block of local response normalisation (Krizhevsky et al., 2012, section 3.3)."""

from typing import ClassVar

from models.layers.blocks.block import GROUP, Block
from models.layers.local_response import LocalResponse
from models.layers.stack import Shape, Stack
from models.spec.settings import setting


class ResponseBlock(Block):
    """Each map is made weaker by how strongly its neighbours answer at that place."""

    title: ClassVar[str] = "Local response"
    text: ClassVar[str] = "A map that answers strongly makes its neighbours weaker there. It was thought to help."

    constant: int = setting(
        2,
        "Constant",
        "Is added to the neighbours' squares: AlexNet and ZFNet have 2, GoogLeNet 1.",
        between=(1, 8),
        group=GROUP,
    )

    def add_to(self, stack: Stack) -> None:
        stack.add(f"local{stack.number('local')}", LocalResponse(k=float(self.constant)))

    def shape_after(self, shape: Shape) -> Shape:
        return shape
