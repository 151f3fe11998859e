"""One attempt at a run: from its start in a worker to its last state, whatever becomes of the worker."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import anyio
from anyio.abc import TaskGroup
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from models.commands import Command, Extend, Look, Slow, Stop
from models.events import LAST, Notice, RunState, State
from models.sentences import Sentence, Text, text_of
from server.executors.protocol import Answer, Assignment, EncodedEvent, Executor, Outcome, Worker
from server.runs.admission import Needs
from server.runs.event_log import EventLog, ProtocolError
from server.runs.listener import Listener
from server.runs.pending import Pending
from server.runs.records import Record
from server.schema.refusal import Refusal
from server.store.protocol import StoreFailed
from server.weights.protocol import WeightStore

PATIENCE = 5.0
"""Seconds for a worker to act on a stop, or to leave after its last state."""

BRIEF = 1.0
"""Seconds for a worker to act on a stop before it trains: it has nothing to keep, and may be reading data for long."""

BEFORE_IT_BEGAN = Sentence("stopped-before-it-began", "stopped before it began")
NO_WORKER = Sentence("no-worker", "no worker could be started: {error}")
NONSENSE = Sentence("worker-nonsense", "the worker said something that makes no sense: {error}")
SILENT = Sentence("worker-silent", "The worker has said nothing for {count} seconds.")
STOP_IT = Sentence("stop-if-silent", "If it stays so, stop the run.")
MISTAKE = Sentence("mistake-ended-run", "the server made a mistake; its log says which")
KILLED = Sentence("stopped-by-force", "{reason}; the worker did not answer and was ended")
NOTHING_TO_BEGIN_WITH = Sentence("start-gone", "the weights of step {step} to begin with are not there any more")

SILENCE = 30.0
"""Seconds without an event of a running worker, after which the server reports that."""

TOGETHER = 0.04
"""Seconds between two writes of a run's events. The first after a pause is written at once, and so is the last."""

MOST_AT_ONCE = 64
"""Events in one write, and those that wait in memory for the next."""

log = logging.getLogger("schoolyard")


@dataclass(frozen=True)
class Dependencies:
    """What all attempts share."""

    weights: WeightStore
    events: EventLog
    listener: Listener
    needs: Needs


