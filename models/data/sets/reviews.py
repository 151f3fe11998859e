"""Made-up reviews of one line, with a mood each: plain, negated, or such that only the order of the words tells."""

import torch

THINGS = ("film", "story", "music", "ending", "acting", "show", "book", "play")
GOOD = ("good", "great", "lovely", "funny", "clever", "warm")
BAD = ("bad", "awful", "dull", "silly", "slow", "cold")
BEFORE = ("", "i saw it on monday .", "we went with friends .", "it took two hours .", "my sister chose it .")
AFTER = ("", ".", "as everybody says .", "and that is all .", "to be honest .")
PLAIN = ("the {thing} was {one}", "what a {one} {thing}", "i found the {thing} {one}", "a {one} {thing} indeed")
NEGATED = ("the {thing} was not {one}", "i did not find the {thing} {one}", "never was a {thing} less {one}")
ORDERED = (
    "the {thing} was not {one} but {two}",
    "the {thing} was {one} at first and {two} in the end",
    "they call the {thing} {one} , i call it {two}",
    "{one} they say , {two} it was , the {thing}",
)
"""The second word decides; with both words the other way round it is the other mood, by the same words."""


def made_up(count: int, ordered: float, negated: float, generator: torch.Generator) -> tuple[list[str], list[int]]:
    """Reviews and their moods, 0 for bad and 1 for good, as many of each.

    A share ``ordered`` can be told by the order alone, and ``negated`` of the others are turned round by one word.
    """

    def one_of(words: tuple[str, ...]) -> str:
        return words[int(torch.randint(len(words), (), generator=generator))]

    texts, moods = [], []
    for number in range(count):
        mood = number % 2
        kind, turned = torch.rand(2, generator=generator).tolist()
        mine, other = (GOOD, BAD) if mood else (BAD, GOOD)
        if kind < ordered:
            form, one, two = one_of(ORDERED), one_of(other), one_of(mine)
        elif turned < negated:
            form, one, two = one_of(NEGATED), one_of(other), ""
        else:
            form, one, two = one_of(PLAIN), one_of(mine), ""
        clause = form.format(thing=one_of(THINGS), one=one, two=two)
        texts.append(" ".join(part for part in (one_of(BEFORE), clause, one_of(AFTER)) if part))
        moods.append(mood)
    return texts, moods
