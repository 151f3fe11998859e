"""Small files of a person's own, for tests: ZIPs of drawn pictures, and tables."""

import io
import math
import zipfile
from collections.abc import Mapping

from PIL import Image, ImageDraw


def picture(shape: str, at: int, side: int = 24, form: str = "PNG") -> bytes:
    """A bar that lies or stands, each ``at`` another place."""
    image = Image.new("L", (side, side), 255)
    along, across = (2, 4 + at % (side - 10)), (side - 3, 7 + at % (side - 10))
    box = (*along, *across) if shape == "lying" else (along[1], along[0], across[1], across[0])
    ImageDraw.Draw(image).rectangle(box, fill=0)
    file = io.BytesIO()
    image.save(file, form)
    return file.getvalue()


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as file:
        for name, one in files.items():
            file.writestr(zipfile.ZipInfo(name), one, method)
    return content.getvalue()


def drawings(each: int = 6) -> dict[str, bytes]:
    """By name, pictures of two classes that are easily told apart."""
    return {f"{shape}/{place}.png": picture(shape, place) for shape in ("lying", "standing") for place in range(each)}


def wave(rows: int = 60) -> list[float]:
    return [round(20 + 10 * math.sin(row / 3), 3) for row in range(rows)]


def table(rows: int = 60) -> bytes:
    """A time and a temperature."""
    lines = ["hour,temperature", *(f"{row},{value}" for row, value in enumerate(wave(rows)))]
    return "\n".join(lines).encode()
