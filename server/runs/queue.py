"""Who is next: everybody in turn, and each in the order in which they asked."""

from collections import Counter
from collections.abc import Container, Iterable

from models.events import RunState
from models.sentences import Sentence
from server.runs.records import Record
from server.schema import titles
from server.schema.refusal import Refusal

QUEUE_FULL = Sentence(
    "queue-full",
    "{waiting:whole} runs wait already, and at most {most:whole} may. Start fewer, or stop some that wait.",
)

MOST_WAITING = 2_000
"""Runs in the queue: more would take days, and cost every page and every start of the server."""


def check_length(records: Iterable[Record], more: int) -> None:
    """Raises ``Refusal`` where so many ``more`` runs would make the queue too long."""
    waiting = sum(record.run.state == RunState.QUEUED for record in records)
    if waiting + more > MOST_WAITING:
        detail = QUEUE_FULL(waiting=waiting, most=MOST_WAITING)
        raise Refusal(409, titles.TOO_MANY_WAIT, detail, came=more, allowed=max(0, MOST_WAITING - waiting))


def moved(waiting: list[Record], run: Record, before: Record | None) -> dict[str, int]:
    """New places by id for one person's ``waiting`` runs (in order), when ``run`` goes before ``before``, or last."""
    others = [one for one in waiting if one is not run]
    at = len(others) if before is None else others.index(before)
    ordered = [*others[:at], run, *others[at:]]
    places = sorted(one.order for one in waiting)
    return {one.id: place for one, place in zip(ordered, places, strict=True) if one.order != place}


def fair_share(records: Iterable[Record], started: Container[str]) -> list[Record]:
    """The waiting runs in the order in which they will start; ``started`` are those that have a place already.

    Who has fewer runs at work comes first, so that one person's hundred runs do not keep a class waiting.
    """
    turns: Counter[str] = Counter()
    waiting: list[Record] = []
    for record in records:
        if record.id in started:
            turns[record.run.owner] += 1
        elif record.run.state == RunState.QUEUED:
            waiting.append(record)
    keys = {}
    for record in sorted(waiting, key=lambda one: one.order):
        keys[record.id] = (turns[record.run.owner], record.order)
        turns[record.run.owner] += 1
    return sorted(waiting, key=lambda one: keys[one.id])
