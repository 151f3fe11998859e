"""The first pictures of each class on one sheet, as the network gets them: a row for each class."""

import io

from PIL import Image

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

    def add(self, row: int, place: int, image: Image.Image) -> None:
        """A square of ``SIDE`` pixels, where its row has room."""
        if place < self.columns:
            self.image.paste(image, (place * SIDE, row * SIDE))

    def written(self) -> bytes:
        file = io.BytesIO()
        self.image.save(file, "WEBP", quality=QUALITY)
        return file.getvalue()
