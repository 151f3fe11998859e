"""What runs need of a machine's memory: what cannot fit beside the others is refused, with what would fit.

The machine is this one; on a cluster it is any of those that train."""

import heapq
import time
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import anyio.to_thread

from models.events import LAST
from models.sentences import Sentence, Text
from server.executors.protocol import Executor
from server.library.facts import CheckedSpec, Smaller
from server.library.library import Library
from server.machine.hardware import gpus, nvidia
from server.machine.memory import Memory, in_words, memory
from server.runs.grid import put
from server.runs.queue import check_length
from server.runs.records import Record
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal

TOO_LARGE_FOR_MEMORY = Sentence(
    "training-exceeds-memory",
    "Training this takes about {size} of memory; of the {total} of {place}, {left} are left. {advice}",
)
VALUE_FITS = Sentence("value-fits", "{title}: {value} fits.")
MAKE_SMALLER = Sentence("make-smaller", "Make the network or the batch smaller.")
TAKE_CLASSROOM_SIZE = Sentence(
    "take-classroom-size", "The published network does not fit: take the one for a classroom."
)
NO_ROOM_FOR_RUN = Sentence(
    "no-room-for-run",
    "Training this takes about {size} of memory; of the {total} of {place}, {left} are left beside what "
    "runs and waits. {advice}",
)
MACHINE = Sentence("place-machine", "this machine")
GPU = Sentence("place-gpu", "the GPU")

Changed = Mapping[str, Any]
"""Settings that are no longer as in the spec, by JSON pointer."""

RESERVE = 256 * 2**20
"""Bytes that are left to the system and to the server."""
SLACK = 2**30
"""Bytes that a worker may take beyond twice what its plan says: for its data, for scoring and for what is looked at."""
FRESH = 1.0
"""Seconds for which a measurement is taken for now: a slider asks for many plans."""
PRECISE = 2**20
"""Bytes by which it may be wrong how much fits."""


@dataclass(frozen=True)
class Room:
    """``left`` is what each of the new runs may need; ``total`` is all that ``place`` has."""

    total: int
    left: int
    place: str
    beside: bool
    """Whether other runs need some of it."""


