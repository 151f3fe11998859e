"""A cluster on this machine for all tests of Ray: a head and two other machines, two places on each."""

from collections.abc import Iterator

import pytest

from scripts.cluster import Cluster, running

pytest.register_assert_rewrite("tests.server.executors.contract")


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with running() as cluster, pytest.MonkeyPatch.context() as patch:
        for name, value in cluster.own.items():
            patch.setenv(name, value)  # before Ray is imported
        yield cluster
