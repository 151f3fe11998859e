#!/usr/bin/env bash
# uvicorn 0.54.0 with websockets 17.4, Python 3.11 or newer.
#
# ASGI has an extension, `websocket.http.response`, by which an application answers a WebSocket handshake with an
# ordinary HTTP response, such as 403 with a reason. uvicorn offers it in the scope and sends the answer.
#
# Expected: the client gets the answer, and the server's log has nothing at the level of an error: the application did
# what the specification describes.
# Seen: the client gets the answer, and each refusal also logs an ERROR, "ASGI callable returned without completing
# handshake."; the answer by `websocket.close`, without the extension, logs none. A server that refuses foreign pages so
# fills its log with errors that are none.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check uvicorn==0.54.0 websockets==17.4 h11==0.16.0

cat > "$folder/refuse.py" <<'PYTHON'
import asyncio
import logging

import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus


async def by_response(scope, receive, send):
    assert "websocket.http.response" in scope["extensions"]
    await receive()
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "websocket.http.response.start", "status": 403, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b"not from this page"})


async def by_close(scope, receive, send):
    await receive()
    await send({"type": "websocket.close"})


class Lines(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


async def errors_of(app, port):
    config = uvicorn.Config(app, port=port, lifespan="off", log_level="error", ws="websockets-sansio")
    server = uvicorn.Server(config)
    lines = Lines()
    logging.getLogger("uvicorn.error").addHandler(lines)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        await connect(f"ws://127.0.0.1:{port}/")
    except InvalidStatus as refused:
        print(app.__name__, "client got", refused.response.status_code, refused.response.body)
    server.should_exit = True
    await running
    logging.getLogger("uvicorn.error").removeHandler(lines)
    print(app.__name__, "errors logged:", lines.lines)
    return lines.lines


async def main():
    assert await errors_of(by_close, 0) == []
    assert await errors_of(by_response, 0) == ["ASGI callable returned without completing handshake."]


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/refuse.py"
