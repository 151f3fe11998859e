"""Sentences by rule: what is said of a scene of a digit and a shape. One row of ``RULES`` is one form of sentence."""

from dataclasses import dataclass

from models.images.shapes import SHAPES
from models.spec.kinds import Alphabet

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
THINGS = (*DIGITS, *SHAPES)
"""What a scene can hold, in the order of its numbers: first the digits."""
RELATIONS: dict[str, tuple[int, int]] = {"above": (0, -1), "below": (0, 1), "left of": (-1, 0), "right of": (1, 0)}
"""By its words, where the first thing is seen from the second one, across and down."""
PADDING, END = "·", "■"
PLACES_OF_THINGS = ("{first}", "{second}")
BEGIN_WITH_VOWEL = {"eight"}


@dataclass(frozen=True)
class Rule:
    """A sentence with places to fill: ``{first}``, ``{second}`` and ``{relation}``.

    Where there are two, the digit comes first.
    """

    sentence: str

    @property
    def things(self) -> int:
        """How many things it speaks of."""
        return sum(place in self.sentence for place in PLACES_OF_THINGS)

    def words(self, things: tuple[str, ...], relation: str) -> tuple[list[str], list[int]]:
        """The words, and for each which of the things it names, -1 of none."""
        filled: list[str] = []
        of_things: list[int] = []
        for word in self.sentence.split():
            thing = PLACES_OF_THINGS.index(word) if word in PLACES_OF_THINGS else -1
            put = [things[thing]] if thing >= 0 else relation.split() if word == "{relation}" else [word]
            filled += put
            of_things += [thing] * len(put)
        for place, word in enumerate(filled[1:]):
            if filled[place] == "a" and word in BEGIN_WITH_VOWEL:
                filled[place] = "an"
        return filled, of_things


ONE, TWO, WHERE = Rule("a {first}"), Rule("a {first} and a {second}"), Rule("a {first} {relation} a {second}")
RULES: dict[str, tuple[Rule, ...]] = {
    "one thing": (ONE,),
    "two things": (TWO,),
    "where": (WHERE,),
    "one or where": (ONE, WHERE),
}
"""By the choice of sentences, the rules of which each scene follows one by chance. Which of them has to be seen in the
picture, by how many things it shows.
"""


def alphabet(choice: str) -> Alphabet:
    """All words of the sentences, in alphabetical order, and what fills up and ends a sentence."""
    words = set(THINGS)
    for rule in RULES[choice]:
        for relation in RELATIONS:
            for thing in THINGS:
                words |= set(rule.words((thing, thing), relation)[0])
    return Alphabet((*sorted(words), PADDING, END), PADDING, END, joint=" ")


def longest(choice: str) -> int:
    """Words of the longest sentence, with its end."""
    every = [len(rule.words((THINGS[0], THINGS[0]), relation)[0]) for rule in RULES[choice] for relation in RELATIONS]
    return max(every) + 1
