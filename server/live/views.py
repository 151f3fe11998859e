"""What all pages look at, merged: each view is asked for once for everybody, and again as the network learns."""

import logging
from typing import Any, Protocol

import anyio

from models.sentences import Text
from server.background import Background, Work
from server.live import encoding
from server.live.wire import encode_frame
from server.people.roles import Visible
from server.runs.ask import Ask, NotYet
from server.runs.records import Record
from server.schema.looks import ViewRequest
from server.schema.refusal import MISTAKE, Refusal, unknown

MOST_A_SECOND = 5.0
"""Of one view, however fast the pages ask: what is looked at costs training time."""

MOST_OF_SLOWED = 20.0
"""Of a run that is slowed: there a view costs no time that would not be waited."""

log = logging.getLogger("schoolyard")


class Viewer(Protocol):
    """A page that views are shown to."""

    hertz: float
    """Views a second that it wants."""
    visible: Visible

    def show(self, request: ViewRequest, frame: bytes) -> None:
        """The newest answer to a request; it takes the place of one that still waits."""
        ...


class ViewSubscription:
    """One view that at least one page has open."""

    def __init__(self, request: ViewRequest) -> None:
        self.request = request
        self.viewers: set[Viewer] = set()
        self.stale = True
        """Whether there is something newer to be seen than was asked for last."""
        self.asking = False
        self.asked = float("-inf")
        self.frame = b""
        self.scope = anyio.CancelScope()
        """Of the present question: nobody waits for it once the last page looks elsewhere."""
        self.slowed = False
        """Whether each step is to be seen, and training waits for it anyway."""

    @property
    def next(self) -> float:
        """The time from which it may be asked for again: the pace of the fastest page."""
        hertz = max((viewer.hertz for viewer in self.viewers), default=MOST_A_SECOND)
        return self.asked + 1 / min(hertz, MOST_OF_SLOWED if self.slowed else MOST_A_SECOND)

    def show(self, text: str) -> None:
        self.asking, self.frame = False, encode_frame(text)
        for viewer in self.viewers:
            viewer.show(self.request, self.frame)

    def refuse(self, detail: Text) -> None:
        self.show(encoding.refused(self.request, detail))


class Views:
    """All subscriptions; ``keep_answering`` runs as long as the server lives."""

    def __init__(self) -> None:
        self._subscriptions: dict[ViewRequest, ViewSubscription] = {}
        self._news = anyio.Event()
        self._ask: Ask
        self._background: Background

    def open(self, ask: Ask, background: Background) -> None:
        """From now on what pages look at is answered."""
        self._ask, self._background = ask, background
        background.always(Work.LOOKING, self.keep_answering)

    def subscribe(self, viewer: Viewer, requests: set[ViewRequest]) -> None:
        """The whole set of what a page looks at. A run that its person may not see is refused as one that is not."""
        hidden = {request for request in requests if not self._is_visible(viewer, request)}
        for request in hidden:
            viewer.show(request, encode_frame(encoding.refused(request, unknown("run", request.run).detail)))
        requests = requests - hidden
        for subscription in list(self._subscriptions.values()):
            if subscription.request not in requests:
                subscription.viewers.discard(viewer)
                if not subscription.viewers:
                    del self._subscriptions[subscription.request]
                    subscription.scope.cancel()
        for request in requests:
            subscription = self._subscriptions.setdefault(request, ViewSubscription(request))
            if viewer not in subscription.viewers:
                subscription.viewers.add(viewer)
                if subscription.frame:
                    viewer.show(request, subscription.frame)
        self._news.set()

    def _is_visible(self, viewer: Viewer, request: ViewRequest) -> bool:
        owner = self._ask.owner(request)
        return owner is not None and viewer.visible[owner]

    def after_event(self, record: Record, event: dict[str, Any]) -> None:
        """A run learnt something, or changed its state: what was seen is not what is to be seen any more."""
        slowed = record.run.steps_per_second is not None
        newer = {"points": slowed or event.get("clock") == "epoch", "state": True}.get(event["type"], False)
        for subscription in self._subscriptions.values():
            if subscription.request.run == record.id:
                subscription.slowed = slowed
                live = subscription.request.at == "live" and newer
                subscription.stale |= live or (subscription.request.at == "best" and event["type"] == "checkpoint")
        self._news.set()

    async def keep_answering(self) -> None:
        """Asks for every view that is stale as soon as its pace allows."""
        while True:
            self._news = anyio.Event()
            wait = float("inf")
            for subscription in list(self._subscriptions.values()):
                if subscription.stale and not subscription.asking:
                    wait = min(wait, subscription.next - anyio.current_time())
                    if subscription.next <= anyio.current_time():
                        self._begin(subscription)
            with anyio.move_on_after(max(wait, 0.001)):
                await self._news.wait()

    def _begin(self, subscription: ViewSubscription) -> None:
        subscription.asking, subscription.stale, subscription.asked = True, False, anyio.current_time()
        self._background.once(Work.ANSWERING, self._answer, subscription)

    async def _answer(self, subscription: ViewSubscription) -> None:
        """Whatever goes wrong is sent in place of the answer."""
        request = subscription.request
        try:
            with anyio.CancelScope() as subscription.scope:
                if subscription.viewers:
                    subscription.show(encoding.view(await self._ask.answer(request)))
        except NotYet:
            subscription.asking = False  # the run's next state makes us ask again
        except Refusal as refusal:
            subscription.refuse(refusal.detail)
        except Exception:
            log.exception("look %s of run %s", request.view, request.run)
            subscription.refuse(MISTAKE())
        self._news.set()
