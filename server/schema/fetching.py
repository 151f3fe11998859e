"""Data sets that are fetched when they are first chosen."""

from typing import Literal

from models.sentences import Text
from server.schema.base import Body


class DataSet(Body):
    """What people are told of a set before they fetch it."""

    name: str
    title: str
    bytes: int
    """That it takes on the disk."""
    published: str
    """By whom, and when."""
    source: str
    """Where it is fetched from."""
    licence: str
    licence_link: str
    """The address of its text; empty where there is none."""


class Fetch(Body):
    """How far the fetching of a set is, or how it ended."""

    name: str
    """Of the set."""
    state: Literal["fetching", "fetched", "failed", "cancelled"]
    done: int
    """Bytes that have come."""
    total: int
    what: Text
    """What is being fetched just now."""
    problem: Text | None
    """Why it failed, in a sentence."""


class DataSets(Body):
    """``GET /api/sets``."""

    sets: list[DataSet]
    missing: list[str]
    """Names of those that are not on this machine."""
    fetches: list[Fetch]
    """Those that were asked for since the server began: the last fetching of each set."""
