"""A story with where each hop looked: one more kind of picture."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn, Mark
from models.sentences import Text


class HopAnswer(Drawn):
    """One of the likeliest answers."""

    answer: str
    chance: float
    """Its probability, 0 to 1."""


class HopTable(Drawn):
    """Sentences by hops. Another story is asked for by writing it, its question last; "#3" asks for an example."""

    type: Literal["hop table"] = "hop table"
    mark: Mark
    sentences: list[str]
    question: str
    hops: int
    looks: str
    """base64 of hops x sentences whole numbers of 16 bits, the least byte first: shares, 65535 is 1."""
    facts: list[int] | None
    """Places of the true supporting facts, from 0; null where nobody knows them."""
    answers: list[HopAnswer]
    """The likeliest first."""
    examples: int
    """How many held-out examples can be asked for."""
    example: int = 0
    """Which of them this is, from 1; 0 for none."""
    story: str
    """A story that can always be asked for: as a rule that of a textbook."""
    words: list[str]
    """Every word that the network knows."""
    most: int
    """Sentences that it remembers."""
    longest: int
    """Words of a sentence that it takes."""
    remarks: list[Text] = Field(default_factory=list)
