"""Nobody but our own page, and programs of this machine, may use the server."""

from collections.abc import AsyncIterator

import anyio
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from server.security.body import MOST_BYTES, MOST_LEVELS, deeper
from server.security.hosts import Hosts
from server.settings import Settings
from tests.bounded import processor_seconds
from tests.server.world import SPEC, World

OURS = ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "127.0.0.2"]
FOREIGN = [
    "evil.example", "10.evil.example", "localhost.evil.example", "evil.localhost", "", "192.168.0.7",
    "localhost:99999", "localhost:", "localhost:80x", "user@localhost", "localhost/..", "[::2]", "[localhost]",
    "127.0.0.1.evil.example", "0x7f.1", "localhost localhost", "2130706433",
]  # fmt: skip


@pytest.mark.parametrize("host", OURS)
def test_the_names_of_this_machine_are_ours(host: str) -> None:
    assert Hosts(Settings()).ours(host)


@pytest.mark.parametrize("host", FOREIGN)
def test_other_names_are_not(host: str) -> None:
    assert not Hosts(Settings()).ours(host)


def test_beyond_loopback_addresses_and_own_names_are_ours_too() -> None:
    hosts = Hosts(Settings(host="0.0.0.0", names=("class.example",)))
    assert all(hosts.ours(host) for host in ("192.168.0.7:8000", "[fe80::1]", "class.example", "localhost"))
    assert not hosts.ours("evil.example")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example"])
async def test_a_foreign_name_is_refused_before_anything_else(world: World, host: str) -> None:
    for path in ("/", "/healthz", "/api/runs", "/static/x", "/nowhere"):
        answer = await world.http.get(path, headers={"host": host})
        assert answer.status_code == 421
        assert answer.headers["content-type"] == "application/problem+json"
    with pytest.raises(InvalidStatus) as refused:
        await connect(world.address, additional_headers={"Host": host})
    assert refused.value.response.status_code in (400, 421)


