"""Pictures of a person's own, out of a ZIP that was checked when it was kept: a folder for each class."""

import io
from functools import lru_cache

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from models.data.uploads.files import content
from models.data.uploads.notes import places_of
from models.data.uploads.zipped import list_of, unpacked

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


def entries_by_class(data: str) -> dict[str, list[int]]:
    """Places of the pictures in the ZIP, by class, as they were found when it was kept."""
    return {name: [place for span in spans for place in range(*span)] for name, spans in places_of(data).items()}


@lru_cache(2)
def load_pictures(data: str, side: int, colour: bool) -> Tensor:
    """All of them, class after class: bytes (count, channels, side, side), 0 is black."""
    packed = content(data)
    entries = list_of(packed)
    places = [place for one in entries_by_class(data).values() for place in one]
    chosen = [entries[place] for place in places]
    return torch.stack([pixels(unpacked(packed, entry, entry.size), side, colour) for entry in chosen])


def pixels(picture: bytes, side: int, colour: bool) -> Tensor:
    """The middle square of a picture on white paper, (channels, side, side) bytes, 0 is black."""
    with Image.open(io.BytesIO(picture), formats=FORMATS) as image:
        image.draft(None, (4 * side, 4 * side))  # of a JPEG no more is unpacked than is used
        ImageOps.exif_transpose(image, in_place=True)
        upright = clear_places(image, picture)
        clear = "transparency" in upright.info or upright.mode in ("RGBA", "LA", "PA", "RGBa", "La")
        square = ImageOps.fit(upright.convert("RGBA" if clear else "RGB"), (side, side), Image.Resampling.LANCZOS)
        if clear:
            square = Image.alpha_composite(Image.new("RGBA", (side, side), "white"), square)
        values = torch.from_numpy(np.array(square.convert("RGB" if colour else "L")))
    return values.permute(2, 0, 1) if colour else values.unsqueeze(0)


def clear_places(image: Image.Image, picture: bytes) -> Image.Image:
    """A picture of which Pillow can tell where it is transparent.

    A PNG may name a grey or a colour that is, in its own depth; Pillow compares that number with values of 8 bits.
    """
    clear = image.info.get("transparency")
    depth = picture[24] if picture.startswith(b"\x89PNG") else 8
    if image.mode.startswith("I"):  # 16 bits of grey
        deep = np.asarray(image)
        grey = Image.fromarray((deep // 257).astype(np.uint8))
        if isinstance(clear, int):
            grey.putalpha(Image.fromarray(np.where(deep == clear, 0, 255).astype(np.uint8)))
        return grey
    if image.mode == "L" and depth < 8 and isinstance(clear, int):
        image.info["transparency"] = clear * 255 // (2**depth - 1)
    elif image.mode == "RGB" and depth == 16 and isinstance(clear, tuple):
        image.info["transparency"] = tuple(value >> 8 for value in clear)
    return image


def drawn_as_picture(ink: bytes, side: int) -> Tensor:
    """A square drawing, a byte for each pixel and 255 for ink, as :func:`pixels` would make it: (1, side, side) ink."""
    whole = round(len(ink) ** 0.5)
    image = Image.frombytes("L", (whole, whole), ink)
    return torch.from_numpy(np.array(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS))).unsqueeze(0)
