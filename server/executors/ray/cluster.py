"""The cluster as a server sees it: its machines, which of them answer, and processes that are started on them.

All calls of Ray that may wait are made in one thread beside the event loop, never on the main one, where ``ray.init``
would take the server's signals. Whether a machine is there is asked of a process on it, once a second: Ray itself takes
half a minute to notice one that was cut off.
"""

import asyncio
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import ray
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from server.executors.executor import NoExecutor
from server.executors.protocol import Elsewhere
from server.executors.ray.actor import RemoteAttempt, Watch
from server.executors.ray.shipping import code
from server.machine.memory import Memory

Result = TypeVar("Result")

SECONDS_TO_START = 180.0
"""For a process of ours: a machine that is sent the code begins as many at once as it has places."""
SECONDS_TO_ANSWER = 60.0
"""For the first process of ours on a machine that has just come."""
BETWEEN = 1.0
GONE = 7.0
"""Seconds without an answer after which a machine counts as lost: that is known within ten."""
NAMESPACE = "schoolyard"

log = logging.getLogger("schoolyard")


@dataclass
class Machine:
    """One node of the cluster; one that comes back is the same, one that is started again another."""

    id: str
    address: str
    processors: int
    gpus: float
    watch: Any
    last_heard: float
    running: int = 0
    """Attempts of ours."""
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    asking: asyncio.Future[Memory] | None = None
    memory: Memory | None = None
    """As it was last heard."""
    idle: int = 0
    """Bytes that were left when nothing of ours was at work there."""

    def places(self, share: float) -> int:
        """Attempts at once: one on each processor, and no more than share its GPUs."""
        return min(self.processors, int(self.gpus / share)) if self.gpus else self.processors

    def note(self, now: float, memory: Memory) -> None:
        self.last_heard, self.memory = now, memory
        if not self.running:
            self.idle = memory.left

    @property
    def for_ours(self) -> Memory:
        """What all of ours together may take: what is left, and what ours have already."""
        assert self.memory is not None
        return replace(self.memory, left=max(self.memory.left, self.idle))

    def has(self, memory: int) -> bool:
        """Whether so many bytes are left now, as far as one knows."""
        return self.memory is None or self.memory.left >= memory

    @property
    def there(self) -> bool:
        return not self.lost.is_set()


