"""Pictures as one PNG sheet: how images travel to the page."""

import base64
import io

import torch
from PIL import Image
from torch import Tensor


def ink(images: Tensor) -> Tensor:
    """(batch, channels, height, width) of 0 to 1 as bytes (batch, height, width, channels), dark ink on white paper.

    Of one channel the last dimension is left out.
    """
    return (255 - images.cpu().clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).squeeze(3)


def sheet(pictures: Tensor, columns: int) -> str:
    """(count, height, width) bytes, or with three channels, side by side, ``columns`` in a row, as a base64 PNG."""
    count, height, width, *channels = pictures.shape
    rows = -(-count // columns)
    cells = torch.full((rows * columns, height, width, *channels), 255, dtype=torch.uint8)
    cells[:count] = pictures
    grid = cells.view(rows, columns, height, width, *channels).transpose(1, 2)
    whole = grid.reshape(rows * height, columns * width, *channels)
    file = io.BytesIO()
    Image.fromarray(whole.numpy()).save(file, "PNG", optimize=False)
    return base64.b64encode(file.getvalue()).decode()
