"""Where a thing stands on the map: which idea it is about, where the books have it, what it shows, and whom it is from.

What is a code here (idea, chapter, effect) the page words in every language: ``web/text/english/map.ts``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Idea = Literal[
    "learning", "evidence", "layers", "restraint", "filters", "depth", "transfer", "recurrence", "forecasting",
    "language", "attention", "codes", "adversaries", "capsules", "memory",
]  # fmt: skip
"""Headings of the map, in its order."""

Chapter = Literal["demos", "convolution", "architectures", "equations", "classifiers", "further"]
"""Of the textbooks: two demos in a browser; convolution and recurrent cells; the famous architectures; recurrent
networks from their equations; dense, convolutional and recurrent classifiers of digits. Further: in none of them."""

Effect = Literal[
    "vanishing-gradient", "exploding-gradient", "learning-rate", "optimiser", "first-weights", "saturation",
    "back-propagation", "loss", "overfitting", "dropout", "augmentation", "weight-decay", "normalisation", "capacity",
    "weight-sharing", "receptive-field", "pooling", "shift", "turning", "skip", "small-filters", "cost", "gates",
    "long-memory", "word-order", "bottleneck", "attention", "beam", "temperature", "unknown-words", "teacher-forcing",
    "rival", "seeds", "measure", "data", "latent-space", "noise", "mode-collapse", "two-networks", "routing",
    "addressing", "several-looks", "longer-than-learnt", "transfer", "few-labels", "localisation", "seeing-inside",
    "motion", "blur",
]  # fmt: skip
"""What can be seen there, and is looked for by its name."""


@dataclass(frozen=True)
class Source:
    """A publication; "and others" stands for a long row of authors."""

    authors: str
    year: int
    title: str


@dataclass(frozen=True)
class Place:
    """``after`` names what comes before it, as "architecture/lenet"; ``order`` is a lesson's, within its chapter."""

    idea: Idea
    chapters: tuple[Chapter, ...] = ()
    effects: tuple[Effect, ...] = ()
    sources: tuple[Source, ...] = ()
    after: tuple[str, ...] = ()
    order: int = 0

    def __post_init__(self) -> None:
        """Raises ValueError if it names an idea, a chapter or an effect that there is not."""
        for name, known in ((self.idea, Idea), *((one, Chapter) for one in self.chapters)):
            if name not in get_args(known):
                raise ValueError(f"{name!r} is none of {', '.join(get_args(known))}")
        for effect in self.effects:
            if effect not in get_args(Effect):
                raise ValueError(f"{effect!r} is none of {', '.join(get_args(Effect))}")


def place_of(table: Mapping[str, Any]) -> Place:
    """From TOML: lists become tuples, and tables of sources what they say. Raises TypeError or ValueError."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in table.items()}
    values["sources"] = tuple(Source(**one) for one in table.get("sources", []))
    return Place(**values)  # type: ignore[arg-type]
