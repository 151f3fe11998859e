"""``schoolyard serve`` as a process of its own, that can be killed and started again at the same address."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import httpx2

PATIENCE = 30.0


class Server:
    """One folder of runs and one port; the process changes, the address stays."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data, self.options = data, options
        self.address = ""
        self.start()

    def start(self) -> None:
        port = self.address.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "server", "serve", "--no-browser", "--port", port, *self.options]
        environment = {**os.environ, "SCHOOLYARD_DATA": str(self.data), "COLUMNS": "200"}
        self._process = subprocess.Popen(
            command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        before, self.address = self.address, self._announced()
        assert before in ("", self.address), f"the server came back at {self.address} and not at {before}"
        # What nobody reads would stop the server once the pipe is full.
        self._draining = threading.Thread(target=self._read)
        self._draining.start()
        # It is reached before what pages ask for is loaded: a page that is opened then would wait for that too.
        httpx2.get(f"{self.address}/api/catalogue", timeout=4 * PATIENCE, trust_env=False).raise_for_status()

    def _announced(self) -> str:
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            if found := re.search(r"http://localhost:\d+", line):
                return found[0]
        raise AssertionError(f"the server did not start: {said}")

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            self.log = output.read()

    def kill(self) -> None:
        """With no time for a last word."""
        self._process.kill()
        self._gone()

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            self._gone()

    def _gone(self) -> None:
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise
        self._draining.join(PATIENCE)
