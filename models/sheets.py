"""Pictures as one PNG sheet: how images travel to the page."""

import base64
import io

import torch
from PIL import Image
from torch import Tensor


def ink(images: Tensor) -> Tensor:
    """(batch, 1, height, width) of 0 to 1 as bytes (batch, height, width), dark ink on white paper."""
    return (255 - images.cpu().squeeze(1).clamp(0, 1) * 255).round().byte()


def sheet(pictures: Tensor, columns: int) -> str:
    """(count, height, width) bytes side by side, ``columns`` in a row, as a base64 PNG."""
    count, height, width = pictures.shape
    rows = -(-count // columns)
    cells = torch.full((rows * columns, height, width), 255, dtype=torch.uint8)
    cells[:count] = pictures
    whole = cells.view(rows, columns, height, width).transpose(1, 2).reshape(rows * height, columns * width)
    file = io.BytesIO()
    Image.fromarray(whole.numpy()).save(file, "PNG", optimize=False)
    return base64.b64encode(file.getvalue()).decode()
