"""Emoji: 1,906 small colour pictures in nine groups, drawn for Twitter (Twemoji, 2014, and who kept it up since).

Two files of a package: a list that says to which group each belongs and where it lies, and one sheet with all pictures.
The pictures are under CC BY 4.0, the list under the MIT licence. The five shades of skin of the group "Component" are
no pictures of things and are left out.
"""

import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.sources import NpmPackage
from models.data.labelled import LabelledImages
from models.sentences import Text

DATASET = Dataset(
    name="emoji",
    title="Emoji",
    licence="CC BY 4.0",
    licence_link="https://creativecommons.org/licenses/by/4.0/",
    published="Twitter and contributors (Twemoji), 2014",
    files=(
        RawFile(
            "emoji.json",
            1_313_457,
            "1d602e65be88772bf8cc368ce16b855d719eeddbafe128d471b80203f494d29f",
        ),
        RawFile(
            "32.png",
            4_901_480,
            "2767ef2e87cbfb6cc12ac46596c339549afaf0ae8771cf51100c8853f6bde632",
        ),
    ),
    sources=(
        NpmPackage(
            package="emoji-datasource-twitter@16.0.0",
            sha256="f64a530c63bca463bd8317fdc4615ce63a53a0c65018e4ce2d848aaba7a28877",
            inside="package",
            elsewhere={"32.png": "package/img/twitter/sheets"},
        ),
    ),
)

GROUPS = (
    "Smileys & Emotion", "People & Body", "Animals & Nature", "Food & Drink", "Travel & Places", "Activities",
    "Objects", "Symbols", "Flags",
)  # fmt: skip
"""In the order of the labels, as the list calls them."""
SIZES = (169, 386, 159, 131, 218, 85, 264, 224, 270)
"""How many pictures each group has."""
COUNT = 1_906
SIDE, EDGE = 32, 1
"""Pixels of a picture, and of the clear edge around each on the sheet."""


def from_files(listed: Path, sheet: Path) -> LabelledImages:
    """All pictures on white, (count, 3, 32, 32), in the order of the list; none is set apart for a test.

    Raises ValueError if the list names a place that is not on the sheet.
    """
    with Image.open(sheet, formats=("PNG",)) as image:
        pixels = np.asarray(image.convert("RGBA")).astype(np.uint16)
    clear = pixels[:, :, 3:]
    on_white = ((pixels[:, :, :3] * clear + 255 * (255 - clear) + 127) // 255).astype(np.uint8)
    images, labels = [], []
    for one in json.loads(listed.read_text("utf-8")):
        if one["category"] in GROUPS:
            left, top = (place * (SIDE + 2 * EDGE) + EDGE for place in (one["sheet_x"], one["sheet_y"]))
            square = on_white[top : top + SIDE, left : left + SIDE]
            if square.shape != (SIDE, SIDE, 3):
                raise ValueError(f"{one['name']} lies beyond the edge of the sheet of emoji.")
            images.append(torch.from_numpy(square.transpose(2, 0, 1).copy()))
            labels.append(GROUPS.index(one["category"]))
    nothing = torch.empty(0, 3, SIDE, SIDE, dtype=torch.uint8), torch.empty(0, dtype=torch.long)
    return LabelledImages(torch.stack(images), torch.tensor(labels), *nothing)


def available() -> Text | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no pictures."""
    return DATASET.available()


def load(progress: Progress | None = None) -> LabelledImages:
    """All pictures, fetched first where they are missing. Raises DataMissing if they cannot be had."""
    DATASET.fetch(progress)
    return from_files(*(DATASET.path(file.name) for file in DATASET.files))