async def test_two_names_at_once_are_none(world: World) -> None:
    stream = await anyio.connect_tcp("127.0.0.1", world.port)
    async with stream:
        await stream.send(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
        assert b" 4" in (await stream.receive())[:14]


def origins(world: World) -> list[str]:
    port = world.port
    return [
        "https://evil.example",
        "null",
        f"http://127.0.0.1:{port + 1}",
        f"http://localhost:{port}",
        f"https://127.0.0.1:{port}",
        f"http://127.0.0.1:{port}.evil.example",
        f"http://127.0.0.1.evil.example:{port}",
    ]


async def test_pages_of_other_origins_can_change_nothing(world: World) -> None:
    for origin in origins(world):
        headers = {"origin": origin}
        answers = [
            await world.http.post("/api/runs", json={"spec": SPEC}, headers=headers),
            await world.http.post("/api/plan", json=SPEC, headers=headers),
            await world.http.delete("/api/runs/x", headers=headers),
            await world.http.patch("/api/runs/x/training", json={}, headers=headers),
        ]
        assert [answer.status_code for answer in answers] == [403] * 4
    assert (await world.http.get("/api/runs")).json() == []


async def test_pages_of_other_origins_get_no_socket(world: World) -> None:
    for origin in origins(world):
        with pytest.raises(InvalidStatus) as refused:
            await connect(world.address, additional_headers={"Origin": origin})
        assert refused.value.response.status_code == 403
    assert not world.parts.hub.clients


async def test_our_own_page_may_do_both(world: World) -> None:
    own = f"http://127.0.0.1:{world.port}"
    answer = await world.http.post("/api/plan", json=SPEC, headers={"origin": own, "sec-fetch-site": "same-origin"})
    assert answer.status_code == 200
    async with connect(world.address, additional_headers={"Origin": own}) as socket:
        assert "hello" in str(await socket.recv())


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_what_the_browser_calls_foreign_is_refused_and_a_link_to_us_is_not(world: World, site: str) -> None:
    headers = {"sec-fetch-site": site}
    assert (await world.http.get("/api/runs", headers=headers)).status_code == 403
    assert (await world.http.post("/api/plan", json=SPEC, headers=headers)).status_code == 403
    link = {**headers, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert (await world.http.get("/", headers=link)).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
async def test_a_body_that_any_page_could_send_is_refused(world: World, kind: str) -> None:
    answer = await world.http.post("/api/runs", content=b'{"spec": {}}', headers={"content-type": kind})
    assert answer.status_code == 415


async def test_every_answer_carries_the_headers_that_keep_browsers_safe(world: World) -> None:
    for path in ("/", "/healthz", "/api/runs", "/api/nowhere", "/static/nothing.js"):
        headers = (await world.http.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cross-origin-opener-policy"] == "same-origin"
    assert (await world.http.get("/api/runs")).headers["cache-control"] == "no-store"


async def test_bombs_are_defused(world: World) -> None:
    json = {"content-type": "application/json"}
    deep = b"[" * 10_000 + b"]" * 10_000
    wide = b"[" + b"[]," * 300_000 + b"[]]"
    nested = b'{"spec": {"task": ' + b'{"a":' * 5000 + b"1" + b"}" * 5002
    bombs = {deep: 422, wide: 422, nested: 422, b"x" * (MOST_BYTES + 1): 413, b'{"spec": NaN}': 422, b'{"a": ': 400}
    for bomb, status in bombs.items():
        with anyio.fail_after(20):
            answer = await world.http.post("/api/runs", content=bomb, headers=json)
        assert answer.status_code == status, bomb[:40]
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_without_a_length_is_cut_off_too(world: World) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    answer = await world.http.post("/api/runs", content=endless(), headers={"content-type": "application/json"})
    assert answer.status_code == 413


async def test_specs_out_of_all_bounds_are_refused_by_field(world: World) -> None:
    bombs = {
        "/architecture/hidden": {**SPEC, "architecture": {"name": "recurrent", "hidden": 10**9}},
        "/architecture/encoder_layers": {**SPEC, "architecture": {"name": "recurrent", "encoder_layers": 10**6}},
        "/training/epochs": {**SPEC, "training": {"epochs": 10**12}},
        "/training/learning_rate": {**SPEC, "training": {"learning_rate": "NaN"}},
        "/task/name": {**SPEC, "task": {"name": "../../etc/passwd"}},
    }
    for field, spec in bombs.items():
        for answer in (
            await world.http.post("/api/plan", json=spec),
            await world.http.post("/api/runs", json={"spec": spec}),
        ):
            assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_brackets_inside_texts_do_not_count() -> None:
    assert not deeper(b'{"question": "[[[[[[[[\\"[[[["}', 3)
    assert not deeper(rb'{"a": "\\", "b": "[[[[\\\"[[[[", "c": "\\\\"}', 3)
    assert deeper(rb'{"a": "\\", "b": [[[1]]]}', 3)
    assert deeper(b'{"a": [[[1]]]}', 3)
    assert not deeper(b'{"a": [[1]]}', 3)


@pytest.mark.parametrize("piece", [rb'"\"', rb"\"", b'"', b"\\", b"[]", b'["', rb'["\\"]', b'{"a":', b"1"])
def test_the_brackets_of_the_largest_body_are_counted_in_one_pass_whatever_it_holds(piece: bytes) -> None:
    with processor_seconds(5):
        deeper(piece * (MOST_BYTES // len(piece)), MOST_LEVELS)


async def test_json_in_another_encoding_hides_no_brackets(world: World) -> None:
    # This letter has a quote among its bytes, and what follows would be taken for a text.
    body = ('["\u2200", ' + "[" * MOST_LEVELS + "]" * MOST_LEVELS + "]").encode("utf-16")
    answer = await world.http.post("/api/plan", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["title"]) == (400, "Not JSON")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/%2e%2e/settings.py",
        "/static/..%2fsettings.py",
        "/static//etc/passwd",
        "/static/%00",
        "/static/" + "a/" * 2000,
        "/api/runs/%2e%2e%2f%2e%2e",
        "/api/runs/..%5c..%5cwindows",
        "/api/runs/x/export/../../../../etc/passwd",
        "/api/runs/x/export/weights.safetensors?at=../../secret",
    ],
)
async def test_no_path_leads_out(world: World, path: str) -> None:
    stream = await anyio.connect_tcp("127.0.0.1", world.port)
    async with stream:
        await stream.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert (await stream.receive())[:12] in {f"HTTP/1.1 {status}".encode() for status in (400, 404, 405, 422)}


async def test_every_route_is_behind_the_gate(world: World) -> None:
    app = world.http  # the very server, so that no route can be left out
    schema = (await app.get("/api/openapi.json")).json()
    assert len(schema["paths"]) >= 14
    for path, methods in schema["paths"].items():
        for method in methods:
            answer = await app.request(method, path.replace("{", "").replace("}", ""), headers={"host": "evil.example"})
            assert answer.status_code == 421, (method, path)
