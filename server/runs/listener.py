"""Whoever is called when something happens to runs, once the store has it."""

from typing import Any, Protocol

from server.runs.records import Record


class Listener(Protocol):
    """The live side of the server. None of these may block."""

    def on_event(self, record: Record, event: dict[str, Any], at: str, body: bytes) -> None:
        """The run's event number ``record.seq``, of its present attempt; ``body`` is its JSON."""
        ...

    def on_change(self, record: Record, at_once: bool) -> None:
        """Something in the run's list entry is new, or it went to the trash or came back; progress alone can wait."""
        ...

    def on_queue(self, runs: list[str]) -> None:
        """The waiting runs in the order in which they will start, where that is another one than before."""
        ...
