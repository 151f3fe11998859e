"""What a store of runs promises, whatever database is behind it, and the errors that it raises.

One server has a store for itself, from entering to leaving it; runs are never shared between servers. Times are ISO
8601 text in UTC; ``spec``, ``varied``, ``facts``, ``parent`` and the bodies of events are JSON text; steps count
batches from 1, and 0 is before the first; ``seq`` counts a run's events from 1 without gaps.

- **Atomic**: a call that writes does all of it or nothing. One call that fails undoes only itself.
- **Durable**: a call that writes returns after its commit. What was committed survives the end of any process. After a
  power cut the last commits may be missing, but none that is older than one that is there.
- **Ordered**: calls that one task makes one after the other are committed in that order. Calls that are made at the
  same time may be committed in any order, each event with a ``seq`` of its own.
- **Consistent**: a read sees one state of the whole store, with everything that was committed before it was asked for.
- A caller that is cancelled does not learn whether its write was committed.

All methods are called on the event loop and do their work elsewhere. Each may raise ``Closed``; reads raise
``ReadFailed``, writes ``WriteFailed``.
"""

from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from models.sentences import Text
from server.store.pyramid import Table
from server.store.rows import AttemptRow, Entry, History, RaceRow, RunRow, StoredEvent, StoredRuns

LONGEST = 2**62
"""Beyond any step."""


class CannotOpen(Exception):
    """Raised on entering: the store cannot be used; the text says why. The server does not start."""


class TooNew(CannotOpen):
    """The store was written by a later version of Schoolyard. It is as it was."""


class Damaged(CannotOpen):
    """What is there is cut, overwritten, or no store at all. It is as it was."""


class NotWritable(CannotOpen):
    """The account of the server may not write there."""


class DiskFull(CannotOpen):
    """There is no room for the store, or for the copy that is made before an older one is brought up to date."""


class Locked(CannotOpen):
    """Another program has the store, and did not let go of it in time."""


class Unreachable(CannotOpen):
    """The database does not answer, or lets nobody in under the name and password that were given."""


class StoreFailed(Exception):
    """The store could not do what it was asked for: it is full, damaged, gone or out of reach.

    The text says why in words that a person may read. Nothing was changed; the same call may succeed later.
    """


class WriteFailed(StoreFailed):
    """Raised by a write, none of which was stored. The caller undoes what it did elsewhere, and tells the person."""


class ReadFailed(StoreFailed):
    """Raised by a read. The caller answers that this run cannot be shown now; others may be."""


class Closed(Exception):
    """Raised by every call after the store was left. Whoever still works for the server ends."""


class Fenced(Exception):
    """Raised where an attempt that is over, or was followed by another, is written for: nothing was stored.

    The caller has lost the run to a later attempt, and stops.
    """


class UnknownRun(Exception):
    """Raised where there is no run of this id; its text is the id. The caller made a mistake."""


class Store(Protocol):
    """Runs, their attempts, events and curves. Entered once, then used, then left."""

    async def __aenter__(self) -> Self:
        """Opens the store: makes an empty one where there is none, brings an older one up to date after a copy of it.

        Raises ``CannotOpen`` in one of its kinds.
        """
        ...

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commits the writes that were asked for before, also if the caller is cancelled, and closes the store."""
        ...

    async def trouble(self) -> Text | None:
        """Why nothing can be written or read now, in words; None where all is well. Answers within seconds.

        Never raises.
        """
        ...

    async def load(self) -> StoredRuns:
        """All races, runs and attempts, deleted ones too: runs in the order in which they were made, attempts by
        number within their run. Neither events nor curves are read.
        """
        ...

    async def create(
        self, race: RaceRow | None, runs: Sequence[RunRow], attempts: Sequence[AttemptRow], entries: Sequence[Entry]
    ) -> None:
        """New runs with their first attempt (number 1) and its first event (seq 1): all of them or none.

        Raises ``WriteFailed`` also where a run of one of the ids is there already, ``UnknownRun`` for an attempt or an
        event of none of them.
        """
        ...

    async def begin(self, attempt: AttemptRow, entry: Entry) -> int:
        """Opens a run's next attempt with its first event, whose seq is returned.

        From then on the run has learnt nothing beyond ``attempt.from_step``: rows of curves beyond it are gone, events
        beyond it (states excepted) are in no history any more, and ``reset`` of the run is the returned seq.
        Raises ``Fenced`` where the attempt before is not over, or has another number than the one before this;
        ``UnknownRun``.
        """
        ...

    async def append(self, *entries: Entry) -> int:
        """Events of one run's present attempt, at least one, with what each changes; the last one's seq is returned.

        In their order: ``facts`` take the place of the run's, ``state`` that of the attempt's state, and ``rows`` are
        appended to the curve of their clock; a step that was measured before is replaced, and what lay beyond it goes.
        ``last`` closes the attempt. Raises ``Fenced`` where the attempt is not the present one,
        or is closed and the entry not ``late``; ``UnknownRun``.
        """
        ...

    async def set_deleted(self, run: str, at: str | None) -> None:
        """When a run went to the trash; None takes it out. All of it stays readable. Raises ``UnknownRun``."""
        ...

    async def set_remarks(self, run: str, note: str | None, pinned: bool | None) -> None:
        """A run's note and its pin; what is None stays as it is. Raises ``UnknownRun``."""
        ...

    async def set_places(self, places: dict[str, int]) -> None:
        """Places of waiting runs in the queue, by run: all of them or none. Raises ``UnknownRun``."""
        ...

    async def events(self, run: str, after: int, most: int) -> list[StoredEvent]:
        """Events of a run in the order of their seq, at most ``most``, the first being the one after seq ``after``.

        Those that a later attempt made void are among them, and points as well. Raises ``UnknownRun``.
        """
        ...

    async def history(self, run: str, most: int) -> History:
        """All that is needed to draw a run from nothing: its curves, each in about ``most`` rows, and all events that
        still hold, but points, in order. Takes as long for a run of any length. Raises ``UnknownRun``.
        """
        ...

    async def curve(self, run: str, clock: str, first: int, last: int, most: int) -> tuple[Table, bool]:
        """Rows of one clock from step ``first`` to step ``last``, in order of their steps; none where none was written.

        About ``most`` of them, and then True, where there are more: both ends, and the rows in which a series has the
        least and the greatest value, or is first not finite, in each stretch. Raises ``UnknownRun``.
        """
        ...
