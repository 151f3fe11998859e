"""How a route gets at the running server."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.services import Parts


async def parts_of(connection: HTTPConnection) -> Parts:
    """The parts that the application opened, once stored runs are known. Raises ``Refusal`` where they cannot be."""
    parts = connection.app.state.parts
    assert isinstance(parts, Parts)
    await parts.runs.ready()
    return parts


Here = Annotated[Parts, Depends(parts_of)]
