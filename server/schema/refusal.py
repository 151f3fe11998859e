"""What is refused, and why: the one exception that becomes a problem document (RFC 9457)."""

from typing import Any

from models.sentences import Sentence, Text

MISTAKE = Sentence("server-mistake", "The server made a mistake; its log says which.")


class Refusal(Exception):
    """A request that cannot be met, in words for people; ``field`` is a JSON pointer into what was sent."""

    def __init__(self, status: int, title: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.title, self.detail = status, title, Text.read(detail)
        self.field: str = more.pop("field", "")
        self.came: Any = more.pop("came", None)
        self.allowed: Any = more.pop("allowed", None)
        self.nearest: Any = more.pop("nearest", None)
        assert not more, more


def unknown(kind: str, name: str) -> Refusal:
    """There is no such thing, or it is somebody else's: the answer is the same."""
    return Refusal(404, f"No such {kind}", f"There is no {kind} with the id {name[:80]!r}.", came=name[:80])


def impossible_now(what: str, state: str) -> Refusal:
    return Refusal(409, "Not possible now", f"A run that is {state} cannot be {what}.", came=state)


def disk_refused(error: OSError, name: str) -> Refusal:
    """The disk of the server did not store the file ``name``."""
    detail = f"The file could not be kept: {error.strerror}. Make room on the disk of the server."
    return Refusal(507, "Not kept", detail, came=name)
