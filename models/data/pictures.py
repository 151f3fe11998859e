"""Pictures of a person's own, out of a ZIP that was checked when it was kept: a folder for each class."""

import io
import unicodedata
import zipfile
from functools import lru_cache

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from models.data.own import content

ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".webp")
UTF8 = 0x800
"""The bit of an entry that says how its name is written."""


def name_of(info: zipfile.ZipInfo) -> str:
    """The entry's name; programs that write it in UTF-8 do not always say so."""
    name = info.filename
    if not info.flag_bits & UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    return unicodedata.normalize("NFC", name)


def class_of(name: str) -> str:
    """The folder that a picture lies in; "" of what is no picture, lies in no folder or is hidden."""
    *folders, file = name.replace("\\", "/").split("/")
    hidden = any(part.startswith((".", "__MACOSX")) for part in (*folders, file))
    if hidden or not folders or not file.lower().endswith(ENDINGS):
        return ""
    return folders[-1].strip()


@lru_cache(8)
def entries_by_class(data: str) -> dict[str, list[int]]:
    """Places of the pictures in the ZIP, by class; classes in the order of their names, numbers as numbers."""
    found: dict[str, list[int]] = {}
    with zipfile.ZipFile(io.BytesIO(content(data))) as packed:
        for place, info in enumerate(packed.infolist()):
            name = "" if info.is_dir() else class_of(name_of(info))
            if name:
                found.setdefault(name, []).append(place)
    return dict(sorted(found.items(), key=lambda one: (one[0].zfill(9) if one[0].isdecimal() else one[0], one[0])))


@lru_cache(2)
def load_pictures(data: str, side: int, colour: bool) -> Tensor:
    """All of them, class after class: bytes (count, channels, side, side), 0 is black."""
    classes = entries_by_class(data)
    with zipfile.ZipFile(io.BytesIO(content(data))) as packed:
        entries = packed.infolist()
        return torch.stack(
            [pixels(packed.read(entries[place]), side, colour) for one in classes.values() for place in one]
        )


def pixels(picture: bytes, side: int, colour: bool) -> Tensor:
    """The middle square of a picture on white paper, (channels, side, side) bytes, 0 is black."""
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
        image.draft(None, (4 * side, 4 * side))  # of a JPEG no more is unpacked than is used
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I"):  # 16 bits of grey
            upright = Image.fromarray((np.asarray(upright) // 257).astype(np.uint8))
        square = ImageOps.fit(upright.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
        flat = Image.alpha_composite(Image.new("RGBA", (side, side), "white"), square)
        values = torch.from_numpy(np.array(flat.convert("RGB" if colour else "L")))
    return values.permute(2, 0, 1) if colour else values.unsqueeze(0)


def drawn_as_picture(ink: bytes, side: int) -> Tensor:
    """A square drawing, a byte for each pixel and 255 for ink, as :func:`pixels` would make it: (1, side, side) ink."""
    whole = round(len(ink) ** 0.5)
    image = Image.frombytes("L", (whole, whole), ink)
    return torch.from_numpy(np.array(ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS))).unsqueeze(0)
