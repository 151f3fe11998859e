"""Pictures in sheets, cell by cell."""

import torch
from torch import Tensor

from models.look.marks import displayable
from models.look.picture_rows import Strip
from models.look.png import ink, sheet


def strip(images: Tensor, columns: int) -> Strip:
    """Pictures (count, channels, height, width) of 0 to 1, ``columns`` in a row."""
    height, width = images.shape[-2:]
    return Strip(sheet=sheet(ink(images), columns=columns), columns=columns, height=height, width=width)


def rows_of(*rows: Tensor) -> Strip:
    """Rows of as many pictures each (count, channels, height, width); what goes beyond 0 to 1 is brought there."""
    return strip(displayable(torch.cat([row.cpu() for row in rows])), len(rows[0]))