class Attempt:
    """Supervises one worker. Exactly one last state comes of it."""

    def __init__(self, record: Record, executor: Executor, dependencies: Dependencies) -> None:
        self.record, self.number, self._needs = record, record.attempt, dependencies.needs
        self._executor, self._weights = executor, dependencies.weights
        self._events, self._listener = dependencies.events, dependencies.listener
        self._worker: Worker | None = None
        present, slowed = record.run.attempts[-1], record.run.steps_per_second
        longer = Extend(epochs=present.extend, batches=present.extend_batches)
        self._waiting: list[Command] = [longer] if longer.epochs or longer.batches else []
        self._waiting += [Slow(steps_per_second=slowed)] if slowed else []
        self._stopping = Text()
        self._ending, self._said_last = anyio.Event(), anyio.Event()
        self._starting = anyio.CancelScope()
        self._last_output = 0.0
        self._pending = Pending()
        self.continues = False
        """Whether its machine was lost, and the run is to go on on another."""

    def send(self, command: Command) -> None:
        """Now, or as soon as there is a worker."""
        if isinstance(command, Stop):
            self._stopping = command.reason
            self._ending.set()
            if self._worker is None:
                self._starting.cancel()
        if self._worker is None:
            self._waiting.append(command)
        else:
            self._worker.send(command)

    async def ask(self, view: str, question: str) -> Answer | None:
        """The worker's answer; None where it ends without one."""
        number, answer = self._pending.add()
        self.send(Look(view=view, question=question, number=number))
        return await answer

    def ask_no_more(self) -> None:
        """The worker answers nothing any more: whoever waits for an answer gets None."""
        self._pending.abandon()

    async def run(self) -> None:
        """Until the worker is gone and the last state is stored."""
        try:
            await self._events.append(self.record, State(state=RunState.STARTING), self.number)
            await self._supervised()
        except* StoreFailed as errors:
            log.error("run %s: %s", self.record.id, errors.exceptions[0])
            self.lose(reason_of(errors))

    async def _supervised(self) -> None:
        try:
            with self._starting:
                self._worker = await self._executor.start(await self._assignment())
        except (OSError, RuntimeError) as error:
            await self._last(RunState.FAILED, NO_WORKER(error=text_of(error)))
            return
        except Refusal as refusal:
            await self._last(RunState.FAILED, refusal.detail)
            return
        if self._worker is None:
            await self._last(RunState.STOPPED, BEFORE_IT_BEGAN())
            return
        for command in self._waiting:
            self._worker.send(command)
        async with anyio.create_task_group() as group:
            group.start_soon(self._end_in_time, self._worker)
            group.start_soon(self._notice_silence)
            await self._until_gone(self._worker, group)

    async def _until_gone(self, worker: Worker, group: TaskGroup) -> None:
        try:
            send, came = anyio.create_memory_object_stream[EncodedEvent](MOST_AT_ONCE)
            group.start_soon(self._hear, worker, send)
            await self._listen(worker, came)
            await self._account_for(await worker.ended())
        finally:
            group.cancel_scope.cancel()
            with anyio.CancelScope(shield=True):
                await worker.kill()

    async def _hear(self, worker: Worker, send: MemoryObjectSendStream[EncodedEvent]) -> None:
        """Hands answers to who waits for them, and events on; a slow store holds up the worker."""
        with suppress(anyio.BrokenResourceError), send:  # nobody listens any more to one that made no sense
            async for output in worker.output():
                self._last_output = anyio.current_time()
                if isinstance(output, Answer):
                    self._pending.resolve(output)
                    continue
                await send.send(output)
                if output.state in LAST:
                    self._said_last.set()

    async def _listen(self, worker: Worker, came: MemoryObjectReceiveStream[EncodedEvent]) -> None:
        """Takes what comes, and together what comes within ``TOGETHER``: an epoch's end is three events and more."""
        try:
            with came:
                async for first in came:
                    next_at = anyio.current_time() + TOGETHER
                    await self._take([first, *waiting(came)])
                    with anyio.CancelScope(deadline=next_at):
                        await self._said_last.wait()
        except ProtocolError as error:
            await self._last(RunState.FAILED, NONSENSE(error=str(error)))
            await worker.kill()

    async def _take(self, events: list[EncodedEvent]) -> None:
        await self._events.append_from_worker(self.record, events, self.number)
        if self._over():
            self.ask_no_more()  # it may take a while to leave
            self._ending.set()

    async def _end_in_time(self, worker: Worker) -> None:
        """Ends a worker that got a stop, or has sent its last state, and is still there."""
        await self._ending.wait()
        await anyio.sleep(BRIEF if self._at_start() else PATIENCE)
        await worker.kill()

    async def _notice_silence(self) -> None:
        """A worker that hangs is not ended, it may come back; but nobody should wonder why nothing moves."""
        reported = self._last_output = anyio.current_time()
        while True:
            await anyio.sleep(max(0.0, self._last_output + SILENCE - anyio.current_time()) or SILENCE)
            silent = anyio.current_time() - self._last_output >= SILENCE
            if silent and self._last_output != reported and self.record.run.state == RunState.RUNNING:
                reported = self._last_output
                await self._events.append(self.record, self._silence(), self.number)

    def _silence(self) -> Notice:
        run, text = self.record.run, SILENT(count=SILENCE)
        return Notice(code="worker", text=text, attempt_this=STOP_IT(), step=run.step, epoch=run.epoch)

    async def _account_for(self, outcome: Outcome) -> None:
        if self._stopping and self._at_start():
            await self._last(RunState.STOPPED, BEFORE_IT_BEGAN())
        elif self._stopping:
            await self._last(RunState.STOPPED, KILLED(reason=self._stopping))
        elif outcome.machine:
            self.continues = not self._over()
            await self._last(RunState.INTERRUPTED, outcome.in_words())
        else:
            await self._last(RunState.FAILED, outcome.in_words())

    async def _last(self, state: RunState, reason: Text) -> None:
        """The last state, unless there was one."""
        run = self.record.run
        event = State(state=state, reason=reason, step=run.step, epoch=run.epoch)
        await self._events.append(self.record, event, self.number)

    def _at_start(self) -> bool:
        """Whether its worker has not begun to train."""
        return self.record.attempt == self.number and self.record.run.state == RunState.STARTING

    def _over(self) -> bool:
        """Whether the last state has come; the run may even be in its next attempt by now."""
        return self.record.run.state in LAST or self.record.attempt != self.number

    def lose(self, reason: Text) -> None:
        """Shows pages a last state that the store could not write; after a restart the run counts as interrupted."""
        if not self._over():
            run = self.record.run
            self.record.unstored = State(state=RunState.FAILED, reason=reason, step=run.step, epoch=run.epoch)
            self.record.run = run.model_copy(update={"state": RunState.FAILED, "reason": reason})
            self._listener.on_change(self.record, at_once=True)

    async def _assignment(self) -> Assignment:
        run = self.record.run
        await anyio.to_thread.run_sync(self._weights.prepare, run.id)
        step = run.attempts[-1].from_step
        start = step if step or run.parent else None
        if start is not None and not await anyio.to_thread.run_sync(self._can_start, start):
            raise RuntimeError(NOTHING_TO_BEGIN_WITH(step=step))
        forked = run.parent is not None and (len(run.attempts) == 1 or step == run.parent.step)
        changed = await self._changed() if len(run.attempts) > 1 else {}
        memory = await self._needs.allow(self.record, changed)
        return Assignment(run.id, self.number, run.spec, start=start, forked=forked, memory=memory, changed=changed)

    def _can_start(self, step: int) -> bool:
        return any(step in self._weights.steps(self.record.id, full) for full in (True, False))

    async def _changed(self) -> dict[str, Any]:
        """Settings as earlier attempts left them, also by commands that came after their last checkpoint."""
        events = await self._events.read(self.record.id)
        return {event["setting"]: event["after"] for event in events if event["type"] == "changed"}


def waiting(came: MemoryObjectReceiveStream[EncodedEvent]) -> list[EncodedEvent]:
    """What is there already."""
    events = list[EncodedEvent]()
    with suppress(anyio.WouldBlock, anyio.EndOfStream):
        while len(events) < MOST_AT_ONCE:
            events.append(came.receive_nowait())
    return events


def reason_of(error: BaseException) -> Text:
    """The first that went wrong."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return text_of(error)
