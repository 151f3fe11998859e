"""Fashion-MNIST: a sample of it that goes with the tests, and all of it where the cache has it."""

import base64
import gzip
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models.data.fetching.debian import DebianPackage
from models.data.fetching.fetch import DataMissing
from models.data.sets import fashion
from tests import small_digits
from tests.specs import FOUND


def test_a_sample_in_the_form_of_the_set_loads_as_clothes_with_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setattr(fashion, "DATASET", small_digits.place_fashion(tmp_path, train=300, test=100))
    loaded = fashion.load()
    assert loaded.train_images.shape == (300, 28, 28)
    assert torch.equal(loaded.test_images, small_digits.sample()[0])
    names = FOUND.tasks["fashion"]().class_names()
    assert [names[label] for label in loaded.test_labels[:5]] == [
        "ankle boot",
        "pullover",
        "trousers",
        "trousers",
        "shirt",
    ]


def test_a_drawing_is_asked_as_it_was_drawn() -> None:
    task = FOUND.tasks["fashion"]()
    ink = bytes([255, *[0] * 783])
    posed = task.pose(base64.b64encode(ink).decode()).inputs
    assert (posed.shape, posed[0, 0, 0, 0].item(), posed.sum().item()) == ((1, 1, 28, 28), 1, 1)
    with pytest.raises(ValueError, match="has 28 x 28 pixels; this one has 3 values"):
        task.pose(base64.b64encode(b"ink").decode())


@pytest.mark.skipif(fashion.available() is not None, reason="Fashion-MNIST is not in the cache")
def test_the_real_clothes_are_all_there() -> None:
    loaded = fashion.load()
    assert loaded.train_labels.bincount().tolist() == [6000] * 10
    assert loaded.test_labels.bincount().tolist() == [1000] * 10
    assert torch.equal(loaded.test_images[:100], small_digits.sample()[0])
    pixels = loaded.train_images.float() / 255
    assert (round(pixels.mean().item(), 4), round(pixels.std().item(), 4)) == (0.2860, 0.3530)


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the PATH, with an apt-get that leaves a package and a dpkg-deb that "unpacks" it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    programs = {
        "apt-get": "pathlib.Path('clothes_1_all.deb').write_bytes(b'')",
        "dpkg-deb": "shutil.copytree(here / 'usr', 'usr')",
    }
    for name, program in programs.items():
        text = f"#!{sys.executable}\nimport pathlib, shutil\nhere = pathlib.Path(__file__).parent\n{program}\n"
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path / "cache"))
    return folder


def test_a_debian_package_delivers_what_is_then_checked(apt: Path) -> None:
    contents = small_digits.raw_files(10, 5)
    (apt / "usr" / "sets").mkdir(parents=True)
    for name, content in contents.items():
        (apt / "usr" / "sets" / f"{name}.gz").write_bytes(gzip.compress(content))
    files = tuple(small_digits.raw_file(name, content) for name, content in contents.items())
    package = DebianPackage("clothes", "usr/sets")
    dataset = replace(fashion.DATASET, files=files, sources=(package,))
    dataset.fetch()
    assert {file.name: dataset.path(file.name).read_bytes() for file in files} == contents
    elsewhere = replace(dataset, name="again", sources=(DebianPackage("clothes", "usr/others"),))
    with pytest.raises(DataMissing, match="Debian's clothes: clothes has no file usr/others/train-images"):
        elsewhere.fetch()
    (apt / "apt-get").write_text(f"#!{sys.executable}\nimport sys\nsys.exit('E: Unable to locate package clothes')\n")
    with pytest.raises(DataMissing, match="apt-get ended with exit code 1: E: Unable to locate package clothes"):
        elsewhere.fetch()
