"""Bodies, read before anything else sees them: not too long, JSON not too deep."""

from starlette.types import Message, Receive, Scope

from models.sentences import Sentence
from server.schema import titles
from server.schema.refusal import Refusal

BODY_TOO_LARGE = Sentence("body-too-large", "A body may have {most:whole} bytes.")
BODY_NOT_JSON = Sentence("body-not-json", "This is not JSON in UTF-8.")
BODY_CUT_OFF = Sentence("body-cut-off", "The body did not arrive whole.")
BODY_TOO_DEEP = Sentence("body-too-deep", "The body is nested more than {most} levels deep.")

MOST_BYTES = 2**20
MOST_LEVELS = 32

NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


async def read(scope: Scope, receive: Receive, most: int = MOST_BYTES, json: bool = True) -> Receive:
    """The whole body of at most so many bytes, again to be received. Raises ``Refusal`` without reading on."""
    for key, value in scope["headers"]:
        if key == b"content-length" and not (value.isdigit() and int(value) <= most):
            raise too_large(most)
    body = bytearray()
    more = True
    while more:
        came = await receive()
        if came["type"] == "http.disconnect":
            raise Refusal(400, titles.CUT_OFF, BODY_CUT_OFF())
        body += came.get("body", b"")
        more = came.get("more_body", False)
        if len(body) > most:
            raise too_large(most)
    if json and b"\0" in body:  # as in every other encoding that a parser of JSON would guess
        raise Refusal(400, titles.NOT_JSON, BODY_NOT_JSON())
    if json and deeper(bytes(body), MOST_LEVELS):
        detail = BODY_TOO_DEEP(most=MOST_LEVELS)
        raise Refusal(422, titles.TOO_DEEP, detail, allowed=MOST_LEVELS)
    return _again(bytes(body), receive)


def too_large(most: int) -> Refusal:
    return Refusal(413, titles.TOO_LARGE, BODY_TOO_LARGE(most=most), allowed=most)


def deeper(json: bytes, levels: int) -> bool:
    """Whether brackets nest deeper than ``levels``: a parser would find out too late.

    Each step passes over the bytes once, whatever they are: a regular expression would begin anew at every quote of a
    text that does not end.
    """
    without_escapes = json.replace(b"\\\\", b"").replace(b'\\"', b"")
    outside_of_texts = b"".join(without_escapes.split(b'"')[::2])
    depth = 0
    for bracket in outside_of_texts.translate(None, NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > levels:
            return True
    return False


def _again(body: bytes, receive: Receive) -> Receive:
    replayed = False

    async def once_more() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once_more
