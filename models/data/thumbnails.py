"""The first pictures of each class on one sheet, as the network gets them: a row for each class."""

import io

import numpy as np
from PIL import Image

from models.data.pictures import pixels

SIDE = 48
MOST_IN_ROW = 8
MOST = 300
"""Pictures on a sheet: of many classes each shows fewer."""
QUALITY = 80


class Sheet:
    """Empty at first; :meth:`add` what fits."""

    def __init__(self, rows: int) -> None:
        self.columns = max(1, min(MOST_IN_ROW, MOST // max(rows, 1)))
        self.image = Image.new("RGB", (self.columns * SIDE, rows * SIDE), "white")

    def add(self, row: int, place: int, picture: bytes) -> None:
        """The middle square of ``picture``, where its row has room."""
        if place < self.columns:
            square = pixels(picture, SIDE, colour=True)  # (3, side, side)
            small = Image.fromarray(np.asarray(square.permute(1, 2, 0)))
            self.image.paste(small, (place * SIDE, row * SIDE))

    def written(self) -> bytes:
        file = io.BytesIO()
        self.image.save(file, "WEBP", quality=QUALITY)
        return file.getvalue()
