"""How the numbers of one column are got from a file, once all about it is decided. Short: scripts hold it too."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from models.data.uploads.files import content
from models.data.uploads.tables.encodings import decoded
from models.data.uploads.tables.grid import grid_of
from models.data.uploads.tables.numbers import Style, numbers_of

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Recipe:
    """What to read, and how."""

    encoding: str
    separator: str
    wide: int
    """Columns of the file."""
    headings: int
    """Rows before the first one with numbers."""
    place: int
    """Of the column, from 0."""
    style: Style
    turned: bool = False
    """Whether the file goes from the newest to the oldest and is turned round."""


def rows_by(data: str, recipe: Recipe) -> "Tensor":
    """The numbers of one column of the file whose SHA-256 is ``data``, (rows), 64 bits."""
    import torch  # a server, which checks tables, does without

    cells = columns_by(data, recipe.encoding, recipe.separator, recipe.wide)[recipe.place]
    numbers = numbers_of(cells.split("\n", recipe.headings)[-1], recipe.style)
    return torch.tensor(numbers[::-1] if recipe.turned else numbers, dtype=torch.double)


@lru_cache(2)
def columns_by(data: str, encoding: str, separator: str, wide: int) -> list[str]:
    """Whoever looks at one column looks at others soon."""
    return grid_of(decoded(content(data), encoding), separator, wide).columns
