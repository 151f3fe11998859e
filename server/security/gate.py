"""One gate before everything, for HTTP and for the socket alike: who may talk to us, who it is, how much they say.

Any page in any tab of the user's browser can send requests to localhost; the gate lets in what our own page sends.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.sentences import Sentence
from server.machine.open_files import connections
from server.people.person import SCOPE, Person
from server.schema import titles
from server.schema.refusal import Refusal
from server.security.body import read
from server.security.headers import API_HEADERS, HEADERS
from server.security.hosts import Hosts, same_origin
from server.security.page_limits import PageLimits
from server.security.proxies import route_of
from server.security.refusing import refuse
from server.settings import Settings

HOST_UNKNOWN = Sentence(
    "host-unknown",
    "This server is not known by that name. Whoever started it can add it with --name {name}; "
    "on the server's own computer localhost is one of its names.",
)
OTHER_ORIGIN = Sentence("other-origin", "Another page asked for this.")
OTHER_SITE = Sentence("other-site", "A page of another site asked for this.")
FILE_TYPE_UNKNOWN = Sentence(
    "file-type-unknown", "A file must have a content type that is known here, such as {example}."
)
CONTENT_TYPE_NOT_JSON = Sentence("content-type-not-json", "A body must have the content type application/json.")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
JSON = "application/json"
NAME = re.compile(r"[A-Za-z0-9.-]{1,100}")
WEIGHTS, UPLOADS = "/api/weights", "/api/data"
WEIGHTS_BYTES = 64 * 2**20
RAW = "application/octet-stream"
FILES = {
    WEIGHTS: (RAW,),
    UPLOADS: (RAW, "application/zip", "application/x-zip-compressed", "text/csv", "text/tab-separated-values"),
}
"""What a file may call itself; none of these can be sent by a page of another site without being asked first."""


class Gate:
    """Refuses or passes on; adds the headers that every answer has."""

    def __init__(self, app: ASGIApp, settings: Settings, who: Callable[[HTTPConnection], Person]) -> None:
        self._app, self._hosts, self._who = app, Hosts(settings), who
        self._uploads = settings.upload_limit
        self._page_limits = PageLimits(connections(), settings.sockets_per_address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        answer = _with_headers(scope, send)
        with ExitStack() as held:
            try:
                self._check(scope)
                if is_api(scope):
                    scope[SCOPE] = self._who(HTTPConnection(scope))
                if scope["type"] == "websocket":
                    held.enter_context(self._page_limits.place((scope.get("client") or ("",))[0]))
                elif scope["method"] not in SAFE:
                    most = {WEIGHTS: WEIGHTS_BYTES, UPLOADS: self._uploads}.get(route_of(scope))
                    receive = await (read(scope, receive, most, json=False) if most else read(scope, receive))
            except Refusal as refusal:
                await refuse(refusal, scope, receive, answer)
                return
            await self._app(scope, receive, answer)

    def _check(self, scope: Scope) -> None:
        hosts = list(_values(scope, b"host"))
        if len(hosts) != 1 or not self._hosts.ours(hosts[0]):
            raise unknown_name(", ".join(hosts)[:200])
        safe = scope["type"] == "http" and scope["method"] in SAFE
        self._check_origin(scope, hosts[0], safe)
        self._check_fetch(scope, safe)
        if not safe and scope["type"] == "http":
            _check_type(scope)

    def _check_origin(self, scope: Scope, host: str, safe: bool) -> None:
        origins = list(_values(scope, b"origin"))
        secure = scope.get("scheme") in ("https", "wss")
        if not safe and origins and not (len(origins) == 1 and same_origin(origins[0], host, secure)):
            raise Refusal(403, titles.NOT_FROM_HERE, OTHER_ORIGIN(), came=", ".join(origins)[:200])

    def _check_fetch(self, scope: Scope, safe: bool) -> None:
        """What the browser says of who asks. A link from elsewhere to our page is welcome; using our calls is not."""
        site = next(_values(scope, b"sec-fetch-site"), "none")
        visit = safe and next(_values(scope, b"sec-fetch-mode"), "") == "navigate"
        if site not in ("none", "same-origin") and not visit:
            raise Refusal(403, titles.NOT_FROM_HERE, OTHER_SITE(), came=site[:200])


def is_api(scope: Scope) -> bool:
    """Whether it is a call or the socket, for which it matters who asks; the page itself is everybody's."""
    return route_of(scope).startswith("/api/")


def unknown_name(host: str) -> Refusal:
    name = host.rpartition(":")[0] or host
    detail = HOST_UNKNOWN(name=name if NAME.fullmatch(name) else "NAME")
    return Refusal(421, titles.NOT_THIS_SERVER, detail, came=host)


def _check_type(scope: Scope) -> None:
    """A body must be JSON, or be a file where one is uploaded: no page of another site can send these unasked."""
    lengths = list(_values(scope, b"content-length"))
    has_body = any(length != "0" for length in lengths) or any(_values(scope, b"transfer-encoding"))
    kind = next(_values(scope, b"content-type"), "").split(";")[0].strip().lower()
    kinds = FILES.get(route_of(scope))
    if kinds:
        if kind not in kinds:
            detail = FILE_TYPE_UNKNOWN(example=kinds[-1])
            raise Refusal(415, titles.NOT_A_FILE, detail, came=kind, allowed=kinds)
    elif (has_body or kind) and kind != JSON:
        raise Refusal(415, titles.NOT_JSON, CONTENT_TYPE_NOT_JSON(), came=kind, allowed=JSON)


def _values(scope: Scope, name: bytes) -> Iterator[str]:
    return (value.decode("latin-1") for key, value in scope["headers"] if key == name)


def _with_headers(scope: Scope, send: Send) -> Send:
    api = is_api(scope) or route_of(scope) == "/healthz"

    async def answer(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            there = {key.lower() for key, _ in message.get("headers", [])}
            more = [*HEADERS, *(API_HEADERS if api else [])]
            message = {
                **message,
                "headers": [*message.get("headers", []), *(one for one in more if one[0] not in there)],
            }
        await send(message)

    return answer
