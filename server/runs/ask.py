"""Answers to view requests: by the worker where the run is at work, else by the reader from stored weights."""

import json
import logging
from collections import OrderedDict

import anyio
import anyio.to_thread

from models.events import LAST, RunState
from models.sentences import Sentence, Text, text_of
from server.executors.protocol import PREDICTIONS, Answer, LookRequest, Reader
from server.people.person import Person
from server.runs.records import Record
from server.runs.service import Runs
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.looks import ViewRequest
from server.schema.predictions import PredictionRequest, Predictions
from server.schema.refusal import Refusal, impossible_now, unknown
from server.weights.choice import not_stored, stored_step

WORKER_TIMEOUT = Sentence("worker-timeout", "The worker did not answer within {count} seconds.")
NETWORK_NOT_READY = Sentence("network-not-ready", "The network is not there yet; the run is about to start.")
READER_SILENT = Sentence("reader-silent", "The reader of kept weights did not answer: {error}")
VIEW_NOT_OFFERED = Sentence("view-not-offered", "This run has no view {view}.")

AT_WORK = frozenset({RunState.RUNNING, RunState.PAUSED})
REMEMBERED = 256
"""Answers from stored weights, which never change."""

log = logging.getLogger("schoolyard")


class Refused(Refusal):
    """What the reader cannot show, in its words."""


class NotYet(Exception):
    """There is no network to be looked at before the run's next state."""


class Ask:
    """Knows who can answer a view request, and asks."""

    def __init__(self, runs: Runs, reader: Reader) -> None:
        self._runs, self._reader = runs, reader
        self._views: dict[str, set[str]] = {}
        self._answers: OrderedDict[tuple[str, int, str, str, int], tuple[float, str]] = OrderedDict()

    def owner(self, request: ViewRequest) -> str | None:
        """Whose run is looked at; None where there is no such run."""
        record = self._runs.records.get(request.run)
        return None if record is None else record.run.owner

    async def answer(self, request: ViewRequest, patience: float = float("inf")) -> str:
        """The answer's body. A worker may take ``patience`` seconds. Raises ``Refusal``, or ``NotYet``."""
        record = await self._check(request)
        if request.at == "live" and record.run.state in AT_WORK:
            answer = await self._by_worker(record, request, patience)
            if answer is not None:
                return body(request, answer)
        if request.at == "live" and record.run.state not in LAST:
            raise NotYet
        return await self._from_weights(record, request)

    async def once(self, request: ViewRequest, patience: float) -> str:
        """As ``answer``, for who does not wait for a run to begin. Raises ``Refusal``."""
        try:
            return await self.answer(request, patience)
        except NotYet:
            record = await self._check(request)
            if record.active:
                detail = NETWORK_NOT_READY()
                raise Refusal(409, titles.NOT_POSSIBLE_NOW, detail) from None
            return await self._from_weights(record, request)  # what waits may have weights to begin with

    async def about_data(self, person: Person, spec: SpecJson, name: str, question: str) -> str:
        """The body of a look at the data of ``spec``, which no weights are needed for. Raises ``Refusal``."""
        checked = await self._runs.library.look_at_data(person, spec, name)
        answer = await self._read(LookRequest("", 0, checked, name, question))
        return f'{{"picture":{answer.picture.decode()}}}'

    async def predict(self, record: Record, asked: PredictionRequest) -> Predictions:
        """Answers to inputs, by stored weights, in a look's place. Raises ``Refusal``: which input is wrong."""
        step, _ = await anyio.to_thread.run_sync(stored_step, self._runs.weights.store, record.run, asked.at)
        question = json.dumps(asked.inputs)
        answer = await self._read(LookRequest(record.id, step, record.run.spec, PREDICTIONS, question))
        found = json.loads(answer.picture)
        if "wrong" in found:
            place, why = found["place"], Text.read(found["wrong"])
            raise Refusal(422, titles.NOT_SEEN, why, field=f"/inputs/{place}")
        return Predictions(run=record.id, step=step, epoch=answer.epoch, answers=found["answers"])

    async def _check(self, request: ViewRequest) -> Record:
        """The run, where it has this view at all. Raises ``Refusal``."""
        record = self._runs.records.get(request.run)
        if record is None:
            raise unknown("run", request.run)
        if record.run.problem or record.id not in self._views:
            self._views[record.id] = await self._runs.library.views_of(record.run)
        if request.view not in self._views[record.id]:
            detail = VIEW_NOT_OFFERED(view=repr(request.view[:80]))
            allowed = sorted(self._views[record.id])
            raise Refusal(422, titles.NO_SUCH_VIEW, detail, field="/view", came=request.view[:80], allowed=allowed)
        return record

    async def _by_worker(self, record: Record, request: ViewRequest, patience: float) -> Answer | None:
        """None where the worker ended without an answer. Raises ``Refusal``."""
        attempt = self._runs.scheduler.attempt_of(record)
        if attempt is None:
            raise impossible_now("seen", record.run.state)
        with anyio.move_on_after(patience):
            return await attempt.ask(request.view, request.question)
        raise Refusal(504, titles.NO_ANSWER, WORKER_TIMEOUT(count=patience))

    async def _from_weights(self, record: Record, request: ViewRequest) -> str:
        weights = self._runs.weights.store
        step, _ = await anyio.to_thread.run_sync(stored_step, weights, record.run, request.at)
        key = (request.run, record.attempt, request.view, request.question, step)
        if key not in self._answers:
            try:
                answer = await self._read(LookRequest(record.id, step, record.run.spec, request.view, request.question))
            except Refused:
                await self._explain(record, step)
                raise
            self._remember(key, answer)
        return view_answer(request, step, *self._answers[key])

    async def _read(self, look: LookRequest) -> Answer:
        """The reader's answer. Raises ``Refusal``: ``Refused`` where the reader had words."""
        try:
            answer = await self._reader.look(look)
        except (OSError, RuntimeError) as error:
            log.error("look at %s: %s", look.run or "data", error)
            raise Refusal(503, titles.NO_ANSWER, READER_SILENT(error=text_of(error))) from error
        if answer.refused:
            raise Refused(422, titles.NOT_SEEN, answer.refused, field="/question")
        return answer

    async def _explain(self, record: Record, step: int) -> None:
        """What was looked at may have gone while it was looked at: its weights, or its data. Raises ``Refusal``."""
        steps = await anyio.to_thread.run_sync(self._runs.weights.store.steps, record.id)
        if step not in steps:
            raise not_stored(record.run, steps, step)
        await self._runs.library.usable(record.run)

    def _remember(self, key: tuple[str, int, str, str, int], answer: Answer) -> None:
        self._answers[key] = answer.epoch, answer.picture.decode()
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)


def body(request: ViewRequest, answer: Answer) -> str:
    """The body of a worker's answer. Raises ``Refusal`` where it is one."""
    if answer.refused:
        raise Refusal(422, titles.NOT_SEEN, answer.refused, field="/question")
    return view_answer(request, answer.step, answer.epoch, answer.picture.decode())


def view_answer(request: ViewRequest, step: int, epoch: float, picture: str) -> str:
    """A ``ViewAnswer`` as JSON; ``picture`` is JSON already."""
    return (
        f'{{"run":"{request.run}","view":{json.dumps(request.view)},"question":{json.dumps(request.question)},'
        f'"at":{json.dumps(request.at)},"step":{step},"epoch":{json.dumps(epoch)},"picture":{picture}}}'
    )
