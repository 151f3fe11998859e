"""CIFAR-10 in the form it is published in, made up by the test; the real one is nowhere needed."""

import gzip
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from models.data.fetching.fetch import DataMissing
from models.data.sets import cifar10
from models.spec.seeds import generator
from tests import small_digits
from tests.specs import FOUND

PUBLISHED = cifar10.DATASET


def test_an_archive_of_the_published_form_loads_with_its_three_colours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setattr(cifar10, "DATASET", small_digits.place_cifar(tmp_path, (20, 30, 40, 50, 60, 10)))
    loaded = cifar10.load()
    assert (loaded.train_images.shape, loaded.test_images.shape) == ((200, 3, 32, 32), (10, 3, 32, 32))
    assert torch.equal(loaded.train_images[:, 0, ::3, 5][:, :10].argmin(1), loaded.train_labels)
    assert loaded.train_images[:, 1:].eq(255).all()
    assert loaded.test_labels.tolist() == list(range(10))


def test_an_archive_with_half_a_picture_or_without_a_batch_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "half.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("cifar-10-batches-bin/data_batch_1.bin")
        member.size = 4000
        archive.addfile(member, io.BytesIO(bytes(4000)))
    with pytest.raises(
        ValueError, match=r"data_batch_1\.bin of CIFAR-10 has 4,000 bytes, and each picture takes 3,073"
    ):
        cifar10.from_files(tmp_path / "half.tar.gz")
    with tarfile.open(tmp_path / "none.tar.gz", "w:gz"):
        pass
    with pytest.raises(ValueError, match=r"data_batch_1\.bin of CIFAR-10 has 0 bytes"):
        cifar10.from_files(tmp_path / "none.tar.gz")


def test_where_it_cannot_be_had_it_is_said_to_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setattr(cifar10, "DATASET", replace(PUBLISHED, sources=()))
    why = str(FOUND.tasks["cifar10"].missing())
    assert "CIFAR-10 is not on this machine yet (1 of 1 files, 170 MB). Run `schoolyard data cifar10` once" in why
    folder = tmp_path / "cifar10"
    folder.mkdir()
    (folder / "cifar-10-binary.tar.gz").write_bytes(gzip.compress(b"another archive"))
    with pytest.raises(DataMissing, match=r"the cache: cifar-10-binary\.tar\.gz is not the file it should be"):
        cifar10.load()


def test_the_task_has_three_colours_and_a_drawing_has_them_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setattr(cifar10, "DATASET", small_digits.place_cifar(tmp_path, (50,) * 6))
    task = FOUND.tasks["cifar10"].model_validate({"examples": 50, "validation": 100})
    splits = task.splits(generator(0, "data"))
    batch = task.batch(splits.test, torch.arange(2), generator(0, "noise"), training=False)
    assert batch.inputs.shape == (2, 3, 32, 32)
    assert batch.inputs[0, :, 0, 0].tolist() == [1, 0, 0]  # the bar of label 0 lacks red
    assert task.pose("AAAA" * 341 + "AA==").inputs.shape == (1, 3, 32, 32)
