"""What a running server consists of, opened in order and closed in reverse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import anyio.to_thread

from models.catalogue import Catalogue, find
from models.plan.plan import plan
from server.background import Background, Work
from server.catalogue import lessons
from server.catalogue.listing import Listing, described
from server.executors.executor import executor_of
from server.executors.local.checking import Checks
from server.executors.protocol import Executor
from server.exports import exporter
from server.exports.exporter import Exporter
from server.fetching.service import Fetching
from server.live.feed import Feed
from server.live.hub import Hub
from server.live.replay import Replay
from server.live.views import Views
from server.machine.hardware import Meter
from server.people.owners import Owners
from server.people.people import OnlyTeacher, People
from server.runs.ask import Ask
from server.runs.service import Runs
from server.schema.catalogue import Lesson
from server.settings import Settings
from server.store.opening import store_of
from server.store.protocol import Store
from server.weights.weights import weights_in

PLANS = 2
"""Made at the same time: a slider asks for many, and training wants the processor too."""
LABORATORIES = 2
"""Computed at the same time, for the same reasons."""


@dataclass(frozen=True)
class Parts:
    """Everything that routes use."""

    settings: Settings
    catalogue: Catalogue
    listing: Listing
    people: People
    store: Store
    executor: Executor
    hub: Hub
    runs: Runs
    ask: Ask
    lessons: list[Lesson]
    exporters: dict[str, Exporter]
    """By the name of the file that they write."""
    meter: Meter
    checks: Checks
    fetching: Fetching
    uploads: Owners
    """Where people's own data lie, and whose they are."""
    planning: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(PLANS))
    drawing: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(LABORATORIES))


@asynccontextmanager
async def opened(settings: Settings, executor: Executor | None, people: People | None = None) -> AsyncIterator[Parts]:
    """Closed in reverse: runs are marked interrupted, workers end, the store commits last."""
    catalogue = await anyio.to_thread.run_sync(find, settings.folders)
    taught, broken = await anyio.to_thread.run_sync(lessons.find, settings.folders, catalogue)
    exporters, unusable = await anyio.to_thread.run_sync(exporter.find, settings.folders)
    body = await anyio.to_thread.run_sync(described, catalogue, taught, [*broken, *unusable])
    listing = Listing(body, catalogue)
    weights = await anyio.to_thread.run_sync(
        weights_in, settings.weights, settings.imported_weights, settings.snapshot_limit
    )
    workers = executor or executor_of(settings)
    async with store_of(settings) as store:
        hub = Hub(Feed(Replay(store)), Views())
        uploads = Owners(settings.uploads)
        runs = Runs(catalogue, store, workers, weights, hub, uploads)
        ask = Ask(runs, workers.reader)
        meter, checks, fetching = Meter(settings.data), Checks(), Fetching(catalogue, hub.fetching)
        async with anyio.create_task_group() as group:
            background = Background(group, hub)
            hub.views.open(ask, background)
            await runs.load()
            hub.feed.records = runs.records
            await workers.open(weights.store)
            background.always(Work.TELLING, hub.tell_of_changes)
            background.once(Work.FIRST_PAGE, get_ready, listing, workers.places)
            runs.open(background)
            try:
                yield Parts(
                    settings, catalogue, listing, people or OnlyTeacher(), store, workers, hub, runs,
                    ask, taught, exporters, meter, checks, fetching, uploads,
                )  # fmt: skip
            finally:
                checks.close()
                fetching.close()
                with anyio.CancelScope(shield=True):
                    await runs.close()
                    await workers.close()
                group.cancel_scope.cancel()


async def get_ready(listing: Listing, workers: int) -> None:
    """What the first page waits for, before it comes: what views fit, and then the first plan.

    Of many networks the former takes a while; the latter loads what plans need, for a second or two.
    """
    await anyio.to_thread.run_sync(listing.encoded, workers, True, abandon_on_cancel=True)
    catalogue = listing.found
    first = next((preset.spec for preset in catalogue.presets if preset.first), None)
    if first is not None:
        await anyio.to_thread.run_sync(plan, catalogue.parse(first), abandon_on_cancel=True)
