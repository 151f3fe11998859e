"""Every error as a problem document that names the field, what came, and what would do."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence
from models.spec_error import SpecError
from server.runs.create import refusal
from server.schema.refusal import Refusal
from server.security.refusing import ProblemResponse, response
from server.store.protocol import ReadFailed, StoreFailed

DISK_FAILED = Sentence("disk-failed", "The disk of the server did not give what is needed: {error}.")

log = logging.getLogger("schoolyard")

CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such thing", "content": CONTENT},
    409: {"description": "Not possible in the present state", "content": CONTENT},
    422: {"description": "What was sent cannot be used", "content": CONTENT},
}

WORDS = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    400: "The body could not be read.",
}


def handle(app: FastAPI) -> None:
    """Install the handlers."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(StoreFailed, _store_failed)
    app.add_exception_handler(SpecError, _unusable_spec)
    app.add_exception_handler(Unusable, _unusable_data)
    app.add_exception_handler(OSError, _disk)
    app.add_exception_handler(Exception, _ours)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return response(error, request.scope)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where, *place = first["loc"]
    if first["type"] == "json_invalid":
        detail = f"This is not JSON: {first['ctx']['error']} at character {place[0]}."
        return ProblemResponse(Refusal(400, "Not JSON", detail))
    field = "".join(f"/{part}" for part in place) if where == "body" else ".".join(map(str, place))
    limits = {key: value for key, value in first.get("ctx", {}).items() if isinstance(value, int | float | str)}
    nearest = limits.get("ge", limits.get("le"))
    refusal = Refusal(
        422, "This cannot be used", f"{first['msg']}.", field=field, came=first["input"], allowed=limits or None,
        nearest=nearest,
    )  # fmt: skip
    return ProblemResponse(refusal)


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    refusal = Refusal(error.status_code, title, WORDS.get(error.status_code, error.detail), came=request.url.path[:200])
    return response(refusal, request.scope, dict(error.headers or {}))


async def _store_failed(request: Request, error: Exception) -> Response:
    log.error("%s", error)
    if isinstance(error, ReadFailed):
        return ProblemResponse(Refusal(503, "Not read", f"{str(error).capitalize()}."))
    return ProblemResponse(Refusal(507, "Not kept", f"{str(error).capitalize()}."))


async def _unusable_spec(request: Request, error: Exception) -> Response:
    assert isinstance(error, SpecError)
    return ProblemResponse(refusal(error))


async def _unusable_data(request: Request, error: Exception) -> Response:
    """Data that went between two looks at them."""
    return ProblemResponse(Refusal(422, "This cannot be used", str(error), field="/task/data"))


async def _disk(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    if request.scope["type"] != "http" or isinstance(error, ConnectionError):
        raise error  # the other end is gone, and nobody is there to be told
    log.error("%s %s: %s", request.method, request.url.path, error)
    why = error.strerror or type(error).__name__
    return ProblemResponse(Refusal(503, "Not had", DISK_FAILED(error=why)))


async def _ours(request: Request, error: Exception) -> Response:
    return ProblemResponse(Refusal(500, "Our mistake", "The server made a mistake; its log says which."))
