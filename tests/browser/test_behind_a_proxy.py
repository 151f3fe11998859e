"""The page behind an HTTPS proxy, below a prefix: opened, trained, looked into, reloaded."""

import asyncio
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import Server
from tests.browser.visit import SIZES, Visit, small
from tests.server.behind import Proxy, proxied

ROOT = "/schoolyard"


def secret(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody signed but its owner."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl here to make a certificate with")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the proxy has the page."""
    server = Server(tmp_path / "data", "--root-path", ROOT, "--trusted-proxy", "127.0.0.1")
    context, listening, ended = secret(tmp_path), threading.Event(), asyncio.Event()
    port, loop = 0, asyncio.new_event_loop()

    async def serve() -> None:
        nonlocal port
        async with proxied(Proxy(int(server.address.rpartition(":")[2]), taken=ROOT), context) as port:
            listening.set()
            await ended.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert listening.wait(10)
    yield f"https://localhost:{port}{ROOT}"
    server.end()
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)
    loop.close()


def test_the_page_works_behind_an_https_proxy_and_below_a_prefix(browser: Browser, address: str) -> None:
    width, height = SIZES["desk"]
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", ignore_https_errors=True
    )
    visit = Visit(context.new_page(), address)
    visit.open(small(training__epochs=3))
    places = visit.page.locator(".Page_places")
    for _ in range(3):
        if not places.is_visible():
            break
        # Chromium now and then gives the style sheet up (ERR_TOO_MANY_RETRIES), where this proxy begins a TLS
        # connection for every request; a person would load the page again.
        visit.page.reload()
        expect(visit.page.locator("[data-link=live]")).to_be_visible()
    expect(places).to_be_hidden()
    visit.train()
    visit.await_end()
    assert [run["state"] for run in visit.runs()] == ["finished"]
    visit.page.reload()
    expect(visit.rows).to_have_count(1)
    expect(visit.page.locator(".Runs_runs")).to_contain_text("Finished")
    context.close()
    assert not visit.problems
