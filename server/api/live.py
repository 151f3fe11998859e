"""The socket's address."""

from fastapi import APIRouter, WebSocket

from server.api.services import Here
from server.live.socket import serve
from server.people.person import Asking
from server.settings import own_version

router = APIRouter()


@router.websocket("/api/live")
async def live(socket: WebSocket, here: Here, person: Asking) -> None:
    """See `server/schema/frames.py` for what is said here."""
    await serve(socket, here.hub, person, own_version())
