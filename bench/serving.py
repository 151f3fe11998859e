"""A server of its own with an empty folder, and a page that listens: for measuring from outside."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx2 as httpx
from websockets.sync.client import ClientConnection, connect

from bench.figures import Json

PATIENCE = 300.0
LAST = {"finished", "stopped", "failed", "interrupted"}


class Server:
    """``schoolyard serve`` as a process."""

    def __init__(self, data: Path, *options: str) -> None:
        command = [sys.executable, "-m", "server", "serve", "--no-browser", "--port", "0", *options]
        environment = {**os.environ, "SCHOOLYARD_DATA": str(data), "COLUMNS": "200"}
        self.process = subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.address = self._announced()
        threading.Thread(target=self._drain, daemon=True).start()
        self.http = httpx.Client(base_url=self.address, timeout=60)

    def _announced(self) -> str:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://localhost:\d+", line):
                return found[0]
        raise RuntimeError("the server did not start")

    def _drain(self) -> None:
        """What nobody reads would stop the server once the pipe is full."""
        assert self.process.stdout is not None
        for _ in self.process.stdout:
            pass

    def end(self) -> None:
        self.http.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def post(self, *specs: Json) -> list[str]:
        """Makes runs; their ids."""
        answer = self.http.post("/api/runs", json={"specs": list(specs)})
        answer.raise_for_status()
        found: list[str] = answer.json()["runs"]
        return found

    def connect(self) -> ClientConnection:
        return connect(self.address.replace("http", "ws") + "/api/live", origin=None, max_size=None)


class Page:
    """Listens to the socket, as a page does."""

    def __init__(self, server: Server) -> None:
        self.socket = server.connect()

    def watch(self, *runs: str) -> None:
        self.socket.send(json.dumps({"type": "watch", "runs": dict.fromkeys(runs, 0)}))

    def frames(self) -> Iterator[tuple[float, Json]]:
        """(monotonic second at which it came, frame)."""
        while True:
            text = self.socket.recv(PATIENCE)
            yield time.monotonic(), json.loads(text)

    def until_over(self, *runs: str, ending: str = "finished") -> list[float]:
        """Watches until all of ``runs`` are over; the seconds that each was in its worker, by the server's clock."""
        self.watch(*runs)
        ended: dict[str, Json] = {}
        for _, frame in self.frames():
            if frame["type"] == "runs":
                ended |= {run["id"]: run for run in frame["runs"] if run["id"] in runs and run["state"] in LAST}
            if len(ended) == len(runs):
                break
        if others := [run for run in ended.values() if run["state"] != ending]:
            raise RuntimeError(f"a run did not end as it should have: {others[0]}")
        return [seconds(ended[run]["attempts"][-1]) for run in runs]

    def close(self) -> None:
        self.socket.close()


def seconds(attempt: Json) -> float:
    began, ended = (datetime.fromisoformat(attempt[name]).timestamp() for name in ("started", "ended"))
    return ended - began


@contextmanager
def served(*options: str) -> Iterator[Server]:
    """A server that ends with the block."""
    with tempfile.TemporaryDirectory(prefix="schoolyard-bench-") as folder:
        server = Server(Path(folder), *options)
        try:
            yield server
        finally:
            server.end()


def descendants(process: int) -> list[int]:
    """Ids of all processes below ``process``, on Linux."""
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *descendants(child)]
    return found


def proportional(process: int) -> float:
    """Megabytes of a process, shared ones divided among those that share them; 0 of one that has just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except (ProcessLookupError, FileNotFoundError):
        return 0.0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def status(process: int, field: str) -> float:
    """Megabytes that the system counts under ``field``, as VmHWM, the most there was; 0 of a process that has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except (ProcessLookupError, FileNotFoundError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{field}:")), 0.0)
