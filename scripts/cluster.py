"""A Ray cluster on this machine alone, each of its machines with an address of its own: to try, and for tests.

    python -m scripts.cluster [--machines 3] [--places 2]

The first is the head. What is started here ends with it. Where a cable is pulled, all processes of a machine are held
(``cut``), so that it answers nobody and knows nothing of that, and then go on.
"""

import argparse
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

OBJECTS = 100_000_000
"""Bytes of each machine's store of objects: only our code and weights to begin with go through it."""
SECONDS_TO_START = 180
NONE_AHEAD = {"RAY_prestart_worker_first_driver": "0"}
"""Ours begin with our code: what Ray starts ahead, a process for each place, lacks it and is never used."""


class Machine:
    """One node: the processes of Ray on it, and what they start."""

    def __init__(self, cluster: "Cluster", address: str, places: int, gpus: int = 0) -> None:
        self.cluster, self.address, self.places, self.gpus = cluster, address, places, gpus
        self.folder = cluster.folder / address.rpartition(".")[2]
        """Of its own, as each machine has: what Ray unpacks there is there once."""
        self.temporary = self.folder / "tmp"
        self.popen: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Where all is busy Ray gives itself up, waiting for its own processes: then once more."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._started(deadline):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.address} does not start: {self._log.read_text()[-2000:]}")

    @property
    def _log(self) -> Path:
        return self.cluster.folder / f"{self.address}.txt"

    def _started(self, deadline: float) -> bool:
        head = self is self.cluster.head
        where = ["--head", f"--port={self.cluster.port}"] if head else [f"--address={self.cluster.address}"]
        more = ["--include-dashboard=false"] if head else []
        command = [
            sys.executable, "-m", "ray.scripts.scripts", "start", "--block", *where, *more,
            f"--node-ip-address={self.address}", f"--temp-dir={self.folder}", f"--num-cpus={self.places}",
            f"--num-gpus={self.gpus}", f"--object-store-memory={OBJECTS}", "--disable-usage-stats",
        ]  # fmt: skip
        self.temporary.mkdir(parents=True, exist_ok=True)
        environment = {**self.cluster.environment, "TMPDIR": str(self.temporary)}
        before = len(self._log.read_text()) if self._log.exists() else 0
        with self._log.open("a") as output:
            self.popen = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                text=True, start_new_session=True, cwd=self.cluster.folder,
            )  # fmt: skip
        while "runtime started" not in self._log.read_text()[before:].lower():
            if self.popen.poll() is not None or time.monotonic() > deadline:
                with suppress(ProcessLookupError):
                    os.killpg(self.popen.pid, signal.SIGKILL)  # what it left
                return False
            time.sleep(0.1)
        return True

    def processes(self) -> list[psutil.Process]:
        if self.popen is None:
            return []
        try:
            first = psutil.Process(self.popen.pid)
            return [*first.children(recursive=True), first]
        except psutil.NoSuchProcess:
            return []

    def signal(self, sent: signal.Signals) -> None:
        for process in self.processes():
            with suppress(psutil.Error):
                process.send_signal(sent)

    def cut(self) -> None:
        """It answers nobody, and knows nothing of it."""
        self.signal(signal.SIGSTOP)

    def heal(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        """As by the power switch."""
        self.signal(signal.SIGKILL)
        if self.popen is not None:
            self.popen.wait()
        self.popen = None


class Cluster:
    """A head and other machines, with a token of their own."""

    def __init__(self, folder: Path, machines: int, places: int) -> None:
        net = f"127.{random.randrange(1, 250)}.{random.randrange(1, 250)}"
        self.folder, self.port = folder, free_port(f"{net}.1")
        self.token = secrets.token_hex(24)
        self.machines = [Machine(self, f"{net}.{number}", places) for number in range(1, machines + 1)]

    @property
    def head(self) -> Machine:
        return self.machines[0]

    @property
    def address(self) -> str:
        return f"{self.head.address}:{self.port}"

    @property
    def own(self) -> dict[str, str]:
        """Variables of whoever is to reach it."""
        return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": self.token, "RAY_USAGE_STATS_ENABLED": "0"}

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("RAY_", "PYTEST"))}
        return inherited | self.own | NONE_AHEAD


def free_port(address: str) -> int:
    with socket.socket() as trying:
        trying.bind((address, 0))
        port: int = trying.getsockname()[1]
        return port


@contextmanager
def running(machines: int = 3, places: int = 2) -> Iterator[Cluster]:
    """All of it, until this is left."""
    folder = Path(tempfile.mkdtemp(prefix="ray-"))  # short: the name of a socket lies below it
    cluster = Cluster(folder, machines, places)
    try:
        for machine in cluster.machines:
            machine.start()
        yield cluster
    finally:
        for machine in reversed(cluster.machines):
            machine.heal()
            machine.kill()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make cluster", description=__doc__)
    parser.add_argument("--machines", type=int, default=3)
    parser.add_argument("--places", type=int, default=2, help="runs at once on each")
    asked = parser.parse_args()
    with running(asked.machines, asked.places) as cluster:
        print(f"A cluster of {asked.machines} machines is here: {', '.join(one.address for one in cluster.machines)}")
        variables = " ".join(f"{name}={value}" for name, value in cluster.own.items())
        print(f"{variables} .venv/bin/schoolyard serve --executor ray --ray-address {cluster.address}")
        print("Ctrl+C ends it.", flush=True)
        ends = {signal.SIGINT, signal.SIGTERM}
        signal.pthread_sigmask(signal.SIG_BLOCK, ends)  # also while it ends: nothing is left behind
        signal.sigwait(ends)


if __name__ == "__main__":
    main()
