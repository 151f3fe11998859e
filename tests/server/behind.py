"""A reverse proxy as small as one can be: every request on a connection of its own, sockets passed through."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

HEAD = b"\r\n\r\n"


class Proxy:
    """Speaks for the browser with X-Forwarded headers; ``taken`` is what it takes off every path."""

    def __init__(self, server: int, taken: str = "", protocol: str = "https") -> None:
        self._server, self._taken, self._protocol = server, taken, protocol

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            async with closing(writer):
                head = self._head(await reader.readuntil(HEAD), writer.get_extra_info("peername")[0])
                back, forth = await asyncio.open_connection("127.0.0.1", self._server)
                async with closing(forth):
                    forth.write(head)
                    both = [asyncio.create_task(pump(reader, forth)), asyncio.create_task(pump(back, writer))]
                    try:
                        await both[1]
                    finally:
                        for one in both:
                            one.cancel()
                        await asyncio.gather(*both, return_exceptions=True)

    def _head(self, head: bytes, peer: str) -> bytes:
        """As a common proxy hands it on: its own Host, and what the browser said beside it."""
        first, *lines = head.removesuffix(HEAD).decode("latin-1").split("\r\n")
        method, path, version = first.split(" ")
        headers = [line.partition(": ") for line in lines]
        host = next(value for name, _, value in headers if name.lower() == "host")
        upgrade = any(name.lower() == "upgrade" for name, _, _ in headers)
        dropped = {"host"} if upgrade else {"host", "connection"}
        passed = [f"{name}: {value}" for name, _, value in headers if name.lower() not in dropped]
        passed += [f"Host: 127.0.0.1:{self._server}", f"X-Forwarded-Proto: {self._protocol}"]
        passed += [f"X-Forwarded-Host: {host}", f"X-Forwarded-For: {peer}"]
        passed += [] if upgrade else ["Connection: close"]
        shorter = path.removeprefix(self._taken) or "/"
        return "\r\n".join([f"{method} {shorter} {version}", *passed]).encode("latin-1") + HEAD


@asynccontextmanager
async def closing(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()
        with suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()


@asynccontextmanager
async def proxied(proxy: Proxy, secret: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """The port at which the proxy listens."""
    passing: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(proxy.pass_on(reader, writer))
        passing.add(task)
        task.add_done_callback(passing.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0, ssl=secret)
    async with server:
        yield server.sockets[0].getsockname()[1]
        for task in list(passing):
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)
