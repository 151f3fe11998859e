"""What the server asks of ``models``: it needs torch, and so another process answers (``server.answers``)."""

from base64 import b64decode
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from models.commands import Change
from models.sentences import Sentence, text_of
from server.library.calls import Answerer, Callbacks, NobodyAnswers, decode_answer, encode_question
from server.library.facts import (
    CheckedSpec,
    DrawnCard,
    ExportedFile,
    FetchEnd,
    PlannedSpec,
    Prepared,
    RestoredSpec,
    Smaller,
)
from server.people.person import Person
from server.schema import titles
from server.schema.base import At, SpecJson
from server.schema.exports import Export
from server.schema.fetching import DataSet
from server.schema.places import Card
from server.schema.refusal import Refusal
from server.schema.runs import Forkable, Forked, NewRuns, Run
from server.schema.weights import WeightsFit

LIBRARY_SILENT = Sentence(
    "library-silent", "The process that checks settings and builds networks cannot be started: {error}. Try again soon."
)

Returned = TypeVar("Returned")
Template = str | dict[str, str]
"""A sentence with places, or its forms by the plural of its value ``count``."""


class Library:
    """Each method is answered by the function of its name, in the module of ``server.answers`` that ``_ask`` names.

    Each raises ``Refusal``: what the answer refuses, and with 503 where nobody could be started who answers.
    """

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    async def check(self, person: Person, spec: SpecJson) -> CheckedSpec:
        return await self._ask("specs.check", CheckedSpec, person=person, spec=spec)

    async def plan(self, person: Person, spec: SpecJson) -> PlannedSpec:
        return await self._ask("specs.plan", PlannedSpec, person=person, spec=spec)

    async def memory(self, spec: SpecJson) -> int:
        """Bytes that training a stored run's spec takes."""
        return await self._ask("specs.memory", int, spec=spec)

    async def multiply_adds(self, spec: SpecJson) -> int:
        """Of one example, one pass forward."""
        return await self._ask("specs.multiply_adds", int, spec=spec)

    async def smaller(self, spec: SpecJson, left: int) -> Smaller:
        """What of ``spec`` would fit into ``left`` bytes."""
        return await self._ask("specs.smaller", Smaller, spec=spec, left=left)

    async def pace(self) -> float:
        """Multiply-adds a second of layers that learn here, measured at most once a minute."""
        return await self._ask("specs.pace", float)

    async def classroom_pace(self) -> list[float]:
        """Multiply-adds a second of narrow layers that learn here, and seconds of the smallest; once a minute."""
        return await self._ask("maps.classroom_pace", list[float])

    async def drawings(self, cards: Sequence[Card]) -> list[DrawnCard | None]:
        """Of each card of the map its small drawing; None of what is not here."""
        return await self._ask("maps.drawings", list[DrawnCard | None], cards=list(cards))

    async def standings(self, stored: Sequence[tuple[SpecJson, dict[str, Any]]]) -> list[RestoredSpec]:
        """Of specs that were stored, each with what varied in it."""
        return await self._ask("specs.standings", list[RestoredSpec], stored=list(stored)) if stored else []

    async def prepare(self, person: Person, asked: NewRuns, place: int) -> Prepared:
        """All runs that ``asked`` makes; the first to start has ``place`` in the queue."""
        return await self._ask("runs.prepare", Prepared, person=person, asked=asked, place=place)

    async def fork(self, run: Run, asked: Forked, events: list[dict[str, Any]], owner: str, place: int) -> Prepared:
        return await self._ask("runs.fork", Prepared, run=run, asked=asked, events=events, owner=owner, place=place)

    async def forkable(self, run: Run, events: list[dict[str, Any]], at: At) -> Forkable:
        return await self._ask("runs.forkable_at", Forkable, run=run, events=events, at=at)

    async def changes(self, spec: SpecJson, values: dict[str, Any]) -> list[Change]:
        """Commands that set ``values`` in a run of ``spec``, each checked like any setting."""
        return await self._ask("runs.live_changes", list[Change], spec=spec, values=values)

    async def give_weights(self, imported: Path, person: Person, weights: str, runs: dict[str, SpecJson]) -> None:
        """Stores opened weights as step 0 of each of ``runs``, by id, if something of them fits each."""
        await self._ask("weights.give", None, imported=str(imported), person=person, weights=weights, runs=runs)

    async def fit_weights(self, imported: Path, person: Person, weights: str, spec: SpecJson) -> WeightsFit:
        asked = {"imported": str(imported), "person": person, "weights": weights, "spec": spec}
        return await self._ask("weights.fit", WeightsFit, **asked)

    async def kernel_weights(self, person: Person, spec: SpecJson, kernel: str) -> bytes:
        """A safetensors file: the first convolution of the spec's network with ``kernel`` as its first filter."""
        return b64decode(await self._ask("weights.of_kernel", str, person=person, spec=spec, kernel=kernel))

    async def views_of(self, run: Run) -> set[str]:
        """Names of the views that fit a run."""
        return await self._ask("looks.views_of", set[str], run=run)

    async def usable(self, run: Run) -> None:
        """Refused where a stored run's spec cannot be used any more."""
        await self._ask("looks.usable_now", None, run=run)

    async def look_at_data(self, person: Person, spec: SpecJson, view: str) -> SpecJson:
        """The spec with all its settings, if ``view`` shows its data."""
        return await self._ask("looks.of_data", SpecJson, person=person, spec=spec, view=view)

    async def laboratory(self, person: Person, name: str, settings: dict[str, Any]) -> str:
        """Its pictures, as JSON."""
        return await self._ask("pages.laboratory", str, person=person, name=name, settings=settings)

    async def read_lesson(self, person: Person, text: str) -> str:
        """A lesson from its text, as JSON."""
        return await self._ask("pages.read_lesson", str, person=person, text=text)

    async def lesson(self, name: str, language: str) -> str | None:
        """A lesson as JSON, in English where it is not there in this language; None where there is none."""
        return await self._ask("pages.lesson", str | None, name=name, language=language)  # type: ignore[arg-type]

    async def device(self) -> str:
        """The fastest device here."""
        return await self._ask("pages.device", str)

    async def missing(self) -> list[str]:
        """Why the data of each task are not there, as stored texts; empty of those that are."""
        return await self._ask("pages.missing", list[str])

    async def catalogue(self, workers: int, language: str) -> str:
        """As JSON."""
        return await self._ask("pages.catalogue", str, workers=workers, language=language)

    async def texts(self, language: str) -> dict[str, Template]:
        """Sentences of the library by code, and by path what the catalogue and layers are called."""
        return await self._ask("pages.texts", dict[str, Template], language=language)

    async def warm_up(self) -> None:
        """Loads what the first plan needs."""
        await self._ask("pages.warm_up", None)

    async def exports(self, run: Run, callbacks: Callbacks) -> list[Export]:
        return await self._ask("exports.offered", list[Export], callbacks, run=run)

    async def export(self, run: Run, file: str, at: At, callbacks: Callbacks) -> ExportedFile:
        return await self._ask("exports.written", ExportedFile, callbacks, run=run, file=file, at=at)

    async def exports_of_several(self, runs: list[Run], callbacks: Callbacks) -> list[Export]:
        return await self._ask("exports.of_several", list[Export], callbacks, runs=runs)

    async def export_of_several(self, runs: list[Run], file: str, callbacks: Callbacks) -> ExportedFile:
        return await self._ask("exports.written_of_several", ExportedFile, callbacks, runs=runs, file=file)

    async def sets(self) -> list[DataSet]:
        """All sets that tasks learn from."""
        return await self._ask("sets.declared", list[DataSet])

    async def missing_sets(self) -> list[str]:
        """Names of those that are not on this machine."""
        return await self._ask("sets.missing", list[str])

    async def fetch(self, name: str, callbacks: Callbacks) -> FetchEnd:
        """Fetches a set; ``callbacks`` has ``progress``, which says whether it is still wanted."""
        return await self._ask("sets.fetch", FetchEnd, callbacks, name=name)

    async def _ask(
        self, name: str, returns: type[Returned] | None, callbacks: Callbacks | None = None, /, **values: Any
    ) -> Returned:
        try:
            answer = await self._answerer.call(encode_question(name, values), callbacks or {})
        except NobodyAnswers as error:
            raise Refusal(503, titles.NOT_NOW, LIBRARY_SILENT(error=text_of(error))) from error
        return decode_answer(answer, returns)  # type: ignore[arg-type]
