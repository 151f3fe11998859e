"""What goes on beside the requests for as long as the server lives. None of it can end the server: what fails is logged
once, told to all pages, and where it has to go on it begins again."""

import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

import anyio
from anyio.abc import TaskGroup

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 60.0
"""Seconds before what failed begins again: each time twice as long, and the first again once it went well as long."""

log = logging.getLogger("schoolyard")


class Teller(Protocol):
    """Who tells all pages of a trouble."""

    def trouble(self, text: str) -> None: ...


class Background:
    """All that runs beside the requests. ``group`` is used by nobody else: what fails in it unguarded ends it all."""

    def __init__(self, group: TaskGroup, teller: Teller) -> None:
        self._group, self._teller = group, teller

    def once(self, what: str, begin: Callable[..., Awaitable[None]], *given: object) -> None:
        """Runs ``begin`` to its end; ``what`` it does stands in the sentence that tells of its failure."""
        self._group.start_soon(self._once, what, partial(begin, *given))

    def always(self, what: str, begin: Callable[..., Awaitable[None]], *given: object) -> None:
        """Runs ``begin``, and again after each failure."""
        self._group.start_soon(self._always, what, partial(begin, *given))

    async def _once(self, what: str, begin: Callable[[], Awaitable[None]]) -> None:
        try:
            await begin()
        except Exception:
            log.exception("%s", what)
            self._tell(f"A part of the server failed: {what}. Its log says why; the rest goes on.")

    async def _always(self, what: str, begin: Callable[[], Awaitable[None]]) -> None:
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
                    self._tell(f"A part of the server failed and was begun again: {what}. Its log says why.")
                before = repr(error)
            await anyio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _tell(self, text: str) -> None:
        try:
            self._teller.trouble(text)
        except Exception:
            log.exception("pages could not be told: %s", text)
