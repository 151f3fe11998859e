"""Behind a trusted proxy everything works as it does before it; what others say of themselves does not count."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send
from typer import BadParameter
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from server.commands.serve import chosen
from server.security.proxies import Proxies
from server.settings import Settings
from tests.server.behind import Proxy, proxied
from tests.server.fakes import FakeExecutor
from tests.server.world import SPEC, World, served

ROOT = "/schoolyard"
RACE = {"spec": SPEC, "vary": {"/training/seed": [0, 1]}}
OURS = {"host": "school.test", "origin": "https://school.test"}


@asynccontextmanager
async def behind(data: Path, taken: str = "", **settings: Any) -> AsyncIterator[tuple[World, httpx2.AsyncClient, int]]:
    """A server, and a client that reaches it through a proxy as a browser does by HTTPS."""
    async with (
        served(data, FakeExecutor(), names=("school.test",), **settings) as world,
        proxied(Proxy(world.port, taken)) as port,
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False, verify=False, timeout=30) as http,
    ):
        yield world, http, port


@pytest.mark.parametrize("taken", ["", ROOT])
async def test_page_assets_calls_socket_lessons_and_links_work_below_a_prefix(tmp_path: Path, taken: str) -> None:
    trusted = {"trusted_proxies": ("127.0.0.1",), "root_path": ROOT}
    async with behind(tmp_path, taken, **trusted) as (_, http, port):
        page = await http.get(f"{ROOT}/", headers=OURS)
        named = re.findall(r'(?:href|src)="([^"]+)"', page.text)
        assert page.status_code == 200
        for address in named:
            assert address.startswith(f"{ROOT}/"), address
            assert (await http.get(address, headers=OURS)).status_code == 200
        made = await http.post(f"{ROOT}/api/runs", json=RACE, headers=OURS)
        assert made.status_code == 201
        some = await http.get(f"{ROOT}/api/runs?most=1", headers=OURS)
        following = re.findall("<(.+)>", some.headers["link"])[0]
        older = await http.get(following, headers=OURS)
        assert [one["id"] for one in (*older.json(), *some.json())] == made.json()["runs"]
        catalogue = (await http.get(f"{ROOT}/api/catalogue", headers=OURS)).json()
        lesson = await http.get(f"{ROOT}/api/lessons/{catalogue['lessons'][0]['name']}", headers=OURS)
        assert lesson.status_code == 200
        kind = {**OURS, "content-type": "text/csv"}
        assert (await http.post(f"{ROOT}/api/data?name=x.csv", content=b"nothing", headers=kind)).status_code == 422
        schema = (await http.get(f"{ROOT}/api/openapi.json", headers=OURS)).json()
        assert schema["servers"] == [{"url": ROOT}]
        origin = {"origin": f"https://127.0.0.1:{port}"}
        async with connect(f"ws://127.0.0.1:{port}{ROOT}/api/live", additional_headers=origin, proxy=None) as socket:
            assert json.loads(await socket.recv())["type"] == "hello"


async def test_a_prefix_without_its_slash_leads_to_the_page(tmp_path: Path) -> None:
    async with behind(tmp_path, root_path=ROOT, trusted_proxies=("127.0.0.1",)) as (_, http, _):
        answer = await http.get(f"{ROOT}?a=1", headers=OURS)
        assert (answer.status_code, answer.headers["location"]) == (307, f"{ROOT}/?a=1")


@pytest.mark.parametrize("trusted", [(), ("192.0.2.0/24",)])
async def test_what_nobody_trusts_does_not_count(tmp_path: Path, trusted: tuple[str, ...]) -> None:
    async with behind(tmp_path, trusted_proxies=trusted) as (_, http, port):
        assert (await http.post("/api/runs", json={"spec": SPEC}, headers=OURS)).status_code == 403
        origin = {"origin": f"https://127.0.0.1:{port}"}
        with pytest.raises(InvalidStatus, match="403"):
            async with connect(f"ws://127.0.0.1:{port}/api/live", additional_headers=origin, proxy=None):
                pass


async def test_a_trusted_proxy_opens_no_door_to_other_names_and_pages(tmp_path: Path) -> None:
    async with behind(tmp_path, trusted_proxies=("127.0.0.0/8",)) as (_, http, _):
        evil = {"host": "evil.test", "origin": "https://evil.test"}
        assert (await http.post("/api/runs", json={"spec": SPEC}, headers=evil)).status_code == 421
        other = {**OURS, "origin": "https://evil.test"}
        assert (await http.post("/api/runs", json={"spec": SPEC}, headers=other)).status_code == 403
        plain = {**OURS, "origin": "http://school.test"}
        assert (await http.post("/api/runs", json={"spec": SPEC}, headers=plain)).status_code == 403


async def seen(client: str, *headers: tuple[str, str], kind: str = "http", path: str = "/", root: str = "") -> Scope:
    """The request that the gate sees of one that came from ``client``."""
    found: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        found.append(scope)

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        raise AssertionError

    scope = {
        "type": kind, "scheme": "ws" if kind == "websocket" else "http", "path": path, "raw_path": path.encode(),
        "query_string": b"", "client": (client, 5), "method": "GET",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }  # fmt: skip
    trusted = ("10.0.0.0/8", "::1", "127.0.0.1")
    await Proxies(app, Settings(trusted_proxies=trusted, root_path=root))(scope, receive, send)
    return found[0]


@pytest.mark.parametrize(
    ("client", "passed", "address"),
    [
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.9.9.9", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("::1", "2001:db8::7", "2001:db8::7"),
        ("::ffff:127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("198.51.100.1", "203.0.113.9", "198.51.100.1"),
    ],
)
async def test_the_address_is_that_of_the_nearest_whom_nobody_trusts(client: str, passed: str, address: str) -> None:
    assert (await seen(client, ("x-forwarded-for", passed)))["client"][0] == address


async def test_the_word_of_the_nearest_proxy_counts_for_scheme_and_host() -> None:
    scope = await seen(
        "127.0.0.1", ("host", "127.0.0.1:8000"), ("x-forwarded-host", "forged.test, school.test"),
        ("x-forwarded-proto", "http"), ("x-forwarded-proto", "https"), kind="websocket",
    )  # fmt: skip
    assert scope["scheme"] == "wss"
    assert [value for name, value in scope["headers"] if name == b"host"] == [b"school.test"]
    odd = await seen("127.0.0.1", ("host", "a"), ("x-forwarded-proto", "gopher"))
    assert (odd["scheme"], odd["headers"][0]) == ("http", (b"host", b"a"))


@pytest.mark.parametrize(
    ("path", "whole"),
    [("/s/api/runs", "/s/api/runs"), ("/api/runs", "/s/api/runs"), ("/sums", "/s/sums"), ("/s/", "/s/")],
)
async def test_a_prefix_is_there_whether_it_was_taken_off_or_not(path: str, whole: str) -> None:
    scope = await seen("192.0.2.1", path=path, root="/s/")
    assert (scope["path"], scope["raw_path"], scope["root_path"]) == (whole, whole.encode(), "/s")


@pytest.mark.parametrize("options", [{"root_path": "/a?b"}, {"root_path": "/a//b"}, {"trusted_proxies": ("nobody",)}])
def test_what_is_no_path_and_no_address_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(BadParameter):
        chosen(**options)


def test_both_are_told_by_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_TRUSTED_PROXIES", "10.0.0.0/8, 127.0.0.1")
    monkeypatch.setenv("SCHOOLYARD_ROOT_PATH", "schoolyard/")
    settings = chosen(port=8000, trusted_proxies=None, root_path=None)
    assert (settings.trusted_proxies, settings.root_path) == (("10.0.0.0/8", "127.0.0.1"), ROOT)
    assert chosen(root_path="/other").root_path == "/other"
