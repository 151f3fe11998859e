"""By which names a server may be reached. Anything else is a page that has our address resolve to this machine."""

import ipaddress
import re
import socket

from server.settings import LOOPBACK, Settings

HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]{2,45})\]|(?P<name>[A-Za-z0-9._-]{1,253}))(?::(?P<port>[0-9]{1,5}))?")


class Hosts:
    """The names that are ours."""

    def __init__(self, settings: Settings) -> None:
        self._any_address = not settings.local
        self._names = {name.lower() for name in (*LOOPBACK, *settings.names)}
        if not settings.local:
            self._names |= {name.lower() for name in (socket.gethostname(), socket.getfqdn()) if name}
            self._names |= {f"{name}.local" for name in self._names if "." not in name and ":" not in name}

    def ours(self, host: str) -> bool:
        """Whether a ``Host`` header names this server."""
        match = HOST.fullmatch(host)
        if match is None or int(match["port"] or 0) > 65535:
            return False
        name = (match["six"] or match["name"]).lower()
        address = _address(name)
        if match["six"] and address is None:
            return False
        if address is not None:
            return address.is_loopback or self._any_address
        return name in self._names


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def same_origin(origin: str, host: str, secure: bool) -> bool:
    """Whether a page of ``origin`` came from us: scheme, name and port, all equal."""
    scheme = "https" if secure else "http"
    default = ":443" if secure else ":80"
    own = host.lower()
    return origin.lower() in {f"{scheme}://{own}", f"{scheme}://{own.removesuffix(default)}"}
