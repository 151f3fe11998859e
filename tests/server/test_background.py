"""Nothing that runs beside the requests can end the server: each fails once, and all goes on."""

import ast
import logging
from collections.abc import Callable, Iterator
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from server.background import Work
from server.live.views import Views
from server.runs.ask import Ask
from server.runs.supervisor import Attempt
from server.weights.quota import CheckpointQuota
from tests.server.fakes import FakeExecutor, until
from tests.server.world import served

SERVER = Path(__file__).parents[2] / "server"

GUARDED = {"background.py", "live/socket.py", "runs/supervisor.py"}
"""Where a group of tasks may be begun into: the guard itself, and groups within one page and one attempt."""

FAILING: dict[str, tuple[Any, str]] = {
    "loading runs": ("server.runs.service", "restored"),
    "telling pages of changed runs": ("server.live.hub", "listed"),
    "getting ready for the first page": ("server.answers.pages", "plan"),
    "asking for what pages look at": (Views, "_begin"),
    "answering a look": (Ask, "answer"),
    "starting queued runs": ("server.runs.scheduler", "fair_share"),
    "keeping weights within their limit": (CheckpointQuota, "_count"),
    "counting what runs cost": ("server.runs.service", "count"),
    "supervising a run": (Attempt, "run"),
}
"""By what it does, where each of them is made to fail."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in SERVER.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield file.relative_to(SERVER).as_posix(), node


def test_whatever_runs_beside_the_requests_is_guarded_and_is_made_to_fail_here() -> None:
    begun = {file for file, call in calls() if getattr(call.func, "attr", "") == "start_soon"}
    assert begun == GUARDED, "begin it by Background.once or Background.always"
    named = {
        str(getattr(Work, call.args[0].attr))
        for _, call in calls()
        if getattr(call.func, "attr", "") in ("once", "always") and isinstance(call.args[0], ast.Attribute)
    }
    assert named == set(FAILING), "make it fail once in FAILING"


def failing_once(function: Callable[..., Any]) -> Callable[..., Any]:
    left = [function.__name__]

    @wraps(function)
    def fails(*given: Any, **more: Any) -> Any:
        if left:
            raise ArithmeticError(left.pop())
        return function(*given, **more)

    return fails


def fail_once(monkeypatch: pytest.MonkeyPatch, *whats: str) -> None:
    for what in whats:
        place, name = FAILING[what]
        if isinstance(place, str):
            place = import_module(place)
        monkeypatch.setattr(place, name, failing_once(getattr(place, name)))


AT_START = (
    "loading runs",
    "getting ready for the first page",
    "keeping weights within their limit",
    "counting what runs cost",
)
TOLD_ELSEWHERE = ("supervising a run", "answering a look")
"""As the reason of the run, and in the place of the answer."""


async def test_each_of_them_fails_once_is_told_once_and_the_server_goes_on(
    tmp_path: Path, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.background.FIRST_PAUSE", 0.0)
    fail_once(monkeypatch, *AT_START)
    errors: list[str] = []
    monkeypatch.setattr(
        logging.getLogger("schoolyard"), "exception", lambda message, *given: errors.append(message % given)
    )
    async with served(tmp_path, executor) as world:
        await until(lambda: len(errors) == len(AT_START))  # before there is a page to be told
        async with world.page() as page:
            fail_once(monkeypatch, *(what for what in FAILING if what not in AT_START))
            (failed,) = await world.make()
            ended = await page.until_state(failed, seconds=8)
            assert ended["reason"]["text"] == "the server made a mistake; its log says which"
            (run,) = await world.make()
            worker = await executor.worker(run)
            worker.run()
            await page.until_state(run, "running", seconds=8)
            await page.say(type="look", looks=[{"run": run, "view": "answers"}])
            refused = await page.until(lambda frame: frame["type"] == "refused")
            assert refused["detail"]["text"] == "The server made a mistake; its log says which."
            worker.measure(10, 0.5)
            await until(worker.looks)
            worker.answer(worker.looks()[0], step=10)
            await page.until(lambda frame: frame["type"] == "view")
            worker.end()
            await page.until_state(run, "finished")
            assert (await world.http.get("/healthz")).status_code == 200
    told = [frame["text"]["text"] for frame in page.frames if frame["type"] == "trouble"]
    for what in FAILING:
        assert sum(what in text for text in told) == (what not in (*AT_START, *TOLD_ELSEWHERE)), what
    assert len(errors) == len(FAILING), errors
