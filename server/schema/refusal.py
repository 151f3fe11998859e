"""What is refused, and why: the one exception that becomes a problem document (RFC 9457)."""

from typing import Any

from models.events import RunState
from models.sentences import Sentence, Text
from server.schema import titles

FILE_NOT_STORED = Sentence(
    "file-not-stored", "The file could not be kept: {error}. Make room on the disk of the server."
)
NOT_FOUND = Sentence("not-found", "There is no {kind} with the id {id}.")
RUN_CANNOT = Sentence("run-state-conflict", "A run that is {state} cannot be {done}.")

STATES = {state.value: Sentence(f"state-{state.value}", state.value) for state in RunState}
TRASH = Sentence("state-trash", "in the trash")
DONE = {
    one: Sentence(f"done-{one.replace(' ', '-')}", one)
    for one in (
        "stopped",
        "paused",
        "resumed",
        "stepped",
        "slowed",
        "extended",
        "continued",
        "changed",
        "seen",
        "moved in the queue",
    )
}  # fmt: skip
"""What can be done to a run."""
KINDS = {one: Sentence(f"kind-{one}", one) for one in ("run", "race", "file", "sheet", "export", "language", "set")}

STORE_FAILED = Sentence("store-failed", "{why:capital}.")
MISTAKE = Sentence("server-mistake", "The server made a mistake; its log says which.")


class Refusal(Exception):
    """A request that cannot be met, in words for people; ``field`` is a JSON pointer into what was sent."""

    def __init__(self, status: int, title: Sentence | str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail = status, Text.read(detail)
        self.title = title() if isinstance(title, Sentence) else Text.read(title)
        self.field: str = more.pop("field", "")
        self.came: Any = more.pop("came", None)
        self.allowed: Any = more.pop("allowed", None)
        self.nearest: Any = more.pop("nearest", None)
        assert not more, more


def unknown(kind: str, name: str) -> Refusal:
    """There is no such thing, or it is somebody else's: the answer is the same."""
    return Refusal(
        404, titles.NO_SUCH(kind=KINDS[kind]()), NOT_FOUND(kind=KINDS[kind](), id=repr(name[:80])), came=name[:80]
    )


def impossible_now(what: str, state: str) -> Refusal:
    """``what`` of :data:`DONE` cannot be done to a run in this ``state``, which may be one of words already."""
    words = state if isinstance(state, Text) else STATES[state]()
    return Refusal(409, titles.NOT_POSSIBLE_NOW, RUN_CANNOT(state=words, done=DONE[what]()), came=state)


def disk_refused(error: OSError, name: str) -> Refusal:
    """The disk of the server did not store the file ``name``."""
    detail = FILE_NOT_STORED(error=error.strerror or str(error))
    return Refusal(507, titles.NOT_STORED, detail, came=name)
