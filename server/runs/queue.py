"""Who is next: everybody in turn, and each in the order in which they asked."""

from collections import Counter
from collections.abc import Container, Iterable

from models.events import RunState
from server.runs.records import Record


def in_turn(records: Iterable[Record], taken: Container[str]) -> list[Record]:
    """The waiting runs in the order in which they will start; ``taken`` are those that have a place already.

    Who has fewer runs at work comes first, so that one person's hundred runs do not keep a class waiting.
    """
    turns: Counter[str] = Counter()
    waiting: list[Record] = []
    for record in records:
        if record.id in taken:
            turns[record.run.owner] += 1
        elif record.run.state == RunState.QUEUED:
            waiting.append(record)
    keys = {}
    for record in sorted(waiting, key=lambda one: one.order):
        keys[record.id] = (turns[record.run.owner], record.order)
        turns[record.run.owner] += 1
    return sorted(waiting, key=lambda one: keys[one.id])
