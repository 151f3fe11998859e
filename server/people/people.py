"""How a server finds out who asks. A classroom is another class like ``OnlyTeacher``, in a file of its own."""

from typing import Protocol

from starlette.requests import HTTPConnection

from server.people.person import TEACHER, Person


class People(Protocol):
    """Everybody who is served here."""

    def who(self, connection: HTTPConnection) -> Person:
        """Who sends this request or opens this socket. The gate asks once for each; it must not block.

        Raises ``Refusal`` where it is nobody who may come in.
        """
        ...


class OnlyTeacher:
    """A computer of one's own: whoever gets past the gate is the teacher."""

    def who(self, connection: HTTPConnection) -> Person:
        return TEACHER
