"""A preset: a partial spec with a name, and the figures published for it; or a published table, row by row."""

import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.spec.place import Place


@dataclass(frozen=True)
class Figure:
    """A published figure: which series of which split, after how many epochs or batches (0: at the end), and where.

    ``low`` and ``high`` are the published spread over seeds; ``where`` holds the settings, by JSON pointer, of the one
    of the preset's variants that is meant.
    """

    series: str
    value: float
    source: str
    split: str = "validation"
    epoch: int = 0
    batch: int = 0
    low: float | None = None
    high: float | None = None
    where: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reproduction:
    """How a preset is trained again to be compared: how many seeds, and which series after which epochs.

    Without epochs it is the series of the test split at the end.
    """

    seeds: int = 1
    own_data: bool = False
    """Whether each seed draws its data too, as the page does whose figures are compared."""
    series: str = ""
    epochs: list[int] = field(default_factory=list)
    at_end: list[str] = field(default_factory=list)
    """Series of the test split at the end, beside that one after its epochs."""
    best: str = ""
    """Series of the validation split by which the best of the seeds is chosen; its test stands in a published table."""
    longer: list[int] = field(default_factory=list)
    """That series at the end, on questions that are by so much longer than the longest learnt from."""


@dataclass(frozen=True)
class Row:
    """A row of a published table: what it sets and varies beside its preset, by JSON pointer, and what was published.

    ``title`` is the row's name as it is printed there, in no language: figures and names. Where the table leaves open
    what was trained, ``vary`` has the readings: each combination is a run, and the figures are meant for all of them.
    """

    title: str
    set: dict[str, Any] = field(default_factory=dict)
    vary: dict[str, list[Any]] = field(default_factory=dict)
    published: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Preset:
    """A partial spec with a name, what varies in it, and the figures published for it; ``rows`` of a whole table."""

    name: str
    title: str
    text: str
    spec: dict[str, Any]
    vary: dict[str, list[Any]] = field(default_factory=dict)
    published: list[Figure] = field(default_factory=list)
    reproduce: Reproduction | None = None
    rows: list[Row] = field(default_factory=list)
    first: bool = False
    """Whether a first visit opens with it."""
    begins: bool = False
    """Whether its task begins with it, of several; else the first by name does."""
    place: Place | None = None
    """Where it stands on the map."""
    file: Path = Path()
    """Where it is written; translations lie beside it."""

    def variants(self) -> Iterator[tuple[Row | None, dict[str, Any]]]:
        """Each combination of what varies, row by row: the row, None where there are none, and settings by pointer."""
        rows: list[Row | None] = [*self.rows] or [None]
        for row in rows:
            vary = self.vary | (row.vary if row else {})
            for values in itertools.product(*vary.values()):
                yield row, (row.set if row else {}) | dict(zip(vary, values, strict=True))


def with_settings(spec: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a partial spec with ``settings`` by JSON pointer; whole parts, as "/architecture", before others."""
    made = copy.deepcopy(dict(spec))
    for pointer, value in sorted(settings.items(), key=lambda one: one[0].count("/")):
        _, part, *name = pointer.split("/")
        if name:
            made.setdefault(part, {})[name[0]] = value
        else:
            made[part] = copy.deepcopy(value)
    return made
