"""Every error as the client gets it."""

from typing import Any

from pydantic import Field

from server.schema.base import Body


class Problem(Body):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    """In English; ``code`` and ``values`` word it in other languages."""
    code: str = ""
    values: dict[str, Any] = Field(default_factory=dict)
    field: str = ""
    """JSON pointer of the field that is wrong."""
    came: Any = None
    allowed: Any = None
    """What would do."""
    nearest: Any = None
