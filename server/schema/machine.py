"""What the call for the use of the machine carries."""

from typing import Literal

from models.events import Number
from server.schema.base import Body


class WorkerUse(Body):
    run: str | None
    """Null where it is warm and waits for a run."""
    processor: Number
    """Share of one processor since the last measurement; null before there are two."""
    memory: int | None
    """Bytes that it alone has; null where the system does not tell."""


class GpuUse(Body):
    name: str
    busy: Number
    memory: int
    memory_used: int


class Hardware(Body):
    """``GET /api/hardware``: measured now, and never made up. Shares are of 1, memory in bytes."""

    processors: int
    busy: Number
    """Of all processors, since the last measurement; null before there are two."""
    memory: int
    memory_used: int
    free: int
    """Bytes that the data folder can still grow by."""
    workers: list[WorkerUse]
    gpus: list[GpuUse]


class Health(Body):
    status: Literal["ok"]
    device: str
    workers: int
    version: str
