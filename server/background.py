"""What goes on beside the requests for as long as the server lives. None of it can end the server: what fails is logged
once, told to all pages, and where it has to go on it begins again."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

import anyio
from anyio.abc import TaskGroup

from models.sentences import Sentence, Text

FAILED = Sentence("part-failed", "A part of the server failed: {what}. Its log says why; the rest goes on.")
BEGUN_AGAIN = Sentence("part-begun-again", "A part of the server failed and was begun again: {what}. Its log says why.")

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 60.0
"""Seconds before what failed begins again: each time twice as long, and the first again once it went well as long."""

log = logging.getLogger("schoolyard")


class Work:
    """What goes on, as the sentences about its failure name it."""

    LOADING = Sentence("work-loading", "loading runs")()
    TELLING = Sentence("work-telling", "telling pages of changed runs")()
    FIRST_PAGE = Sentence("work-first-page", "getting ready for the first page")()
    LOOKING = Sentence("work-looking", "asking for what pages look at")()
    ANSWERING = Sentence("work-answering", "answering a look")()
    STARTING_RUNS = Sentence("work-starting-runs", "starting queued runs")()
    LIMITING_WEIGHTS = Sentence("work-limiting-weights", "keeping weights within their limit")()
    COUNTING = Sentence("work-counting", "counting what runs cost")()
    SUPERVISING = Sentence("work-supervising", "supervising a run")()


class Teller(Protocol):
    """Who tells all pages of a trouble."""

    def trouble(self, text: Text) -> None: ...


class Background:
    """All that runs beside the requests. ``group`` is used by nobody else: what fails in it unguarded ends it all."""

    def __init__(self, group: TaskGroup, teller: Teller) -> None:
        self._group, self._teller = group, teller

    def once(self, what: Text, begin: Callable[..., Awaitable[None]], *arguments: object) -> None:
        """Runs ``begin`` to its end; ``what`` it does stands in the sentence that tells of its failure."""
        self._group.start_soon(self._once, what, partial(begin, *arguments))

    def always(self, what: Text, begin: Callable[..., Awaitable[None]], *arguments: object) -> None:
        """Runs ``begin``, and again after each failure."""
        self._group.start_soon(self._always, what, partial(begin, *arguments))

    async def _once(self, what: Text, begin: Callable[[], Awaitable[None]]) -> None:
        try:
            await begin()
        except Exception:
            log.exception("%s", what)
            self._tell(FAILED(what=what))

    async def _always(self, what: Text, begin: Callable[[], Awaitable[None]]) -> None:
        pause, before = FIRST_PAUSE, ""
        while True:
            began = anyio.current_time()
            try:
                await begin()
                return
            except Exception as error:
                if anyio.current_time() - began > LONGEST_PAUSE:
                    pause, before = FIRST_PAUSE, ""
                if repr(error) != before:
                    log.exception("%s", what)
                    self._tell(BEGUN_AGAIN(what=what))
                before = repr(error)
            await anyio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _tell(self, text: Text) -> None:
        try:
            self._teller.trouble(text)
        except Exception:
            log.exception("pages could not be told: %s", text)
