"""A set is fetched by one press, for all pages; what breaks off leaves nothing half fetched."""

import errno
import gzip
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from models.data.fetching import fetch
from models.data.fetching.fetch import Dataset
from models.data.fetching.sources import Mirror
from models.data.sets import digits
from tests import small_digits
from tests.mirror import Network, listening
from tests.server.fakes import FakeExecutor
from tests.server.test_people import ANN, ByHeader
from tests.server.world import Frame, Page, World, served
from tests.specs import spec_json

FILES = small_digits.raw_files()
FIRST, *_ = FILES
STARTED = {"name": "mnist", "state": "fetching"}


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network(FILES)
    with listening(made):
        yield made


@pytest.fixture
def dataset(network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dataset:
    """MNIST with files of the test, which are only in the test's network."""
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path / "cache"))
    files = tuple(small_digits.raw_file(name, content) for name, content in FILES.items())
    made = replace(digits.DATASET, files=files, sources=(Mirror(network.address),))
    monkeypatch.setattr(digits, "DATASET", made)
    return made


@pytest.fixture
async def world(tmp_path: Path, dataset: Dataset) -> AsyncIterator[World]:
    async with served(tmp_path / "data", FakeExecutor(), people=ByHeader()) as world:
        yield world


async def begin(world: World) -> None:
    answer = await world.http.post("/api/sets/mnist/fetch")
    assert answer.status_code == 202
    assert STARTED.items() <= answer.json().items()


async def fetch_in(page: Page, state: str) -> Frame:
    """The fetch that the page has of the set once its fetching is in this state."""
    frame = await page.until(
        lambda frame: frame["type"] == "fetches" and any(one["state"] == state for one in frame["fetches"])
    )
    (fetched,) = frame["fetches"]
    found: Frame = fetched
    return found


async def ended(page: Page, state: str) -> Frame:
    """The same of a fetching that has just begun: a page may be told of the one before it once more."""
    await fetch_in(page, "fetching")
    return await fetch_in(page, state)


async def half_way(network: Network) -> None:
    assert await anyio.to_thread.run_sync(network.half_way.wait, 30)


async def task(world: World) -> dict[str, Any]:
    tasks = (await world.http.get("/api/catalogue")).json()["tasks"]
    found: dict[str, Any] = next(one for one in tasks if one["name"] == "digits")
    return found


def half_fetched(dataset: Dataset) -> list[Path]:
    """All files of the set that somebody could take for whole ones, or that were left behind."""
    found = [path for path in dataset.folder().rglob("*") if path.is_file() and path.name != ".lock"]
    whole = {file.name for file in dataset.files} - {file.name for file in dataset.missing()}
    return [path for path in found if path.name.removesuffix(".sha256") not in whole]


async def test_a_set_is_offered_with_size_licence_and_source_and_one_press_fetches_it_for_all_pages(
    world: World, network: Network, dataset: Dataset
) -> None:
    before = await task(world)
    assert before["missing"]["text"].startswith("MNIST is not on this machine yet")
    assert before["data"] == {
        "name": "mnist",
        "title": "MNIST",
        "bytes": dataset.bytes,
        "published": "Yann LeCun, Corinna Cortes, Christopher Burges, 1998",
        "source": network.address.split("/")[2],
        "licence": "CC BY-SA 3.0",
        "licence_link": "https://creativecommons.org/licenses/by-sa/3.0/",
    }
    network.slow = True
    async with world.page() as one, world.page() as other:
        await begin(world)
        await half_way(network)
        await begin(world)
        refused = await world.http.post("/api/runs", json={"spec": spec_json("digits/mlp")})
        assert (refused.status_code, refused.json()["code"]) == (409, "set-being-fetched")
        network.go_on.set()
        for page in (one, other):
            end = await fetch_in(page, "fetched")
            assert (end["done"], end["total"], end["problem"]) == (dataset.bytes, dataset.bytes, None)
        assert sorted(network.asked) == sorted(FILES), "it was fetched once"
        assert (await task(world))["missing"] is None
        async with world.page() as late:
            await fetch_in(late, "fetched")
    made = await world.http.post("/api/runs", json={"spec": spec_json("digits/mlp", examples=50, validation=100)})
    assert made.status_code in (201, 422), made.text
    sets = (await world.http.get("/api/sets")).json()
    assert "mnist" not in sets["missing"]