class Cluster:
    """Connected once. ``share`` is the part of a GPU that an attempt gets on a machine that has one."""

    def __init__(self, address: str, folders: Sequence[Path], share: float) -> None:
        self._address, self._folders, self.share = address, folders, share
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ray")
        self._code = Path(tempfile.gettempdir(), f"schoolyard-code-{os.getpid()}")
        self._watching: asyncio.Task[None] | None = None
        self.machines: dict[str, Machine] = {}
        self.own: tuple[str, ...] = ()
        """Folders of a person's own, as they are called on the other machines."""

    async def open(self) -> None:
        """Raises ``NoExecutor`` where there is no cluster, or it lets nobody in with this token."""
        try:
            await self.do(self._connect)
            await self._look()
        except (RayError, ConnectionError, RuntimeError, ValueError) as error:
            raise NoExecutor(f"there is no cluster at {self._address} ({first_line(error)})", ["local"]) from error
        self._watching = asyncio.create_task(self._watch())

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
        try:
            async with asyncio.timeout(2):
                await self.do(ray.shutdown)
        except TimeoutError:
            log.warning("The cluster does not answer; it notices by itself that the server has left.")
        self._thread.shutdown(wait=False)
        shutil.rmtree(self._code, ignore_errors=True)

    async def do(self, call: Callable[[], Result]) -> Result:
        """In the one thread that talks to Ray."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def ask(self, method: Any, *arguments: Any) -> Any:
        """The answer of a process on another machine. Raises ``RayError``."""
        reference = await self.do(lambda: method.remote(*arguments))
        return await asyncio.wrap_future(reference.future())

    def tell(self, method: Any, *arguments: Any) -> None:
        """In the order in which it is told, without waiting for anything."""
        self._thread.submit(method.remote, *arguments)

    @property
    def places(self) -> int:
        return sum(one.places(self.share) for one in self.machines.values() if one.there)

    def freest(self, memory: int = 0) -> Machine:
        """The machine with the most free places, of those that have so many bytes left if there are any.

        Raises RuntimeError where there is none.
        """
        there = [one for one in self.machines.values() if one.there and one.places(self.share)]
        if not there:
            raise RuntimeError("no machine of the cluster answers")

        def rank(one: Machine) -> tuple[bool, int, int]:
            free = one.places(self.share) - one.running
            return free > 0 and one.has(memory), free, -one.running

        return max(there, key=rank)

    def elsewhere(self) -> list[Elsewhere]:
        """Machines that answer, with what ours may take of them."""
        there = [one for one in self.machines.values() if one.there and one.memory and one.places(self.share)]
        return [Elsewhere(one.address, one.for_ours, one.places(self.share)) for one in there]

    async def start(self, machine: Machine, gpu: bool, *arguments: Any) -> Any:
        """A process of an attempt on a machine. Raises RuntimeError with a reason."""
        actor = await self.do(lambda: self._started(machine, gpu, arguments))
        ready = asyncio.ensure_future(self.ask(actor.__ray_ready__))
        lost = asyncio.ensure_future(machine.lost.wait())
        await asyncio.wait((ready, lost), timeout=SECONDS_TO_START, return_when=asyncio.FIRST_COMPLETED)
        lost.cancel()
        if ready.done() and ready.exception() is None:
            return actor
        ready.cancel()
        self.end(actor)
        if ready.done() and not ready.cancelled():
            log.warning("%s started no process: %s", machine.address, ready.exception())
        why = first_line(ready.exception() or RuntimeError()) if ready.done() and not ready.cancelled() else ""
        raise RuntimeError(f"{machine.address} started no process ({why or 'it does not answer'})")

    def end(self, actor: Any) -> None:
        """Ends a process, also one that hears nothing now and comes back later."""
        self._thread.submit(ray.kill, actor)

    async def answers(self, machine: Machine) -> bool:
        """Whether a machine is there, asked now: a process that died may have gone with all of it."""
        try:
            async with asyncio.timeout(GONE / 2):
                return await self.ask(machine.watch.memory) is not None
        except (RayError, TimeoutError):
            return False

    def lose(self, machine: Machine) -> None:
        if machine.there:
            log.warning("The machine %s does not answer any more.", machine.address)
            machine.lost.set()

    def _connect(self) -> None:
        self._code.mkdir(mode=0o700)
        self.own = tuple(code(self._code, self._folders))
        ray.init(
            address=self._address, namespace=NAMESPACE, log_to_driver=False, logging_level=logging.ERROR,
            configure_logging=False, runtime_env={"working_dir": str(self._code), "env_vars": OF_ACTORS},
        )  # fmt: skip

    def _started(self, machine: Machine, gpu: bool, arguments: tuple[Any, ...]) -> Any:
        made = ray.remote(concurrency_groups={"answers": 1, "commands": 1})(RemoteAttempt)
        # Both always: whoever names a GPU and no processor holds a whole one for life.
        wanted = {"num_cpus": 1, "num_gpus": self.share if gpu and machine.gpus else 0, "max_restarts": 0}
        return made.options(**wanted, **at(machine.id)).remote(*arguments)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(BETWEEN)
            try:
                async with asyncio.timeout(GONE):
                    await self._look()
            except (RayError, TimeoutError, RuntimeError, ConnectionError) as error:
                log.warning("The cluster's head does not answer: %s", first_line(error))
            for machine in self.machines.values():
                self._listen(machine)

    async def _look(self) -> None:
        """Machines that came, and those that Ray itself knows to be gone."""
        for node in await self.do(ray.nodes):
            known = self.machines.get(node["NodeID"])
            if known is not None and not node["Alive"]:
                self.lose(known)
            elif known is None and node["Alive"]:
                await self._welcome(node)

    async def _welcome(self, node: dict[str, Any]) -> None:
        name, resources = node["NodeID"], node["Resources"]
        options = {"num_cpus": 0, "num_gpus": 0, "max_restarts": 0, **at(name)}
        watch = await self.do(lambda: ray.remote(Watch).options(**options).remote())
        processors, gpus = int(resources.get("CPU", 0)), float(resources.get("GPU", 0))
        first = time.monotonic() + SECONDS_TO_ANSWER
        self.machines[name] = Machine(name, node["NodeManagerAddress"], processors, gpus, watch, first)
        log.info("The machine %s trains: %d processors, %g GPUs.", node["NodeManagerAddress"], processors, gpus)

    def _listen(self, machine: Machine) -> None:
        """Asks whether it is there, unless it still owes an answer, and counts how long ago it was."""
        now = time.monotonic()
        asked = machine.asking
        if asked is not None and asked.done():
            answered = not asked.cancelled() and asked.exception() is None
            machine.asking = None
            if answered:
                machine.note(now, asked.result())
                if not machine.there:
                    log.warning("The machine %s answers again.", machine.address)
                    machine.lost = asyncio.Event()
        if machine.asking is None:
            machine.asking = asyncio.ensure_future(self.ask(machine.watch.memory))
        if now - machine.last_heard > GONE:
            self.lose(machine)


OF_ACTORS = {"RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "1"}
"""Who asked for no GPU sees none."""


def at(node: str) -> dict[str, Any]:
    return {"scheduling_strategy": NodeAffinitySchedulingStrategy(node, soft=False)}


def first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
