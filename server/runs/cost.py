"""Multiply-adds of new runs, counted beside their start: it can take a second, for which nobody should wait."""

import json
import logging
from collections.abc import Sequence

import anyio.to_thread

from models.catalogue import Catalogue
from models.plan.plan import plan
from models.spec.spec import Spec
from server.runs.listener import Listener
from server.runs.records import Record
from server.schema.base import SpecJson

log = logging.getLogger("schoolyard")


async def count(
    catalogue: Catalogue, records: list[Record], listener: Listener, specs: Sequence[Spec | None] = ()
) -> None:
    """Writes into each run what one example costs it, one pass forward; its next event keeps it.

    ``specs`` are those of the ``records``, where they are known.

    Runs that differ in their training alone are counted once: thousands may wait when a server starts.
    """
    groups: dict[str, list[tuple[Record, Spec | None]]] = {}
    for record, known in zip(records, specs or [None] * len(records), strict=True):
        parts = [record.run.spec.get("task"), record.run.spec.get("architecture")]
        groups.setdefault(json.dumps(parts, sort_keys=True), []).append((record, known))
    for same in groups.values():
        record, known = same[0]
        try:
            spec = record.run.spec if known is None else known
            multiply_adds = await anyio.to_thread.run_sync(counted, catalogue, spec, abandon_on_cancel=True)
        except Exception:
            # A network that learns but cannot be counted is no reason to end anything.
            log.exception("the multiply-adds of run %s", record.id)
            continue
        for record, _ in same:
            async with record.writing:
                record.run = record.run.model_copy(update={"multiply_adds": multiply_adds})
                listener.on_change(record, at_once=False)


def counted(catalogue: Catalogue, spec: Spec | SpecJson) -> int:
    return plan(spec if isinstance(spec, Spec) else catalogue.parse(spec)).multiply_adds
