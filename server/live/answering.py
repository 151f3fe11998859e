"""Answers to looks: by the worker where the run is at work, else by the reader from kept weights."""

import itertools
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import anyio
import anyio.to_thread

from models.catalogue import Catalogue
from models.commands import Look
from models.events import RunState
from server.executors.protocol import Answer, Executor
from server.live import encoding
from server.runs.records import Record
from server.runs.service import Runs
from server.runs.usable import usable
from server.schema.base import At
from server.schema.refusal import Refusal, unknown
from server.weights.folder import chosen, file_of, kept_steps, not_kept

AT_WORK = frozenset({RunState.RUNNING, RunState.PAUSED})
REMEMBERED = 256

log = logging.getLogger("schoolyard")

Heard = Callable[[Answer | None], None]
"""Takes a worker's answer, or None where the worker ended without one."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks at."""

    run: str
    view: str
    question: str
    at: At


class Answering:
    """Knows who can answer a look, and asks."""

    def __init__(self, runs: Runs, executor: Executor) -> None:
        self._runs, self._executor = runs, executor
        self._numbers = itertools.count(1)
        self._asked: dict[int, tuple[str, Heard]] = {}
        self._views: dict[str, set[str]] = {}
        self._kept: OrderedDict[tuple[str, int, str, str, int], tuple[float, str]] = OrderedDict()

    async def ready(self, wanted: Wanted) -> Record:
        """The run, where it can be looked at this way at all. Raises ``Refusal``."""
        record = self._runs.records.get(wanted.run)
        if record is None:
            raise unknown("run", wanted.run)
        if record.run.problem or record.id not in self._views:
            self._views[record.id] = await anyio.to_thread.run_sync(views_of, self._runs.catalogue, record)
        if wanted.view not in self._views[record.id]:
            detail = f"This run has no view {wanted.view[:80]!r}."
            allowed = sorted(self._views[record.id])
            raise Refusal(422, "No such view", detail, field="/view", came=wanted.view[:80], allowed=allowed)
        return record

    def by_worker(self, record: Record, wanted: Wanted) -> bool:
        return wanted.at == "live" and record.run.state in AT_WORK

    def ask(self, record: Record, wanted: Wanted, heard: Heard) -> None:
        """Ask the run's worker; ``heard`` is called once."""
        number = next(self._numbers)
        self._runs.command(record, Look(view=wanted.view, question=wanted.question, number=number), "seen", AT_WORK)
        self._asked[number] = (record.id, heard)

    def answered(self, answer: Answer) -> None:
        asked = self._asked.pop(answer.number, None)
        if asked is not None:
            asked[1](answer)

    def ended(self, run: str) -> None:
        """The run's worker answers no more."""
        lost = [number for number, (of, _) in self._asked.items() if of == run]
        for number in lost:
            self._asked.pop(number)[1](None)

    async def read(self, record: Record, wanted: Wanted) -> str:
        """The body of the answer, from kept weights. Raises ``Refusal``."""
        folder = self._runs.journal.folder(record.id)
        steps = await anyio.to_thread.run_sync(kept_steps, folder)
        step = chosen(record.run, steps, wanted.at)
        if step is None:
            raise not_kept(record.run, steps, wanted.at)
        key = (wanted.run, record.attempt, wanted.view, wanted.question, step)
        if key not in self._kept:
            file = file_of(folder, step)
            try:
                answer = await self._executor.reader.look(record.run.spec, file, wanted.view, wanted.question)
            except (OSError, RuntimeError) as error:
                log.error("look at %s: %s", record.id, error)
                detail = f"The reader of kept weights did not answer: {error}"
                raise Refusal(503, "No answer", detail) from error
            if answer.refused:
                await self._explain(record, file, steps, step)
                raise Refusal(422, "Not to be seen", answer.refused, field="/question")
            self._keep(key, answer)
        return encoding.looked(record.id, wanted.view, wanted.question, wanted.at, (step, *self._kept[key]))

    async def _explain(self, record: Record, file: Path, steps: list[int], step: int) -> None:
        """What was looked at may have gone while it was looked at: its weights, or its data. Raises ``Refusal``."""
        if not await anyio.to_thread.run_sync(file.exists):
            raise not_kept(record.run, [one for one in steps if one != step], step)
        await anyio.to_thread.run_sync(usable, self._runs.catalogue, record.run)

    def _keep(self, key: tuple[str, int, str, str, int], answer: Answer) -> None:
        self._kept[key] = answer.epoch, answer.picture.decode()
        if len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)

    async def once(self, wanted: Wanted, patience: float) -> str:
        """One look, one answer. Raises ``Refusal``."""
        record = await self.ready(wanted)
        if self.by_worker(record, wanted):
            answer = await self._worker_once(record, wanted, patience)
            if answer is not None:
                return body(wanted, answer)
        elif wanted.at == "live" and record.active:
            raise Refusal(409, "Not possible now", "The network is not there yet; the run is about to start.")
        return await self.read(record, wanted)

    async def _worker_once(self, record: Record, wanted: Wanted, patience: float) -> Answer | None:
        came = anyio.Event()
        answers: list[Answer | None] = []

        def heard(answer: Answer | None) -> None:
            answers.append(answer)
            came.set()

        self.ask(record, wanted, heard)
        with anyio.move_on_after(patience):
            await came.wait()
            return answers[0]
        raise Refusal(504, "No answer", f"The worker did not answer within {patience:g} seconds.")


def views_of(catalogue: Catalogue, record: Record) -> set[str]:
    """Names of the views that fit the run; in a thread, for it may read a file of data. Raises ``Refusal``."""
    spec = usable(catalogue, record.run)
    return {name for name, view in catalogue.views.items() if view.fits(spec.task, spec.architecture)}


def body(wanted: Wanted, answer: Answer) -> str:
    """The body of a worker's answer. Raises ``Refusal`` where it is one."""
    if answer.refused:
        raise Refusal(422, "Not to be seen", answer.refused, field="/question")
    where = (answer.step, answer.epoch, answer.picture.decode())
    return encoding.looked(wanted.run, wanted.view, wanted.question, wanted.at, where)
