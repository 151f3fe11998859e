"""A network of the test's own, on the loopback: a mirror that can be slow, break off, or send something else."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import InitVar, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Network:
    """A mirror on the loopback. Where ``slow`` it stops half-way through its first file until ``go_on``."""

    files: InitVar[dict[str, bytes]]
    packed: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    slow: bool = False
    breaks: bool = False
    half_way: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    address: str = ""

    def __post_init__(self, files: dict[str, bytes]) -> None:
        self.packed = {name: gzip.compress(content) for name, content in files.items()}

    def send(self, handler: BaseHTTPRequestHandler) -> None:
        name = handler.path.strip("/").removesuffix(".gz")
        content = self.packed[name]
        self.asked.append(name)
        handler.send_response(200)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        if name == next(iter(self.packed)) and (self.slow or self.breaks):
            handler.wfile.write(content[: len(content) // 2])
            self.half_way.set()
            self.go_on.wait()
            content = b"" if self.breaks else content[len(content) // 2 :]
        handler.wfile.write(content)


@contextmanager
def listening(network: Network) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                network.send(self)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: a test that passes is silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        network.address = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield
        finally:
            network.go_on.set()
            server.shutdown()
            thread.join()
