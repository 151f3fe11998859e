"""Whether the server is well."""

from fastapi import APIRouter

from server.api.bodies import Health
from server.api.parts import Here

router = APIRouter()


@router.get("/healthz")
async def health(here: Here) -> Health:
    """For supervisors and health checks."""
    return Health(
        status="ok", device=here.described.devices[0], workers=here.executor.places, version=here.described.version
    )
