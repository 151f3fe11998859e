"""Every error as the client gets it."""

from typing import Any

from server.schema.base import Body


class Problem(Body):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    field: str = ""
    """JSON pointer of the field that is wrong."""
    came: Any = None
    allowed: Any = None
    """What would do."""
    nearest: Any = None
