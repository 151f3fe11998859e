"""A run as the server has it, for exporters: its settings, what changed on the way, its curves and its weights."""

import base64
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from models.catalogue import Catalogue
from models.engine_names import TORCH
from models.events import Number
from models.spec.spec import Spec
from server.exports.run.naming import stem
from server.runs.usable import usable
from server.schema.base import At
from server.schema.runs import Run
from server.store.pyramid import Table
from server.weights.choice import chosen, not_stored
from server.weights.protocol import WeightStore

Clock = Literal["batch", "epoch", "test"]
CLOCKS: tuple[Clock, ...] = ("batch", "epoch", "test")
Columns = dict[str, list[Number]]
"""By name of the series, with ``step`` and ``epoch``; null where a value is no number or was not measured."""


class StoredRun:
    """What an exporter may know of a run. Its methods ask the server and read the disk: they are called from a thread.

    ``ask`` gets what the store has of a run: ``ask("curve", run, clock, first, most)``, ``ask("table", run, clock)``,
    ``ask("changes", run)``, ``ask("versions", run)``, and ``ask("run", run)`` of another one.
    """

    def __init__(self, catalogue: Catalogue, weights: WeightStore, run: Run, at: At, ask: Callable[..., Any]) -> None:
        self.catalogue, self._weights, self._ask = catalogue, weights, ask
        self.run = run
        """All of the run but its curves: state, spec as JSON, attempts, best, snapshots."""
        self.at = at
        """Which weights are wanted: ``live`` for the newest, ``best``, or a step."""

    @cached_property
    def spec(self) -> Spec:
        """Its settings as objects. Raises ``Refusal`` if today's settings are others, or its data were deleted."""
        return usable(self.catalogue, self.run)

    def curve(self, clock: Clock, first: int = 0, most: int = 10_000) -> Columns:
        """Rows of a clock from step ``first`` on; if there are more than ``most``, the extremes of each stretch."""
        found: Columns = self._ask("curve", self.run.id, clock, first, most)
        return found

    def table(self, clock: Clock) -> Table:
        """All rows of a clock: NaN is no number, infinity was not measured."""
        found = self._ask("table", self.run.id, clock)
        rows = np.frombuffer(base64.b64decode(found["rows"]), "<f8").reshape(-1, len(found["columns"]))
        return Table(tuple(found["columns"]), rows)

    def other(self, run: str) -> "StoredRun | None":
        """Another run; None where there is none, or whoever asks may not see it."""
        found = self._ask("run", run)
        return None if found is None else StoredRun(self.catalogue, self._weights, Run(**found), "live", self._ask)

    def changes(self) -> list[dict[str, Any]]:
        """What was changed while it trained, in order: ``step``, ``setting`` (a JSON pointer) and ``after``."""
        found: list[dict[str, Any]] = self._ask("changes", self.run.id)
        return found

    @property
    def engines(self) -> list[str]:
        """What took its steps, attempt by attempt: "torch", or a native core such as "native/avx2.2"."""
        return [one.get("engine", TORCH) for one in self._versions]

    @property
    def versions(self) -> dict[str, str]:
        """What it was trained with at last, by name."""
        return self._versions[-1] if self._versions else {}

    @cached_property
    def _versions(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self._ask("versions", self.run.id)
        return found

    @cached_property
    def steps(self) -> list[int]:
        """Steps whose weights are on the disk."""
        return self._weights.steps(self.run.id)

    def step(self) -> int:
        """The step of the weights that are wanted. Raises ``Refusal`` if they are not stored."""
        step = chosen(self.run, self.steps, self.at)
        if step is None:
            raise not_stored(self.run, self.steps, self.at)
        return step

    def weights(self) -> Path:
        """The safetensors file of the weights that are wanted. Raises ``Refusal`` if they are not stored."""
        return self._weights.file(self.run.id, self.step())

    def weights_name(self, ending: str) -> str:
        """How a file of these weights is called: with what they are, the best, the last, or neither; and the step."""
        step = self.step()
        best = self.run.best is not None and self.run.best.step == step
        words = [word for word, holds in (("best", best), ("last", step == self.steps[-1])) if holds]
        return "-".join([stem(self.catalogue, self.run), *words, f"step-{step}"]) + ending
