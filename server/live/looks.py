"""What all pages look at, merged: each look is asked once for everybody, and again as the network learns."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import anyio

from models.events import LAST
from server.background import Background
from server.executors.protocol import Answer
from server.live import encoding
from server.live.answering import Answering, Wanted, body
from server.live.wire import framed
from server.runs.records import Record
from server.schema.refusal import Refusal

if TYPE_CHECKING:
    from server.live.client import Client

MOST_A_SECOND = 5.0
"""Of one look, however fast the pages ask: what is looked at costs training time."""

MOST_OF_SLOWED = 20.0
"""Of a run that is slowed: there a look costs no time that would not be waited."""

log = logging.getLogger("schoolyard")


class Standing:
    """One look that at least one page has open."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.clients: set[Client] = set()
        self.stale = True
        """Whether there is something newer to be seen than was asked for last."""
        self.asking = False
        self.asked = float("-inf")
        self.frame = b""
        self.slowed = False
        """Whether each step is to be seen, and training waits for it anyway."""

    @property
    def next(self) -> float:
        """The time from which it may be asked again: the pace of the fastest page."""
        hertz = max((client.hertz for client in self.clients), default=MOST_A_SECOND)
        return self.asked + 1 / min(hertz, MOST_OF_SLOWED if self.slowed else MOST_A_SECOND)

    def show(self, text: str) -> None:
        self.asking, self.frame = False, framed(text)
        for client in self.clients:
            client.show(self.wanted, self.frame)


class Looks:
    """All standing looks; ``keep_answering`` runs as long as the server lives."""

    def __init__(self) -> None:
        self._standing: dict[Wanted, Standing] = {}
        self._news = anyio.Event()
        self._answering: Answering
        self._background: Background

    def open(self, answering: Answering, background: Background) -> None:
        self._answering, self._background = answering, background
        background.always("asking for what pages look at", self.keep_answering)

    def want(self, client: Client, wanted: set[Wanted]) -> None:
        """The whole set of what a page looks at."""
        for standing in list(self._standing.values()):
            if standing.wanted not in wanted:
                standing.clients.discard(client)
                if not standing.clients:
                    del self._standing[standing.wanted]
        for look in wanted:
            standing = self._standing.setdefault(look, Standing(look))
            if client not in standing.clients:
                standing.clients.add(client)
                if standing.frame:
                    client.show(look, standing.frame)
        self._news.set()

    def said(self, record: Record, event: dict[str, Any]) -> None:
        """A run learnt something, or changed its state: what is looked at is not what is to be seen any more."""
        slowed = record.run.steps_per_second is not None
        newer = {"points": slowed or event.get("clock") == "epoch", "state": True}.get(event["type"], False)
        for standing in self._standing.values():
            if standing.wanted.run == record.id:
                standing.slowed = slowed
                live = standing.wanted.at == "live" and newer
                standing.stale |= live or (standing.wanted.at == "best" and event["type"] == "checkpoint")
        self._news.set()

    def changed(self, record: Record) -> None:
        """The worker of a run that is over answers no more, even where the store could not keep its last state."""
        if record.run.state in LAST:
            self._answering.ended(record.id)

    def answered(self, answer: Answer) -> None:
        self._answering.answered(answer)

    async def keep_answering(self) -> None:
        while True:
            self._news = anyio.Event()
            wait = float("inf")
            for standing in list(self._standing.values()):
                if standing.stale and not standing.asking:
                    wait = min(wait, standing.next - anyio.current_time())
                    if standing.next <= anyio.current_time():
                        self._ask(standing)
            with anyio.move_on_after(max(wait, 0.001)):
                await self._news.wait()

    def _ask(self, standing: Standing) -> None:
        standing.asking, standing.stale, standing.asked = True, False, anyio.current_time()
        self._background.once("answering a look", self._answer, standing)

    async def _answer(self, standing: Standing) -> None:
        """By the run's worker or from kept weights. Whatever goes wrong is told in the place of the answer."""
        wanted = standing.wanted
        try:
            record = await self._answering.ready(wanted)
            if self._answering.by_worker(record, wanted):
                self._answering.ask(record, wanted, lambda answer: self._heard(standing, answer))
                return
            if wanted.at == "live" and record.run.state not in LAST:
                standing.asking = False  # there is no network yet; the run's next state makes us look again
                return
            standing.show(encoding.seen(await self._answering.read(record, wanted)))
        except Refusal as refusal:
            self._refuse(standing, refusal.detail)
        except Exception:
            log.exception("look %s of run %s", wanted.view, wanted.run)
            self._refuse(standing, "The server made a mistake; its log says which.")
        self._news.set()

    def _heard(self, standing: Standing, answer: Answer | None) -> None:
        if answer is None:
            standing.asking, standing.stale = False, True
        else:
            try:
                standing.show(encoding.seen(body(standing.wanted, answer)))
            except Refusal as refusal:
                self._refuse(standing, refusal.detail)
        self._news.set()

    def _refuse(self, standing: Standing, detail: str) -> None:
        wanted = standing.wanted
        standing.show(encoding.refused(wanted.run, wanted.view, wanted.question, detail))
