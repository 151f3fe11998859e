"""Many pages in one process, as cheap as can be: raw sockets that read frames, and note when each event came."""

import json
import os
import re
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.figures import Json

EVENT = re.compile(rb'\{"type":"event","run":"([^"]+)","attempt":\d+,"seq":(\d+),')
MOMENT = b'"train/moment":['
CAUGHT_UP = re.compile(rb'\{"type":"caught_up","run":"([^"]+)","seq":(\d+)')
HISTORY = re.compile(rb'\{"type":"history","run":"([^"]+)","seq":(\d+)')
PING, PONG = 0x89, b"\x8a\x80\x00\x00\x00\x00"
REQUEST = (
    b"GET /api/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2Nob29seWFyZC1iZW5jaA==\r\n\r\n"
)


class Visitor:
    """One page: what it has seen of each run, and the bytes that are no whole frame yet."""

    def __init__(self, port: int, runs: Iterable[str], seen: dict[str, int] | None = None) -> None:
        self.greeting = b""
        """What it says besides what it watches."""
        self.seen = dict(seen or {})
        self.left = set(runs)
        """Runs that are not live yet."""
        self.events = self.gaps = 0
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", port))
        self._bytes = b""
        self.begun = self.welcome = False

    def begin(self) -> None:
        """Asks to come in, once there is a connection."""
        self.begun = True
        self.socket.send(REQUEST)

    def read(self, now: float, ages: list[float]) -> None:
        data = self.socket.recv(2**18)
        if not data:
            raise ConnectionError("the server closed a page")
        data = self._bytes + data if self._bytes else data
        if not self.welcome:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._bytes = head
                return
            if b" 101 " not in head[:16]:
                raise ConnectionError(head.decode())
            self.welcome = True
            self.socket.send(self.greeting + watch({run: self.seen.get(run, 0) for run in self.left}))
        self._bytes = self._frames(data, now, ages)

    def _frames(self, data: bytes, now: float, ages: list[float]) -> bytes:
        """Takes whole frames; what is left over."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                size, start = int.from_bytes(data[start : start + 2]), start + 2
            elif size == 127:
                size, start = int.from_bytes(data[start : start + 8]), start + 8
            if start + size > end:
                break
            if data[at] == PING:
                self.socket.send(PONG[:1] + bytes([0x80 | size]) + PONG[2:] + data[start : start + size])
            else:
                self._take(data, start, start + size, now, ages)
            at = start + size
        return data[at:]

    def _take(self, data: bytes, start: int, end: int, now: float, ages: list[float]) -> None:
        if event := EVENT.match(data, start, end):
            run, seq = event[1].decode(), int(event[2])
            self.gaps += seq != self.seen.get(run, -1) + 1
            self.seen[run] = seq
            self.events += 1
            if (found := data.find(MOMENT, start, end)) > 0:
                found += len(MOMENT)
                ages.append(now - float(data[found : data.index(b",", found)]))
        elif history := HISTORY.match(data, start, end):
            self.seen[history[1].decode()] = int(history[2])
        elif caught := CAUGHT_UP.match(data, start, end):
            self.seen[caught[1].decode()] = int(caught[2])
            self.left.discard(caught[1].decode())


def pace(hertz: float) -> bytes:
    """What a page sends to be told so often."""
    return masked({"type": "pace", "hertz": hertz})


def watch(seen: dict[str, int]) -> bytes:
    """What a page sends to be told of runs."""
    return masked({"type": "watch", "runs": seen})


def masked(frame: Json) -> bytes:
    text = json.dumps(frame).encode()
    size = bytes([0x80 | len(text)]) if len(text) < 126 else bytes([0xFE]) + struct.pack("!H", len(text))
    return b"\x81" + size + b"\0\0\0\0" + text


class Crowd:
    """Pages that connect, read and disconnect together; it is used once."""

    def __init__(self, port: int, runs: list[str]) -> None:
        self._port, self._runs = port, runs
        self.visitors: list[Visitor] = []
        self._poll = select.epoll()
        self._by_file: dict[int, Visitor] = {}

    @property
    def events(self) -> int:
        return sum(visitor.events for visitor in self.visitors)

    @property
    def gaps(self) -> int:
        return sum(visitor.gaps for visitor in self.visitors)

    def connect(self, count: int, seen: list[dict[str, int]] | None = None, greeting: bytes = b"") -> None:
        """So many more pages, with what each has seen already."""
        for one in range(count):
            visitor = Visitor(self._port, self._runs, seen[one] if seen else None)
            visitor.greeting = greeting
            self.visitors.append(visitor)
            self._by_file[visitor.socket.fileno()] = visitor
            self._poll.register(visitor.socket, select.EPOLLIN | select.EPOLLOUT)

    def read(self, until: Callable[[], bool], patience: float = 60) -> list[float]:
        """Reads until a condition holds; the age of every event, in seconds. Raises ``TimeoutError``."""
        ages: list[float] = []
        deadline = time.monotonic() + patience
        while not until():
            for file, flags in self._poll.poll(0.05):
                visitor = self._by_file[file]
                if not visitor.begun:
                    visitor.begin()
                    self._poll.modify(file, select.EPOLLIN)
                elif flags & select.EPOLLIN:
                    visitor.read(time.monotonic(), ages)
            if time.monotonic() > deadline:
                raise TimeoutError("the pages were not told in time")
        return ages

    def listen(self, seconds: float) -> list[float]:
        """Reads for so long."""
        end = time.monotonic() + seconds
        return self.read(lambda: time.monotonic() >= end, 2 * seconds + 1)

    def wait_until_live(self) -> float:
        """Reads until every page is live with every run; the seconds that it took."""
        began = time.monotonic()
        self.read(lambda: not any(visitor.left for visitor in self.visitors))
        return time.monotonic() - began

    def disconnect(self) -> list[dict[str, int]]:
        """All at once, without a goodbye; what each had seen."""
        visitors, self.visitors, self._by_file = self.visitors, [], {}
        self._poll.close()
        for visitor in visitors:
            visitor.socket.close()
        return [visitor.seen for visitor in visitors]


def stalled(port: int, runs: list[str]) -> socket.socket:
    """A page that asks for everything and reads nothing."""
    page = socket.socket()
    page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    page.connect(("127.0.0.1", port))
    page.sendall(REQUEST)
    assert page.recv(12) == b"HTTP/1.1 101"
    page.sendall(watch(dict.fromkeys(runs, 0)))
    return page


def open_files(count: int) -> None:
    """Lets this process, and those that it starts, have so many files open. Raises ``OSError`` where it may not."""
    import resource

    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, most))


def ticks(process: int) -> float:
    """Seconds of processor that a process has had, on Linux."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
