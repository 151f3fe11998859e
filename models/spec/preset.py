"""A preset: a partial spec with a name, and the figures published for it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


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
    """How a preset is trained again to be compared: how many seeds, and which series after which epochs."""

    seeds: int = 1
    own_data: bool = False
    """Whether each seed draws its data too, as the page does whose figures are compared."""
    series: str = ""
    epochs: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Preset:
    """A partial spec with a name, what varies in it, and the figures published for it."""

    name: str
    title: str
    text: str
    spec: dict[str, Any]
    vary: dict[str, list[Any]] = field(default_factory=dict)
    published: list[Figure] = field(default_factory=list)
    reproduce: Reproduction | None = None
    first: bool = False
    file: Path = Path()
    """Where it is written; translations lie beside it."""
