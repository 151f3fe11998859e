"""An executor of a cluster keeps what every executor keeps."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from scripts.cluster import Cluster
from server.executors.executor import executor_of
from server.executors.protocol import Executor
from server.settings import Settings
from server.weights.folder import WeightFolder
from tests.server.executors.contract import *  # noqa: F403  # the tests, and what they use


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> WeightFolder:
    return WeightFolder(tmp_path_factory.mktemp("weights"))


@pytest.fixture(scope="module")
async def executor(
    cluster: Cluster, weights: WeightFolder, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Executor]:
    data = tmp_path_factory.mktemp("data")
    executor = executor_of(Settings(data=data, executor="ray", ray_address=cluster.address))
    await executor.open(weights)
    yield executor
    await executor.close()


@pytest.fixture
def run(tmp_path: Path, weights: WeightFolder) -> str:
    """A run of the test's own, made ready as the server does."""
    return tmp_path.name
