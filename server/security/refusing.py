"""A refusal as a problem document (RFC 9457), over HTTP or in place of a socket's welcome; or as a page in the language
of a person's browser.
"""

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from models.sentences import Sentence
from server.catalogue.translations import wanted, worded
from server.schema.problem import Problem
from server.schema.refusal import Refusal

OPEN = Sentence("open-schoolyard", "Open Schoolyard")

LONGEST = 2000
"""Characters of what came that are sent back."""

PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent.parent), autoescape=True)


class ProblemResponse(Response):
    """``application/problem+json``."""

    media_type = "application/problem+json"

    def __init__(self, refusal: Refusal, headers: dict[str, str] | None = None) -> None:
        super().__init__(document(refusal), refusal.status, headers)


def document(refusal: Refusal) -> str:
    problem = Problem(
        type=f"urn:schoolyard:{refusal.detail.code}" if refusal.detail.code else "about:blank",
        title=refusal.title,
        status=refusal.status,
        detail=readable(refusal.detail),
        code=refusal.detail.code,
        values={name: plain(value) for name, value in refusal.detail.to_wire().model_dump()["values"].items()},
        field=readable(refusal.field),
        came=plain(refusal.came),
        allowed=plain(refusal.allowed),
        nearest=plain(refusal.nearest),
    )
    return problem.model_dump_json()


def readable(text: str) -> str:
    """At most so much of it, and half a character of UTF-16 as its escape: no text can be sent that holds one."""
    return text[:LONGEST].encode("utf-8", "backslashreplace").decode()


def plain(value: Any) -> Any:
    """The value where JSON has it and it is short, else what it looks like."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
        if len(text) <= LONGEST:
            return value
    except (ValueError, TypeError, RecursionError):
        pass  # not finite, no JSON, too deep, or half a character
    try:
        return readable(repr(value)[:200])
    except (ValueError, RecursionError):  # a number of more digits than are written, or too deep
        return "what is too long or too deep to be shown"


def response(refusal: Refusal, scope: Scope, headers: dict[str, str] | None = None) -> Response:
    """The refusal in the form that whoever asks can read."""
    if not visited(scope):
        return ProblemResponse(refusal, headers)
    language = wanted(Headers(scope=scope).get("accept-language", ""))
    page = PAGES.get_template("refused.html.j2").render(
        language=language,
        title=worded(refusal.title, language),
        detail=worded(refusal.detail, language),
        home=scope.get("root_path", "") + "/",
        home_words=worded(OPEN(), language),
    )
    return HTMLResponse(page, refusal.status, {**(headers or {}), "Vary": "Accept, Accept-Language"})


def visited(scope: Scope) -> bool:
    """Whether a person typed or followed an address, and reads the answer in a browser's window."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


async def refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the problem. A socket is refused before it is accepted."""
    # Starlette's responses know the socket's form of an answer by the scope.
    await response(refusal, scope)(scope, receive, send)
