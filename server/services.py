"""What a running server consists of, opened in order and closed in reverse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import anyio.to_thread

from server.background import Background, Work
from server.catalogue.bodies import Bodies
from server.catalogue.translations import LANGUAGES
from server.executors.executor import executor_of
from server.executors.local.checking import Checks
from server.executors.local.executor import LocalExecutor
from server.executors.protocol import Executor
from server.fetching.service import Fetching
from server.library.calls import Answerer
from server.library.library import Library
from server.live.feed import Feed
from server.live.hub import Hub
from server.live.replay import Replay
from server.live.views import Views
from server.machine.hardware import Meter
from server.people.owners import Owners
from server.people.people import OnlyTeacher, People
from server.runs.ask import Ask
from server.runs.service import Runs
from server.settings import Settings
from server.store.opening import store_of
from server.store.protocol import Store
from server.weights.protocol import WeightStore
from server.weights.weights import weights_in

PLANS = 2
"""Made at the same time: a slider asks for many, and training wants the processor too."""
LABORATORIES = 2
"""Computed at the same time, for the same reasons."""


@dataclass(frozen=True)
class Parts:
    """Everything that routes use."""

    settings: Settings
    library: Library
    catalogue: Bodies
    people: People
    store: Store
    executor: Executor
    hub: Hub
    runs: Runs
    ask: Ask
    meter: Meter
    checks: Checks
    fetching: Fetching
    uploads: Owners
    """Where people's own data lie, and whose they are."""
    planning: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(PLANS))
    drawing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(LABORATORIES))


@asynccontextmanager
async def opened(
    settings: Settings, executor: Executor | None, people: People | None = None, answerer: Answerer | None = None
) -> AsyncIterator[Parts]:
    """Closed in reverse: runs are marked interrupted, workers end, the store commits last.

    Without an ``answerer`` the reader's process answers what the library is asked.
    """
    weights = await anyio.to_thread.run_sync(
        weights_in, settings.weights, settings.imported_weights, settings.snapshot_limit
    )
    workers = executor or executor_of(settings)
    async with store_of(settings) as store, started(workers, settings, weights.store, answerer) as library:
        hub = Hub(Feed(Replay(store)), Views())
        uploads, bodies = Owners(settings.uploads), Bodies(library)
        runs = Runs(library, store, workers, weights, hub)
        ask = Ask(runs, workers.reader)
        meter, checks, fetching = Meter(settings.data), Checks(), Fetching(library, hub.fetching)
        async with anyio.create_task_group() as group:
            background = Background(group, hub)
            hub.views.open(ask, background)
            await runs.read()
            background.always(Work.LOADING, load, runs, hub, background)
            background.always(Work.TELLING, hub.tell_of_changes)
            background.once(Work.FIRST_PAGE, get_ready, library, bodies, workers.places)
            try:
                yield Parts(
                    settings, library, bodies, people or OnlyTeacher(), store, workers, hub, runs, ask,
                    meter, checks, fetching, uploads,
                )  # fmt: skip
            finally:
                checks.close()
                fetching.close()
                with anyio.CancelScope(shield=True):
                    await runs.close()
                group.cancel_scope.cancel()


@asynccontextmanager
async def started(
    workers: Executor, settings: Settings, weights: WeightStore, answerer: Answerer | None
) -> AsyncIterator[Library]:
    """Workers, and the library's answers: of their reader where they are processes of this machine."""
    own: list[Executor] = [workers]
    if answerer is None:
        local = workers if isinstance(workers, LocalExecutor) else LocalExecutor.of_reader(settings)
        own, answerer = ([workers] if local is workers else [workers, local]), local.reader
    try:
        for one in own:
            await one.open(weights)
        yield Library(answerer)
    finally:
        with anyio.CancelScope(shield=True):
            for one in own:
                await one.close()


async def load(runs: Runs, hub: Hub, background: Background) -> None:
    """Whoever asks for anything but the page waits for it."""
    await runs.load()
    hub.feed.records = runs.records
    runs.open(background)


async def get_ready(library: Library, bodies: Bodies, workers: int) -> None:
    """What the first page waits for, before it comes: what views fit, and then the first plan.

    Of many networks the former takes a while; the latter loads what plans need, for a second or two.
    """
    await bodies.encoded(workers, True)
    await library.warm_up()
    for language in LANGUAGES:
        await bodies.learn_words(language)
