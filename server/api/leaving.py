"""Work that ends when the client that waits for it goes away."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

from models.sentences import Sentence
from server.schema import titles
from server.schema.refusal import Refusal

NOBODY_WAITS = Sentence("nobody-waits", "Nobody waits for the answer any more.")

Answer = TypeVar("Answer")


async def while_there(request: Request, work: Coroutine[Any, Any, Answer]) -> Answer:
    """The answer; ``work`` is cancelled where nobody waits for it any more. The body has to be read before."""
    doing, leaving = asyncio.create_task(work), asyncio.create_task(gone(request))
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not doing.done():
            raise Refusal(400, titles.CUT_OFF, NOBODY_WAITS())
        return await doing
    finally:
        for task in (doing, leaving):
            task.cancel()
        await asyncio.gather(doing, leaving, return_exceptions=True)


async def gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