class Needs:
    """Of all runs. It measures in threads, and the library plans."""

    def __init__(self, library: Library, executor: Executor, records: Callable[[], list[Record]]) -> None:
        self._library, self._executor, self._records = library, executor, records
        self.measure: Callable[[], Memory] = memory
        self.nvidia = nvidia()
        self._needs: dict[str, int] = {}
        """Of runs that are not over and whose plans were made, in bytes."""
        self._used: tuple[float, dict[str, int]] = (float("-inf"), {})

    async def reserve(self, new: Sequence[Record], specs: Sequence[CheckedSpec] = ()) -> None:
        """For runs that are to begin; ``specs`` are theirs, where they are known.

        Raises ``Refusal`` where one cannot fit beside the others, or too many wait.
        """
        check_length(self._records(), len(new))
        known = [spec.memory for spec in specs] or [await self._library.memory(one.run.spec) for one in new]
        needs = {record.id: need for record, need in zip(new, known, strict=True) if need is not None}
        others = [record for record in self._records() if record not in new]
        largest = max((record for record in new if record.id in needs), key=lambda record: needs[record.id])
        room = await anyio.to_thread.run_sync(self._room, list(needs.values()), others)
        if needs[largest.id] > room.left:
            raise await self._refusal(largest.run.spec, needs[largest.id], room)
        unfinished = {record.id for record in self._records() if record.run.state not in LAST}
        self._needs = {run: need for run, need in self._needs.items() if run in unfinished} | needs

    async def allow(self, record: Record, changed: Changed) -> int:
        """The bytes that the worker of a run that begins now may take. Raises ``Refusal``."""
        spec = with_changes(record, changed)
        need = await self._library.memory(spec)
        others = [one for one in self._records() if one.active and one is not record]
        room = await anyio.to_thread.run_sync(self._room, [need], others)
        if need > room.left:
            raise await self._refusal(spec, need, room)
        self._needs[record.id] = need
        return SLACK + 2 * need

    async def change(self, record: Record, changed: Changed) -> None:
        """For a run at work that is to have other settings. Raises ``Refusal`` where it would not fit any more."""
        spec = with_changes(record, changed)
        need = await self._library.memory(spec)
        if need > self._needs.get(record.id, 0):
            room = await anyio.to_thread.run_sync(self._room_beside, record, need)
            if need > room.left:
                raise await self._refusal(spec, need, room)
        self._needs[record.id] = max(need, self._needs.get(record.id, 0))

    async def why_not(self, spec: SpecJson, need: int) -> str | None:
        """Why a run of ``spec``, which needs so many bytes, could not begin now; None where it could."""
        room = await anyio.to_thread.run_sync(self._room, [need], self._records())
        return sentence(await self._library.smaller(spec, room.left), need, room) if need > room.left else None

    async def _refusal(self, spec: SpecJson, need: int, room: Room) -> Refusal:
        """With the setting that would have to be smaller."""
        fits = await self._library.smaller(spec, room.left)
        return Refusal(
            422, titles.NOT_ENOUGH_MEMORY, sentence(fits, need, room), came=in_words(need), allowed=in_words(room.left),
            field=fits.pointer or "/architecture", nearest=fits.value,
        )  # fmt: skip

    def _room_beside(self, record: Record, need: int) -> Room:
        """For a run at work: what it has already is its own."""
        used = self._used_now().get(record.id, 0)
        room = self._room([max(0, need - used)], [one for one in self._records() if one is not record])
        return replace(room, left=room.left + used)

    def _room(self, new: Sequence[int], others: Sequence[Record]) -> Room:
        """For each of the ``new`` needs, as if the neediest of all runs were at work at the same time."""
        unfinished = {record.id for record in others if record.run.state not in LAST}
        needs = {run: need for run, need in list(self._needs.items()) if run in unfinished}
        elsewhere = self._executor.elsewhere()
        places = [(one.memory.total, one.memory.left, one.name, one.places) for one in elsewhere] or self._here()

        def largest(promised: list[int]) -> Room:
            rooms = [
                Room(total, most_each(new, promised, left - RESERVE, at_once), place, any(promised))
                for total, left, place, at_once in places
            ]
            return max(rooms, key=lambda room: room.left)

        room = largest(list(needs.values()))
        if max(new) <= room.left or elsewhere:
            return room  # What workers have of it already takes milliseconds each to measure, and is not asked.
        used = self._used_now()
        return largest([max(0, need - used.get(run, 0)) for run, need in needs.items()])

    def _here(self) -> list[tuple[int, int, str, int]]:
        """Of this machine, and of its GPUs: the worker takes the faster of those that have room."""
        now, at_once = self.measure(), self._executor.places
        found: list[tuple[int, int, str, int]] = [(now.total, now.left, MACHINE(), at_once)]
        return found + [(gpu.memory, gpu.memory - gpu.memory_used, GPU(), at_once) for gpu in gpus(self.nvidia)]

    def _used_now(self) -> dict[str, int]:
        """Bytes that the workers of runs have, by run."""
        at, used = self._used
        if time.monotonic() - at >= FRESH:
            used = {one.run: one.memory or 0 for one in self._executor.usage() if one.run is not None}
            self._used = (time.monotonic(), used)
        return used


def most_each(new: Sequence[int], others: Sequence[int], left: int, at_once: int) -> int:
    """To which need those of ``new`` that are larger must shrink, so that no ``at_once`` of all runs need more than
    ``left``; the largest of ``new`` where they fit as they are."""

    def peak(most: int) -> int:
        return sum(heapq.nlargest(at_once, [*others, *(min(need, most) for need in new)]))

    fits, too_much = 0, max(new) + 1
    if peak(max(new)) <= left:
        return max(new)
    while too_much - fits > PRECISE:
        middle = (fits + too_much) // 2
        fits, too_much = (middle, too_much) if peak(middle) <= left else (fits, middle)
    return fits


def with_changes(record: Record, changed: Changed) -> SpecJson:
    """The run's spec with settings that were changed since it began."""
    spec = deepcopy(record.run.spec)
    for pointer, value in changed.items():
        put(spec, pointer, value)
    return spec


def sentence(fits: Smaller, need: int, room: Room) -> Text:
    """What is needed, what is left, and what would fit."""
    advice = TAKE_CLASSROOM_SIZE() if fits.classroom else MAKE_SMALLER()
    if fits.title is not None and fits.value is not None:
        advice = VALUE_FITS(title=fits.title, value=fits.value)
    needed, left, total = in_words(need), in_words(room.left), in_words(room.total)
    if room.beside:
        return NO_ROOM_FOR_RUN(size=needed, total=total, place=room.place, left=left, advice=advice)
    return TOO_LARGE_FOR_MEMORY(size=needed, total=total, place=room.place, left=left, advice=advice)
