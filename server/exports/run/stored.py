"""A run as the server has it, for exporters: its settings, what changed on the way, its curves and its weights."""

from collections.abc import Callable, Coroutine
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import anyio.from_thread

from models.catalogue import Catalogue
from models.events import Number
from models.spec.spec import Spec
from server.runs.records import Record
from server.runs.service import Runs
from server.runs.usable import usable
from server.schema.base import At
from server.store.protocol import LONGEST, Store
from server.store.pyramid import lists
from server.weights.choice import chosen, not_stored

Clock = Literal["batch", "epoch", "test"]
Columns = dict[str, list[Number]]
"""By name of the series, with ``step`` and ``epoch``; null where a value is no number or was not measured."""

Answer = TypeVar("Answer")


class StoredRun:
    """What an exporter may know of a run. Its methods read the store and the disk: they are called from a thread."""

    def __init__(self, runs: Runs, store: Store, record: Record, at: At = "live") -> None:
        self._runs, self._store, self._record = runs, store, record
        self.run = record.run
        """All of the run but its curves: state, spec as JSON, attempts, best, snapshots."""
        self.at = at
        """Which weights are wanted: ``live`` for the newest, ``best``, or a step."""

    @property
    def catalogue(self) -> Catalogue:
        return self._runs.catalogue

    @cached_property
    def spec(self) -> Spec:
        """Its settings as objects. Raises ``Refusal`` if today's settings are others, or its data were deleted."""
        return usable(self.catalogue, self.run)

    def curve(self, clock: Clock, first: int = 0, most: int = 10_000) -> Columns:
        """Rows of a clock from step ``first`` on; if there are more than ``most``, the extremes of each stretch."""
        rows, _ = self._read(self._store.curve, self.run.id, clock, first, LONGEST, most)
        return lists(rows)

    def changes(self) -> list[dict[str, Any]]:
        """What was changed while it trained, in order: ``step``, ``setting`` (a JSON pointer) and ``after``."""
        return self._read(self._runs.changes, self._record)

    @cached_property
    def steps(self) -> list[int]:
        """Steps whose weights are on the disk."""
        return self._runs.weights.store.steps(self.run.id)

    def step(self) -> int:
        """The step of the weights that are wanted. Raises ``Refusal`` if they are not stored."""
        step = chosen(self.run, self.steps, self.at)
        if step is None:
            raise not_stored(self.run, self.steps, self.at)
        return step

    def weights(self) -> Path:
        """The safetensors file of the weights that are wanted. Raises ``Refusal`` if they are not stored."""
        return self._runs.weights.store.file(self.run.id, self.step())

    def _read(self, ask: Callable[..., Coroutine[Any, Any, Answer]], *question: object) -> Answer:
        """The answer of the event loop, which this thread waits for."""
        return anyio.from_thread.run(ask, *question)
