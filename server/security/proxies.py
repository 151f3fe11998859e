"""A server behind another: an HTTPS proxy that speaks for the browser, and a prefix under which the page lies.

What a proxy says of the browser (X-Forwarded-Proto, -Host, -For) counts only if the proxy is trusted: anybody can send
these headers. The prefix may or may not have been taken off on the way.
"""

import ipaddress
from collections.abc import Sequence

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from server.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

SECURE = {"http": "https", "websocket": "wss"}


def networks(names: Sequence[str]) -> tuple[Network, ...]:
    """Addresses and networks. Raises ValueError."""
    return tuple(ipaddress.ip_network(name, strict=False) for name in names)


def prefix(path: str) -> str:
    """A path as it stands before others: with a slash in front and none behind. Raises ValueError."""
    plain = "/" + path.strip("/") if path.strip("/") else ""
    if any(one in plain for one in "?#%\\ \"'<>") or "//" in plain or ".." in plain or not plain.isascii():
        raise ValueError(f"{path!r} is no path such as /schoolyard")
    return plain


def route_of(scope: Scope) -> str:
    """The path without the prefix."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


class Proxies:
    """Puts a request into the words in which the browser sent it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._trusted, self._root = networks(settings.trusted_proxies), prefix(settings.root_path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in SECURE:
            await self._app(scope, receive, send)
            return
        if self._trusted and self._trusts((scope.get("client") or ("",))[0]):
            scope = self._as_sent(scope)
        if self._root:
            scope = self._below(scope)
            if scope["path"] == self._root and scope["type"] == "http":
                query = "?" + scope["query_string"].decode("latin-1") if scope["query_string"] else ""
                await RedirectResponse(f"{self._root}/{query}")(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _trusts(self, address: str) -> bool:
        found = _address(address)
        return found is not None and any(found in network for network in self._trusted)

    def _as_sent(self, scope: Scope) -> Scope:
        """With the browser's scheme, host and address, as far as the proxy tells them."""
        changed = {}
        protocol, host = _last(scope, b"x-forwarded-proto").lower(), _last(scope, b"x-forwarded-host")
        if protocol in ("http", "https", "ws", "wss"):
            changed["scheme"] = SECURE[scope["type"]] if protocol in ("https", "wss") else scope["scheme"]
        if host:
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            changed["headers"] = [*others, (b"host", host.encode("latin-1"))]
        if client := self._client(_values(scope, b"x-forwarded-for")):
            changed["client"] = (client, 0)
        return {**scope, **changed}

    def _client(self, passed: list[str]) -> str:
        """The nearest address that is no trusted proxy; what stands before it anybody may have written."""
        for one in reversed(passed):
            found = _address(one)
            if found is None or not self._trusts(one):
                return str(found) if found else ""
        return passed[0] if passed else ""

    def _below(self, scope: Scope) -> Scope:
        path = scope["path"]
        if path == self._root or path.startswith(self._root + "/"):
            return {**scope, "root_path": self._root}
        raw = self._root.encode() + scope.get("raw_path", path.encode())
        return {**scope, "root_path": self._root, "path": self._root + path, "raw_path": raw}


def _address(text: str) -> Address | None:
    try:
        found = ipaddress.ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _values(scope: Scope, name: bytes) -> list[str]:
    joined = ",".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)
    return [one.strip() for one in joined.split(",") if one.strip()]


def _last(scope: Scope, name: bytes) -> str:
    """What the nearest proxy wrote."""
    return next(reversed(_values(scope, name)), "")
