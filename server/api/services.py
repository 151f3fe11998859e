"""How a route gets at the running server."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from server.services import Parts


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts that the application opened."""
    parts = connection.app.state.parts
    assert isinstance(parts, Parts)
    return parts


Here = Annotated[Parts, Depends(parts_of)]
