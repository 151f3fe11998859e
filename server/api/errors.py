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
from models.invalid import invalid
from models.sentences import Sentence, text_of
from server.schema import titles
from server.schema.refusal import MISTAKE, STORE_FAILED, Refusal
from server.security.refusing import ProblemResponse, response
from server.store.protocol import ReadFailed, StoreFailed

DISK_FAILED = Sentence("disk-failed", "The disk of the server did not give what is needed: {error}.")

ADDRESS_NOT_FOUND = Sentence("address-not-found", "There is nothing at this address.")
METHOD_NOT_ALLOWED = Sentence("method-not-allowed", "This address does not take that method.")
BODY_UNREADABLE = Sentence("body-unreadable", "The body could not be read.")
JSON_MALFORMED = Sentence("json-malformed", "This is not JSON: {error} at character {place}.")

log = logging.getLogger("schoolyard")

CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such thing", "content": CONTENT},
    409: {"description": "Not possible in the present state", "content": CONTENT},
    422: {"description": "What was sent cannot be used", "content": CONTENT},
}

WORDS: dict[int, tuple[Sentence | str, Sentence | None]] = {
    400: (titles.BAD_REQUEST, BODY_UNREADABLE),
    404: (titles.NOT_FOUND, ADDRESS_NOT_FOUND),
    405: (titles.METHOD_NOT_ALLOWED, METHOD_NOT_ALLOWED),
}


def handle(app: FastAPI) -> None:
    """Install the handlers."""
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(StoreFailed, _store_failed)
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
        detail = JSON_MALFORMED(error=first["ctx"]["error"], place=place[0])
        return ProblemResponse(Refusal(400, titles.NOT_JSON, detail))
    field = "".join(f"/{part}" for part in place) if where == "body" else ".".join(map(str, place))
    limits = {key: value for key, value in first.get("ctx", {}).items() if isinstance(value, int | float | str)}
    nearest = limits.get("ge", limits.get("le"))
    refusal = Refusal(
        422, titles.UNUSABLE, invalid(first), field=field, came=first["input"], allowed=limits or None,
        nearest=nearest,
    )  # fmt: skip
    return ProblemResponse(refusal)


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title, sentence = WORDS.get(error.status_code, (HTTPStatus(error.status_code).phrase, None))
    detail = error.detail if sentence is None else sentence()
    refusal = Refusal(error.status_code, title, detail, came=request.url.path[:200])
    return response(refusal, request.scope, dict(error.headers or {}))


async def _store_failed(request: Request, error: Exception) -> Response:
    log.error("%s", error)
    if isinstance(error, ReadFailed):
        return ProblemResponse(Refusal(503, titles.NOT_READ, STORE_FAILED(why=text_of(error))))
    return ProblemResponse(Refusal(507, titles.NOT_STORED, STORE_FAILED(why=text_of(error))))


async def _unusable_data(request: Request, error: Exception) -> Response:
    """Data that went between two looks at them."""
    return ProblemResponse(Refusal(422, titles.UNUSABLE, text_of(error), field="/task/data"))


async def _disk(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    if request.scope["type"] != "http" or isinstance(error, ConnectionError):
        raise error  # the other end is gone, and nobody is there to be told
    log.error("%s %s: %s", request.method, request.url.path, error)
    why = error.strerror or type(error).__name__
    return ProblemResponse(Refusal(503, titles.NOT_FETCHED, DISK_FAILED(error=why)))


async def _ours(request: Request, error: Exception) -> Response:
    return ProblemResponse(Refusal(500, titles.OUR_MISTAKE, MISTAKE()))
