"""People's own data: uploaded, listed, taken away, deleted."""

from functools import partial
from typing import Literal

import anyio.to_thread
from fastapi import APIRouter, Query, Request
from starlette.responses import FileResponse, Response

from server.api.files import StoredFile
from server.api.leaving import while_there
from server.api.services import Here
from server.people.person import Asking
from server.people.roles import Action, check
from server.schema.data import OwnData, Uploads
from server.schema.words import FileName
from server.uploads import service

router = APIRouter()

BODY = {"requestBody": {"required": True, "content": {"application/zip": {}, "text/csv": {}}}}


@router.post("/api/data", status_code=201, openapi_extra=BODY)
async def upload(
    here: Here,
    person: Asking,
    request: Request,
    name: FileName = "",
    languages: str = Query("", max_length=200),
    form: Literal["", "pictures", "table", "text", "labelled", "weights"] = "",
) -> OwnData:
    """A ZIP of pictures, a table, a text or a network's weights, as raw bytes: checked, kept under its SHA-256.

    The same twice is one. ``languages`` of the page and the browser, as "zh,en-GB", decide what names in a ZIP leave
    open. ``form`` says that a text is wanted, texts with labels, or weights of a network.
    """
    check(Action.UPLOAD, person)
    content = await request.body()
    known = [one.strip() for one in languages.split(",") if one.strip()]
    sent = service.Sent(content, name, known, form)
    checking = service.keep(here.checks, here.uploads, person, sent)
    own = await while_there(request, checking)
    await here.runs.recheck(own.data)
    return own


@router.get("/api/data")
async def listed(here: Here, person: Asking) -> Uploads:
    """What was uploaded, newest first."""
    found = await service.list_data(here.checks, here.uploads, person)
    return Uploads(limit=here.settings.upload_limit, data=found)


@router.get("/api/data/{data}", response_class=FileResponse)
async def file(here: Here, person: Asking, data: str) -> Response:
    """The file as it came."""
    path, name = await anyio.to_thread.run_sync(service.file, here.uploads, person, data)
    return StoredFile(path, media_type="application/octet-stream", filename=name)


@router.get("/api/data/{data}/thumbnails", response_class=FileResponse)
async def thumbnails(here: Here, person: Asking, data: str) -> Response:
    """The first pictures of each class in one picture: a row for each class, squares of 48 pixels."""
    path = await anyio.to_thread.run_sync(service.thumbnails, here.uploads, person, data)
    return StoredFile(path, media_type="image/webp", headers={"cache-control": "private, max-age=86400"})


@router.delete("/api/data/{data}", status_code=204)
async def delete(here: Here, person: Asking, data: str) -> None:
    """For good, once its last owner deletes it; not while a run uses it."""
    forget = partial(service.forget, here.uploads, person, data, list(here.runs.records))
    await anyio.to_thread.run_sync(forget)
    await here.runs.recheck(data)
