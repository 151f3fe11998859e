#!/usr/bin/env bash
# asyncio of CPython 3.11 (seen with 3.11.7), which uvicorn and most others serve with.
#
# `backlog` of `create_server` is documented as the number of queued connections that is handed to `listen()`.
#
# Expected: where a connection cannot be accepted, as the process has no file descriptor left, that is told to the
# loop's exception handler once, and accepting is tried again a second later.
# Seen: `backlog` is also how often accept is tried in one turn, and the loop goes on after "no descriptor left": one
# connection too many is told `backlog` times in a row (with uvicorn's usual 2048: 2,048 tracebacks a second), and as
# many timers are set for the next second. A server needs a bound of its own below the limit, or a small backlog in
# `create_server` and a second `listen()` with the wished one.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"

cat > "$folder/accept.py" <<'PYTHON'
import asyncio
import resource
import socket
import sys

BACKLOG, FILES = 30, 40


async def main():
    told = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: told.append(context["message"]))
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 0, backlog=BACKLOG)
    address = server.process.sockets[0].getsockname()
    # Connections of this very process use two descriptors each, one of them before it is accepted.
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    clients = []
    while not told:
        try:
            clients.append(socket.create_connection(address))
        except OSError:
            break
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.2)
    print(sys.version.split()[0], "clients:", len(clients), "told:", len(told), "times:", sorted(set(told)))
    assert set(told) == {"socket.accept() out of system resource"}
    assert len(told) >= BACKLOG - 1, "the behaviour has changed"


asyncio.run(main())
PYTHON
timeout 60 "$folder/venv/bin/python" "$folder/accept.py"
