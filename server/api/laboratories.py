"""What the settings of a laboratory make."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from server.api.runs import Json
from server.api.services import Here
from server.people.person import Asking
from server.schema.laboratories import Pictures

router = APIRouter()


@router.post("/api/laboratories/{name}", response_model=Pictures)
async def laboratory(here: Here, person: Asking, name: str, settings: dict[str, Any]) -> Response:
    """The pictures of a laboratory with these settings; those that are left out take their defaults."""
    async with here.drawing:
        return Json(await here.library.laboratory(person, name, settings))
