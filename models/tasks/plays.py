"""Plays: which character, or which word, comes next in a play of Shakespeare? There are 38 to choose from.

The task is that of `text` (Shannon 1951). What to watch: with all of a play learnt by
heart, no other play becomes easier to foretell.
"""

from typing import ClassVar, Literal

from models.data.fetching.fetch import Dataset
from models.data.sets import plays as data
from models.spec.place import Place, Source
from models.spec.settings import setting
from models.texts.next_symbol import NextSymbol

Play = Literal[
    "a-midsummer-night-s-dream", "a-winter-s-tale", "all-s-well-that-ends-well", "antony-and-cleopatra",
    "as-you-like-it", "coriolanus", "cymbeline", "edward-iii", "hamlet", "henry-iv-part-1", "henry-iv-part-2",
    "henry-v", "henry-vi-part-1", "henry-vi-part-2", "henry-vi-part-3", "henry-viii", "julius-caesar", "king-john",
    "king-lear", "love-s-labours-lost", "macbeth", "measure-for-measure", "much-ado-about-nothing", "othello",
    "pericles", "richard-ii", "richard-iii", "romeo-and-juliet", "the-comedy-of-errors", "the-merchant-of-venice",
    "the-merry-wives-of-windsor", "the-taming-of-the-shrew", "the-tempest", "timon-of-athens", "titus-andronicus",
    "troilus-and-cressida", "twelfth-night", "two-gentlemen-of-verona",
]  # fmt: skip

STAND_IN = "".join(chr(33 + place) for place in range(61)) * 2_000
"""Of a play that is not here yet: as many characters as most plays have, so that a plan can be made before it is."""
NAMES = {name: name.replace("-s-", "'s-").replace("-", " ").capitalize() for name in Play.__args__}  # type: ignore[attr-defined]


class Plays(NextSymbol):
    """Windows of a play that is fetched when the task is first chosen."""

    title: ClassVar[str] = "Plays"
    text: ClassVar[str] = "Reads a play of Shakespeare and says which character or which word comes next."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("further",),
        effects=("overfitting", "capacity"),
        sources=(Source("Shannon", 1951, "Prediction and entropy of printed English"),),
        after=("task/text",),
    )

    play: Play = setting(
        "hamlet",
        "Play",
        "All that is spoken in it, with the name of who speaks; the tragedies are the longest.",
        names=NAMES,
        group="Data",
    )

    @classmethod
    def dataset(cls) -> Dataset:
        return data.DATASET

    def whole(self) -> str:
        return data.load()[self.play] if data.available() is None else STAND_IN
