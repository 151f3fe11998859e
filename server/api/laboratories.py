"""What the settings of a laboratory make."""

from typing import Any

import anyio.to_thread
from fastapi import APIRouter
from starlette.responses import Response

from models.look.laboratory import pictures_of
from models.sentences import Sentence, text_of
from models.spec_error import SpecError
from server.api.runs import Json
from server.api.services import Here
from server.people.person import Asking
from server.runs.create import refusal
from server.schema import titles
from server.schema.laboratories import Pictures
from server.schema.refusal import Refusal
from server.services import Parts

NOT_DRAWN = Sentence("laboratory-not-drawn", "This cannot be drawn")
NO_LABORATORY = Sentence("laboratory-not-found", "There is no laboratory called {name} here.")

router = APIRouter()


@router.post("/api/laboratories/{name}", response_model=Pictures)
async def laboratory(here: Here, person: Asking, name: str, settings: dict[str, Any]) -> Response:
    """The pictures of a laboratory with these settings; those that are left out take their defaults."""
    with here.uploads.read_by(person):
        made = await anyio.to_thread.run_sync(_pictures, here, name, settings, limiter=here.drawing)
    return Json(made.model_dump_json())


def _pictures(here: Parts, name: str, settings: dict[str, Any]) -> Pictures:
    known = here.catalogue.laboratories
    if name not in known:
        raise Refusal(404, titles.NO_SUCH_LABORATORY, NO_LABORATORY(name=name[:80]), allowed=list(known))
    try:
        return Pictures(pictures=pictures_of(here.catalogue.laboratory(name, settings)))
    except SpecError as error:
        raise refusal(error, NOT_DRAWN) from error
    except ValueError as error:
        raise Refusal(422, NOT_DRAWN, text_of(error)) from error
