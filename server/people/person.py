"""Who asks: every route, and the socket, is told the person."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

SCOPE = "person"
"""Where the gate puts the person into an ASGI scope."""


class Role(StrEnum):
    """What somebody is here; what each may do stands in ``roles.py``."""

    TEACHER = "teacher"
    STUDENT = "student"


@dataclass(frozen=True)
class Person:
    """Somebody who is served. What they make is theirs by their name."""

    name: str
    role: Role


TEACHER = Person("teacher", Role.TEACHER)
"""The one person there is locally, who may do everything."""


def who_asks(connection: HTTPConnection) -> Person:
    """The person whom the gate let in."""
    person = connection.scope[SCOPE]
    assert isinstance(person, Person)
    return person


Asking = Annotated[Person, Depends(who_asks)]
