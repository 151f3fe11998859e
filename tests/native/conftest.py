"""Every test of the core runs for each instruction set that this processor has."""

from collections.abc import Iterator

import pytest
import torch

from models.native.library import Core
from tests.native.comparison import CORES, load


@pytest.fixture(params=CORES)
def core(request: pytest.FixtureRequest) -> Iterator[Core]:
    """As a worker has it: one thread."""
    torch.manual_seed(0)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield load(request.param)
    torch.set_num_threads(threads)
