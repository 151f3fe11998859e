"""What can be trained and looked at."""

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.schema.catalogue import Catalogue

router = APIRouter()


@router.get("/api/catalogue", response_model=Catalogue)
async def catalogue(here: Here, request: Request) -> Response:
    """Tasks, architectures and training as JSON schemas with their texts; presets, views, devices, broken files."""
    # Off the event loop: what data are there is looked up on disk.
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = await anyio.to_thread.run_sync(here.listing.encoded, here.executor.places, packed)
    return Json(body, headers={"vary": "accept-encoding", **({"content-encoding": "gzip"} if packed else {})})
