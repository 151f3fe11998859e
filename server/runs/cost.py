"""Multiply-adds of new runs, counted beside their start: it can take a second, for which nobody should wait."""

import json
import logging

from server.library.library import Library
from server.runs.listener import Listener
from server.runs.records import Record

log = logging.getLogger("schoolyard")


async def count(library: Library, records: list[Record], listener: Listener) -> None:
    """Writes into each run what one example costs it, one pass forward; its next event keeps it.

    Runs that differ in their training alone are counted once: thousands may wait when a server starts.
    """
    groups: dict[str, list[Record]] = {}
    for record in records:
        parts = [record.run.spec.get("task"), record.run.spec.get("architecture")]
        groups.setdefault(json.dumps(parts, sort_keys=True), []).append(record)
    for same in groups.values():
        try:
            multiply_adds = await library.multiply_adds(same[0].run.spec)
        except Exception:
            # A network that learns but cannot be counted is no reason to end anything.
            log.exception("the multiply-adds of run %s", same[0].id)
            continue
        for record in same:
            async with record.writing:
                record.run = record.run.model_copy(update={"multiply_adds": multiply_adds})
                listener.on_change(record, at_once=False)
