"""What can be trained and looked at."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.catalogue.translations import LANGUAGES
from server.schema.catalogue import Catalogue
from server.schema.refusal import unknown

router = APIRouter()


@router.get("/api/catalogue", response_model=Catalogue)
async def catalogue(here: Here, request: Request, language: str = "en") -> Response:
    """Tasks, architectures and training as JSON schemas, with all texts in a language; presets, views, broken files."""
    if language not in LANGUAGES:
        raise unknown("language", language)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    body = await here.catalogue.encoded(here.executor.places, packed, language)
    return Json(body, headers={"vary": "accept-encoding", **({"content-encoding": "gzip"} if packed else {})})
