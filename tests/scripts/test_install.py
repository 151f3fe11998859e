"""Which index torch comes from."""

import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from scripts import browser, install


class Index(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/cpu/" else 404)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing: a test that passes is silent."""


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An index of its own on a Linux machine without a GPU."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}/cpu"
        monkeypatch.delenv("TORCH_INDEX", raising=False)
        monkeypatch.setattr(install, "CPU_INDEX", address)
        monkeypatch.setattr("sys.platform", "linux")
        monkeypatch.setattr("shutil.which", lambda name: None)
        yield address
        server.shutdown()
        thread.join()


def test_a_machine_without_a_gpu_asks_the_cpu_index(index: str) -> None:
    assert install.torch_index() == index


def test_a_machine_with_a_gpu_does_not(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/nvidia-smi")
    assert install.torch_index() is None


def test_an_index_that_has_nothing_to_offer_is_not_asked(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "CPU_INDEX", index + "/gone")
    assert install.torch_index() is None


def test_the_setting_goes_before_everything(index: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TORCH_INDEX", "https://index.test/cu130")
    assert install.torch_index() == "https://index.test/cu130"
    monkeypatch.setenv("TORCH_INDEX", "")
    assert install.torch_index() is None


def test_an_index_that_does_not_answer_costs_no_more_than_the_limit() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert not install.answers(f"http://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.1)


def test_a_browser_that_is_named_goes_before_those_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROME", __file__)
    assert browser.find() == __file__
    monkeypatch.setenv("CHROME", "/not/there")
    assert browser.find() is None
    assert not browser.may_install()
