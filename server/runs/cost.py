"""Multiply-adds of new runs, counted beside their start: it can take a second, for which nobody should wait."""

import json
import logging

import anyio.to_thread

from models.catalogue import Catalogue
from models.plan.plan import plan
from server.runs.listener import Listener
from server.runs.records import Record
from server.schema.base import SpecJson

log = logging.getLogger("schoolyard")


async def count(catalogue: Catalogue, records: list[Record], listener: Listener) -> None:
    """Writes into each run what one example costs it, one pass forward; its next event keeps it.

    Runs that differ in their training alone are counted once: thousands may wait when a server starts.
    """
    alike: dict[str, list[Record]] = {}
    for record in records:
        spec = record.run.spec
        alike.setdefault(json.dumps([spec.get("task"), spec.get("architecture")], sort_keys=True), []).append(record)
    for same in alike.values():
        try:
            spec = same[0].run.spec
            multiply_adds = await anyio.to_thread.run_sync(counted, catalogue, spec, abandon_on_cancel=True)
        except Exception:
            # A network that learns but cannot be counted is no reason to end anything.
            log.exception("the multiply-adds of run %s", same[0].id)
            continue
        for record in same:
            async with record.writing:
                record.run = record.run.model_copy(update={"multiply_adds": multiply_adds})
                listener.changed(record, at_once=False)


def counted(catalogue: Catalogue, spec: SpecJson) -> int:
    return plan(catalogue.parse(spec)).multiply_adds
