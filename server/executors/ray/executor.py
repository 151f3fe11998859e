"""Workers on the machines of a Ray cluster, and the reader on this one: docs/cluster.md."""

import asyncio
import logging
import os
from pathlib import Path

from models.commands import Stop
from server.executors.executor import NamedExecutor
from server.executors.local.executor import LocalExecutor
from server.executors.local.pipes import encode_order
from server.executors.local.reader import LocalReader
from server.executors.protocol import CLOSED, Assignment, Elsewhere
from server.machine.usage import WorkerUsage
from server.settings import Settings
from server.weights.protocol import WeightStore

# Read by Ray when it is imported. Who knows the token may run anything on every machine of the cluster.
os.environ["RAY_AUTH_MODE"] = "token"
os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
# Seconds. Where the head is away for a minute, Ray ends the process that is connected to it: that would be the server.
os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", "1000000")

from server.executors.ray.cluster import Cluster
from server.executors.ray.shipping import uploads
from server.executors.ray.weights import Home
from server.executors.ray.worker import RayWorker

SHARE = 0.25
"""Of a GPU, for each attempt on a machine that has one; ``SCHOOLYARD_RAY_GPU`` is another."""
SECONDS_TO_LEAVE = 2.0

log = logging.getLogger("schoolyard")


class RayExecutor(NamedExecutor):
    """A process on one of the machines for each attempt; looks at stored weights are answered here, where they are."""

    title = "the machines of a Ray cluster"

    def __init__(self, address: str, settings: Settings, share: float = SHARE) -> None:
        self._cluster = Cluster(address, settings.folders, share)
        self._most, self._uploads = settings.workers, settings.uploads
        self._local = LocalExecutor(1, settings.folders, settings.uploads, settings.data / "looks", warm=0)
        self._weights = ""
        self._running: list[RayWorker] = []

    @classmethod
    def from_settings(cls, settings: Settings) -> "RayExecutor":
        if not has_token():
            raise ValueError(
                "a cluster needs a token that all its machines know: `ray get-auth-token --generate` makes one on this"
                " machine; the others get the same, as RAY_AUTH_TOKEN or in ~/.ray/auth_token"
            )
        return cls(settings.ray_address, settings, share_of_gpu())

    @property
    def places(self) -> int:
        return min(self._cluster.places, self._most or self._cluster.places)

    @property
    def reader(self) -> LocalReader:
        return self._local.reader

    async def open(self, weights: WeightStore) -> None:
        self._weights = weights.place
        await self._local.open(weights)
        await self._cluster.open()

    async def start(self, assignment: Assignment) -> RayWorker:
        """On the machine with the most free places; where that is lost meanwhile, on the next."""
        home = Home(self._weights, assignment.run)
        files = await asyncio.to_thread(uploads, assignment, self._uploads)
        known = await asyncio.to_thread(home.known, assignment.start)
        while True:
            machine = self._cluster.freest(assignment.memory // 2)  # it may take twice what its plan says
            machine.running += 1
            try:
                gpu = assignment.device != "cpu"
                order = encode_order(assignment)
                actor = await self._cluster.start(machine, gpu, order, self._cluster.own, files, known)
            except BaseException as error:
                machine.running -= 1
                if not isinstance(error, RuntimeError) or machine.there:
                    raise
                continue
            worker = RayWorker(self._cluster, machine, actor, home)
            self._running = [one for one in self._running if not one.gone] + [worker]
            return worker

    def elsewhere(self) -> list[Elsewhere]:
        return self._cluster.elsewhere()

    def usage(self) -> list[WorkerUsage]:
        return []  # of this machine they use nothing

    async def close(self) -> None:
        for worker in self._running:
            worker.send(Stop(reason=CLOSED()))
        try:
            async with asyncio.timeout(SECONDS_TO_LEAVE):
                await asyncio.gather(*(worker.left() for worker in self._running))
        except TimeoutError:
            log.warning("Some attempts on other machines did not stop in time, and are ended.")
        for worker in self._running:
            await worker.kill()
        await self._cluster.close()
        await self._local.close()

    def abort(self) -> None:
        """What Ray started for this process it ends when this process is gone."""
        self._local.abort()


def has_token() -> bool:
    named = os.environ.get("RAY_AUTH_TOKEN") or os.environ.get("RAY_AUTH_TOKEN_PATH")
    return bool(named) or (Path.home() / ".ray" / "auth_token").is_file()


def share_of_gpu() -> float:
    """Raises ValueError."""
    chosen = os.environ.get("SCHOOLYARD_RAY_GPU") or str(SHARE)
    try:
        share = float(chosen)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise ValueError(f"SCHOOLYARD_RAY_GPU is the part of a GPU for a run, above 0 and at most 1: not {chosen!r}")
    return share
