"""The idx format, and the memory that its tensors share with the file."""

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from models.data.fetching import idx
from tests.small_digits import idx_bytes


@given(shape=st.lists(st.integers(1, 4), min_size=1, max_size=4), seed=st.integers(0, 99))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, shape: list[int], seed: int) -> None:
    numbers = torch.randint(0, 256, shape, generator=torch.Generator().manual_seed(seed), dtype=torch.uint8)
    path = tmp_path_factory.getbasetemp() / "numbers"
    path.write_bytes(idx_bytes(numbers))
    assert torch.equal(idx.read(path), numbers)


def test_what_is_written_to_the_tensor_does_not_reach_the_file(tmp_path: Path) -> None:
    path = tmp_path / "numbers"
    path.write_bytes(idx_bytes(torch.ones(3, 4, dtype=torch.uint8)))
    before = path.read_bytes()
    idx.read(path).zero_()
    assert path.read_bytes() == before
    assert idx.read(path).sum() == 12


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "starts with nothing"),
        (b"\x80\x04\x95\x10", "starts with 80049510"),
        (b"\x00\x00\x08\x02\x00\x00\x00\x03", "ends within the 2 sizes"),
        (b"\x00\x00\x08\x01\x00\x00\x00\x03ab", "takes 11 bytes, and has 10"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_name(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "numbers"
    path.write_bytes(content)
    with pytest.raises(idx.IdxError, match=reason) as error:
        idx.read(path)
    assert str(path) in str(error.value)
