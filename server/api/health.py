"""Whether the server is well."""

from fastapi import APIRouter

from server.api.services import Here
from server.schema import titles
from server.schema.machine import Health
from server.schema.refusal import STORE_FAILED, Refusal
from server.settings import own_version

router = APIRouter()


@router.get("/healthz")
async def health(here: Here) -> Health:
    """For supervisors and health checks: 503 with the reason where the store can keep nothing."""
    trouble = await here.store.trouble()
    if trouble is not None:
        raise Refusal(503, titles.NOT_WELL, STORE_FAILED(why=trouble))
    return Health(
        status="ok",
        device=await here.library.device(),
        workers=here.executor.places,
        version=own_version(),
    )
