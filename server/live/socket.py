"""The socket: one task sends, one receives, and the first to end ends the other."""

from contextlib import suppress
from json import JSONDecodeError

import anyio
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.live import encoding
from server.live.client import Client
from server.live.hub import Hub
from server.live.wire import EXTENSION, Gone, Wire, encode_frame
from server.people.person import Person
from server.people.roles import own_actions
from server.schema.frames import PAGE_FRAME, Pace, PageFrame, ViewRequests, Watch
from server.store.protocol import Closed, ReadFailed

PACKED = "packed"
"""In the query of a page that takes a long list of runs deflated, as bytes."""
BAD_DATA, NOT_A_FRAME = 1003, 1008


async def serve(socket: WebSocket, hub: Hub, person: Person, version: str) -> None:
    """One page, from its first frame to its last."""
    try:
        await socket.accept()
    except OSError:
        return  # it was cut off before it was let in
    wire: Wire = socket.scope["extensions"][EXTENSION]
    client = Client(hub.feed, wire, person, packed=PACKED in socket.query_params)
    hub.clients.add(client)
    try:
        async with anyio.create_task_group() as group:
            hello = encoding.hello(version, person.name, own_actions(person))
            group.start_soon(_send, wire, client, hello, group.cancel_scope)
            await _receive(socket, client, hub)
            group.cancel_scope.cancel()
    finally:
        hub.clients.discard(client)
        hub.views.subscribe(client, set())


async def _send(wire: Wire, client: Client, hello: str, scope: anyio.CancelScope) -> None:
    try:
        await wire.send_frames(encode_frame(hello))
        async for frames in client.frames():
            await wire.send_frames(frames)
    except (Gone, Closed, ReadFailed):
        scope.cancel()


async def _receive(socket: WebSocket, client: Client, hub: Hub) -> None:
    """Until the page is gone, or says what no page says."""
    while True:
        came = await socket.receive()
        if came["type"] == "websocket.disconnect":
            return
        text = came.get("text")
        if text is None:
            await _refuse(socket, BAD_DATA, "frames are JSON text")
            return
        try:
            _handle(PAGE_FRAME.validate_json(text), client, hub)
        except (ValidationError, JSONDecodeError):
            await _refuse(socket, NOT_A_FRAME, "this is no frame of a page")
            return


async def _refuse(socket: WebSocket, code: int, reason: str) -> None:
    # A page that does not read may be in the middle of being sent something; another may be gone.
    with anyio.move_on_after(1), suppress(WebSocketDisconnect):
        await socket.close(code, reason)


def _handle(frame: PageFrame, client: Client, hub: Hub) -> None:
    match frame:
        case Watch():
            client.watch(frame.runs)
        case ViewRequests():
            hub.views.subscribe(client, set(frame.looks))
        case Pace():
            client.at_pace(frame.hertz)
