"""What can be trained and looked at."""

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.catalogue.listing import of_now
from server.schema.catalogue import Catalogue

router = APIRouter()


@router.get("/api/catalogue", response_model=Catalogue)
async def catalogue(here: Here) -> Response:
    """Tasks, architectures and training as JSON schemas with their texts; presets, views, devices, broken files."""
    # Off the event loop: what data are there is looked up on disk.
    told = await anyio.to_thread.run_sync(of_now, here.described, here.catalogue, here.executor.places)
    return Json(told.model_dump_json())
