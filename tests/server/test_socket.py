"""What the socket says and what it lets itself be told."""

import json

import anyio
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from models.events import RunState, State
from models.sentences import Text
from server.live import client as live_client
from server.security.body import MOST_BYTES
from tests.server.fakes import FakeExecutor
from tests.server.world import World, stored


async def drained(socket: ClientConnection) -> None:
    """Reads to the end, which raises."""
    with anyio.fail_after(10):
        while True:
            await socket.recv()


async def test_a_run_that_nobody_has_is_no_reason_to_break_off(world: World, executor: FakeExecutor) -> None:
    async with world.page() as page:
        (run,) = await world.make()
        await page.watch(_nobody=3, **{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")


async def test_an_idle_page_hears_a_beat(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_client, "BEAT_SECONDS", 0.02)
    async with world.page() as page:
        await page.until(lambda frame: frame["type"] == "beat")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x00\x01", 1003),
        ("not json", 1008),
        ('{"type": "unknown"}', 1008),
        ('{"type": "watch", "runs": {"a": "b"}}', 1008),
        ('{"type": "pace", "hertz": 1e9}', 1008),
        ('{"type": "watch", "runs": ' + "[" * 10_000 + "]" * 10_000 + "}", 1008),
        ('{"type": "watch", "runs": {"a": "' + "x" * MOST_BYTES + '"}}', 1009),
    ],
)
async def test_what_no_page_says_ends_that_page_alone(world: World, sent: bytes | str, code: int) -> None:
    async with world.page() as healthy:
        async with connect(world.address, max_size=None, max_queue=None) as socket:
            await socket.send(sent)
            with pytest.raises(ConnectionClosed) as closed:
                await drained(socket)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code
        (run,) = await world.make()
        await healthy.until_state(run, "starting")


async def test_a_page_that_floods_us_holds_up_nobody(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    async with world.page() as flood, world.page() as healthy:

        async def pour() -> None:
            for turn in range(3000):
                await flood.watch(**({f"_{run}": 0} if turn % 2 else {}))

        async with anyio.create_task_group() as group:
            group.start_soon(pour)
            await healthy.watch(**{f"_{run}": 0})
            worker.learn(1, 40)
            worker.end()
            await healthy.until_told_the_end(run)
        assert healthy.told[run].curves == await stored(world, run)


def test_frames_of_the_server_are_those_that_are_written_down() -> None:
    from server.live import encoding
    from server.runs.ask import view_answer
    from server.schema.frames import SERVER_FRAME
    from server.schema.looks import ViewRequest
    from server.store.pyramid import table
    from server.store.rows import History, StoredEvent

    curve = ("batch", table({"step": [1], "train/loss": [None]}), True)
    state = State(state=RunState.RUNNING).model_dump_json()
    picture = '{"type":"marked text","marks":[],"right":0,"of":0}'
    request = ViewRequest(run="r", view="answers", question='a "quote"')
    frames = [
        encoding.hello("1", "teacher", ["start"]),
        encoding.fetches([]),
        encoding.runs([], ["gone"]),
        encoding.history("r", History(3, [curve], [state])),
        encoding.event("r", StoredEvent(1, 4, "2026-01-01", state)),
        encoding.caught_up("r", 4),
        encoding.reset("r"),
        encoding.view(view_answer(request, 1, 0.5, picture)),
        encoding.refused(request, Text("No.")),
        encoding.BEAT,
    ]
    for frame in frames:
        SERVER_FRAME.validate_python(json.loads(frame))


async def test_a_page_that_was_hidden_is_answered_at_once_when_it_is_seen(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    (await executor.worker(run)).run()
    async with world.page() as page:
        await page.say(type="pace", hertz=0.1)
        await page.until(lambda _: run in page.runs)
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up", seconds=5)
        await page.say(type="pace", hertz=20)
        (await executor.worker(run)).end()
        await page.until_told_the_end(run, seconds=5)


async def test_a_page_that_was_away_learns_what_went_to_the_trash(world: World) -> None:
    (run,) = await world.make()
    await world.http.delete(f"/api/runs/{run}")
    async with world.page() as page:
        frame = await page.until(lambda frame: frame["type"] == "runs")
        assert (frame["runs"], frame["removed"]) == ([], [run])