async def test_what_is_cancelled_leaves_nothing_and_begins_anew(
    world: World, network: Network, dataset: Dataset
) -> None:
    network.slow = True
    async with world.page() as page:
        await begin(world)
        await half_way(network)
        cancelled = await world.http.delete("/api/sets/mnist/fetch")
        assert cancelled.json()["state"] == "cancelled"
        await fetch_in(page, "cancelled")
        network.go_on.set()
        await begin(world)
        await ended(page, "fetched")
    assert dataset.available() is None
    assert half_fetched(dataset) == []


async def test_a_line_that_breaks_is_said_and_the_next_try_ends_well(
    world: World, network: Network, dataset: Dataset
) -> None:
    network.breaks = True
    async with world.page() as page:
        await begin(world)
        await half_way(network)
        network.go_on.set()
        problem = (await ended(page, "failed"))["problem"]
        assert problem["code"] == "set-not-fetched"
        (reason,) = problem["values"]["reasons"]
        assert reason["values"]["why"]["code"] in ("connection-failed", "file-too-short")
        assert half_fetched(dataset) == []
        assert (await task(world))["missing"] is not None
        network.breaks = False
        await begin(world)
        await ended(page, "fetched")
    assert dataset.available() is None


async def test_a_file_with_another_content_and_a_network_that_is_not_there_are_said(
    world: World, network: Network, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.packed[FIRST] = gzip.compress(bytes(dataset.files[0].size))
    async with world.page() as page:
        await begin(world)
        (reason,) = (await ended(page, "failed"))["problem"]["values"]["reasons"]
        assert reason["values"]["why"]["code"] == "file-refused"
        assert half_fetched(dataset) == []
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            nowhere = Mirror(f"http://127.0.0.1:{closed.getsockname()[1]}/")
            monkeypatch.setattr(digits, "DATASET", replace(dataset, sources=(nowhere,)))
            await begin(world)
            (reason,) = (await ended(page, "failed"))["problem"]["values"]["reasons"]
        assert reason["values"]["why"]["code"] == "connection-failed"


async def test_a_disk_without_room_is_said_before_and_one_that_fills_up_meanwhile(
    world: World, dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fills_up(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with world.page() as page:
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
            await begin(world)
            assert (await ended(page, "failed"))["problem"]["code"] == "no-space-for-set"
        with monkeypatch.context() as patch:
            patch.setattr(fetch, "_accept", fills_up)
            await begin(world)
            assert (await ended(page, "failed"))["problem"]["code"] == "disk-full-while-fetching"
    assert half_fetched(dataset) == []


async def test_a_server_that_ends_meanwhile_waits_for_no_network_and_the_next_one_begins_anew(
    tmp_path: Path, network: Network, dataset: Dataset
) -> None:
    network.slow = True
    async with served(tmp_path / "data", FakeExecutor()) as world:
        await begin(world)
        await half_way(network)
    assert dataset.available() is not None
    network.go_on.set()
    async with served(tmp_path / "data", FakeExecutor()) as world, world.page() as page:
        await begin(world)
        await ended(page, "fetched")
    assert half_fetched(dataset) == []


async def test_a_student_is_offered_nothing_and_may_not_fetch(world: World, network: Network) -> None:
    async with world.page(ANN) as ann, world.page() as teacher:
        assert ["fetch" in page.frames[0]["may"] for page in (ann, teacher)] == [False, True]
    for call in (world.http.post, world.http.delete):
        refused = await call("/api/sets/mnist/fetch", headers=ANN)
        assert (refused.status_code, refused.json()["detail"]) == (
            403, "You may not do this here. Ask your teacher.",
        )  # fmt: skip
    assert network.asked == []


async def test_a_set_that_nobody_has_is_said(world: World) -> None:
    for call in (world.http.post, world.http.delete):
        assert (await call("/api/sets/atlas/fetch")).status_code == 404
    assert (await world.http.delete("/api/sets/mnist/fetch")).status_code == 404
