"""Data that are on this machine only once somebody has fetched them, as tasks and the page know them."""

from collections.abc import Callable
from typing import Protocol

from models.sentences import Text


class Fetchable(Protocol):
    """A set with all that people are told before they fetch it; ``Dataset`` of `models/data/fetching` is one."""

    @property
    def name(self) -> str:
        """Its word for `schoolyard data`."""
        ...

    @property
    def title(self) -> str: ...

    @property
    def bytes(self) -> int:
        """That it takes on the disk."""
        ...

    @property
    def published(self) -> str:
        """By whom, and when."""
        ...

    @property
    def source(self) -> str:
        """Where it is fetched from."""
        ...

    @property
    def licence(self) -> str: ...

    @property
    def licence_link(self) -> str:
        """The address of the licence's text."""
        ...

    def available(self) -> Text | None:
        """None, or a sentence that says what is missing and what to do. It reads no data."""
        ...

    def fetch(self, progress: Callable[[int, int, str], None] | None = None) -> None:
        """Gets what is missing; what ``progress`` raises ends that. Raises an exception for people where it fails."""
        ...
