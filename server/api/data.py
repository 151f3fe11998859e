"""People's own data: uploaded, listed, taken away, deleted."""

from functools import partial

import anyio.to_thread
from fastapi import APIRouter, Request
from starlette.responses import FileResponse, Response

from server.api.owned import OwnData, Uploads
from server.api.parts import Here
from server.api.words import FileName
from server.runs import own_data
from server.security.person import Asking

router = APIRouter()

BODY = {"requestBody": {"required": True, "content": {"application/zip": {}, "text/csv": {}}}}


@router.post("/api/data", status_code=201, openapi_extra=BODY)
async def upload(here: Here, person: Asking, request: Request, name: FileName = "") -> OwnData:
    """A ZIP of pictures or a table, as raw bytes: checked and kept under its SHA-256. The same twice is one."""
    kept = await anyio.to_thread.run_sync(own_data.keep, here.settings.uploads, await request.body(), name)
    await here.runs.judge_again(kept.data)
    return kept


@router.get("/api/data")
async def listed(here: Here, person: Asking) -> Uploads:
    """All that was uploaded, newest first."""
    found = await anyio.to_thread.run_sync(own_data.kept, here.settings.uploads)
    return Uploads(limit=here.settings.upload_limit, data=found)


@router.get("/api/data/{data}", response_class=FileResponse)
async def file(here: Here, person: Asking, data: str) -> Response:
    """The file as it came."""
    path, name = await anyio.to_thread.run_sync(own_data.file, here.settings.uploads, data)
    return FileResponse(path, media_type="application/octet-stream", filename=name)


@router.delete("/api/data/{data}", status_code=204)
async def delete(here: Here, person: Asking, data: str) -> None:
    """For good; not while a run uses it."""
    forget = partial(own_data.forget, here.settings.uploads, data, list(here.runs.records))
    await anyio.to_thread.run_sync(forget)
    await here.runs.judge_again(data)
