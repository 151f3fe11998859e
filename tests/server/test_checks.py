"""Uploads are looked through one after the other, in a process of their own that may use so much and no more."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import anyio
import httpx2
import pytest

from models.data.uploads import intake
from models.data.uploads.unusable import Unusable
from server.executors.local import checking
from server.executors.local.checker import Bounds
from server.executors.local.checking import Checks
from server.executors.local.processes import LocalProcess
from server.schema.refusal import Refusal
from tests.own_files import drawings, packed
from tests.server.fakes import FakeExecutor, until
from tests.server.world import World, served

ZIP = {"content-type": "application/zip"}


def never(content: bytes, name: str, languages: Sequence[str]) -> intake.Checked:
    threading.Event().wait()
    raise AssertionError


def counts_on(content: bytes, name: str, languages: Sequence[str]) -> intake.Checked:
    while True:
        pass


def takes_much(content: bytes, name: str, languages: Sequence[str]) -> intake.Checked:
    return never(bytes(60_000_000), name, languages)


def breaks(content: bytes, name: str, languages: Sequence[str]) -> intake.Checked:
    raise ZeroDivisionError(name)


def leaves(content: bytes, name: str, languages: Sequence[str]) -> intake.Checked:
    raise SystemExit(3)


@pytest.fixture
async def checks() -> AsyncIterator[Checks]:
    checks = Checks()
    yield checks
    checks.close()


async def test_a_file_is_looked_through_elsewhere(checks: Checks, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = intake.checked(packed(drawings()), "bars.zip")
    monkeypatch.setattr("models.data.uploads.zips.list_of", None)  # of this process
    found = await checks.check(packed(drawings()), "bars.zip", ["zh"])
    assert (found.own.classes, found.own.places) == (expected.own.classes, expected.own.places)
    assert found.thumbnails == expected.thumbnails
    with pytest.raises(Unusable, match="This is a single picture"):
        await checks.check(drawings()["lying/0.png"], "bars.png", [])
    assert checks.process is None


@pytest.mark.parametrize(
    ("look", "bounds", "words"),
    [
        (never, Bounds(seconds=0), "takes longer than 0 seconds to look through. Make it smaller"),
        (counts_on, Bounds(processor_seconds=1), "takes longer than 120 seconds"),
        (takes_much, Bounds(memory=20_000_000), "needs more than 20 MB of memory"),
        (breaks, Bounds(), "could not be looked through. Leave out what is unusual"),
        (leaves, Bounds(), "could not be looked through. Leave out what is unusual"),
    ],
)
async def test_what_goes_beyond_its_bounds_is_refused_in_a_sentence(
    checks: Checks, look: object, bounds: Bounds, words: str
) -> None:
    checks.look, checks.bounds = look, bounds  # type: ignore[assignment]
    with pytest.raises(Unusable, match=words):
        await checks.check(b"x", "x.zip", [])
    assert checks.process is None
    checks.look, checks.bounds = intake.checked, Bounds()
    assert (await checks.check(packed(drawings()), "bars.zip", [])).own.title == "bars"


async def test_a_check_that_is_cancelled_or_closed_ends_its_process(checks: Checks) -> None:
    checks.look = never
    for end in ("cancel", "close"):
        task = asyncio.create_task(checks.check(b"x", "x.zip", []))
        await until(lambda: checks.process is not None)
        process = checks.process
        assert process is not None
        if end == "cancel":
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        else:
            checks.close()
            with pytest.raises(Refusal, match="The server is ending"):
                await task
            with pytest.raises(Refusal, match="The server is ending"):
                async with checks.turn():
                    pass
        await gone(process)


async def gone(process: LocalProcess) -> None:
    await until(lambda: not process.alive)


async def test_one_is_looked_through_at_a_time_and_only_so_many_wait(
    checks: Checks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "MOST_WAITING", 2)
    order: list[int] = []
    go_on = anyio.Event()

    async def upload(number: int) -> None:
        async with checks.turn():
            order.append(number)
            await go_on.wait()
            order.append(-number)

    async with anyio.create_task_group() as group:
        for number in (1, 2, 3):
            group.start_soon(upload, number)
        await anyio.wait_all_tasks_blocked()
        assert order == [1]
        with pytest.raises(Refusal, match="Many files are being looked through"):
            await upload(4)
        go_on.set()
    assert order == [1, -1, 2, -2, 3, -3]


async def test_a_client_that_goes_away_takes_its_check_along(world: World) -> None:
    checks = world.parts.checks
    checks.look = never
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{world.port}", trust_env=False) as other:
        upload = asyncio.create_task(other.post("/api/data?name=x.zip", content=packed(drawings()), headers=ZIP))
        await until(lambda: checks.process is not None)
        upload.cancel()
        await asyncio.gather(upload, return_exceptions=True)
    await until(lambda: checks.process is None)
    checks.look = intake.checked
    answer = await world.http.post("/api/data?name=x.zip", content=packed(drawings()), headers=ZIP)
    assert (answer.status_code, answer.json()["classes"]) == (201, {"lying": 6, "standing": 6})


async def test_a_server_that_ends_tells_who_waits(tmp_path: Path) -> None:
    async with httpx2.AsyncClient(trust_env=False) as pages:
        async with served(tmp_path, FakeExecutor()) as world:
            world.parts.checks.look = never
            address = f"http://127.0.0.1:{world.port}/api/data"
            posts = [asyncio.create_task(pages.post(address, content=b"x%d" % one, headers=ZIP)) for one in (1, 2)]
            await until(lambda: world.parts.checks.process is not None)
        answers = await asyncio.gather(*posts)
    assert {(answer.status_code, answer.json()["detail"]) for answer in answers} == {
        (503, "The server is ending. Upload the file again when it is back.")
    }


async def test_the_same_file_sent_twice_at_once_is_kept_once(world: World) -> None:
    posts = [world.http.post(f"/api/data?name={name}.zip", content=packed(drawings()), headers=ZIP) for name in "ab"]
    answers = [answer.json() for answer in await asyncio.gather(*posts)]
    assert answers[0] == answers[1]
    assert len((await world.http.get("/api/data")).json()["data"]) == 1


async def test_thumbnails_are_one_picture_and_go_with_the_file(world: World, tmp_path: Path) -> None:
    posted = await world.http.post("/api/data?name=x.zip", content=packed(drawings()), headers=ZIP)
    data = posted.json()["data"]
    answer = await world.http.get(f"/api/data/{data}/thumbnails")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
    assert posted.json()["thumbnails"] == 8
    assert len(answer.content) < 20_000
    for other in ("ab" * 32, "..%2Fx", "x"):
        assert (await world.http.get(f"/api/data/{other}/thumbnails")).status_code == 404
    await world.http.delete(f"/api/data/{data}")
    assert (await world.http.get(f"/api/data/{data}/thumbnails")).status_code == 404


async def test_languages_of_the_page_and_the_browser_decide_what_names_leave_open(world: World) -> None:
    names = {f"sz\u00ebl{place}/{number}.png": one for place in "ab" for number, one in enumerate(drawings(3).values())}
    content = packed({name.replace("\u00eb", "?"): one for name, one in names.items()}).replace(b"sz?l", b"sz\x8bl")
    answer = await world.http.post(
        "/api/data", params={"name": "x.zip", "languages": "en,hu-HU"}, content=content, headers=ZIP
    )
    assert sorted(answer.json()["classes"]) == ["szőla", "szőlb"]
