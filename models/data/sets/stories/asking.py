"""Kinds of question about a world, each with its answer and its supporting facts. One more kind is one more row.

They are those of Weston et al. 2015 that a class can follow: one, two and three facts, yes or no, counting, lists, and
who gave what to whom. Facts stand in the order in which they are found: who has the thing, then where they went.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from random import Random
from typing import Literal

from models.data.sets.stories.world import PEOPLE, PLACES, THINGS, Visit, World
from models.data.story_format import Asked, Line, asked_in

QuestionKind = Literal["one fact", "two facts", "three facts", "yes or no", "counting", "lists", "giving"]

NOTHING = "nothing"
NUMBERS = ("none", "one", "two", "three")
MOST_FACTS = 8
"""A question about hands that more lines than this tell of is not asked."""
EACH_STORY, BEFORE_FIRST = 5, 2
"""Questions of one story at most, and lines before the first."""


@dataclass(frozen=True)
class KindOfQuestion:
    """What is asked, what happens in its stories, and what the answers may be."""

    ask: Callable[[World], Line | None]
    """A question that can be asked now, or None."""
    deeds: tuple[tuple[float, str], ...]
    """How likely each deed of the world is, by its method."""
    answers: tuple[str, ...]


def one_fact(world: World) -> Line | None:
    """Where is somebody?"""
    if not world.visits:
        return None
    person = world.draws.choice(list(world.visits))
    visit = world.visits[person][-1]
    return Line(f"Where is {person}?", visit.place, (visit.line,))


def two_facts(world: World) -> Line | None:
    """Where is a thing? Who has it, or left it, and where they went before."""
    if not world.travels:
        return None
    thing = world.draws.choice(list(world.travels))
    form = world.draws.choice((f"Where is the {thing}?", f"Where is the {thing} now?"))
    if thing in world.left:
        line, visit = world.left[thing]
        return Line(form, visit.place, (line, visit.line))
    visit = world.travels[thing][-1]
    return Line(form, visit.place, (visit.carried_since, visit.line))


def three_facts(world: World) -> Line | None:
    """Where was a thing before it came to a place? Who had it, when they came there, and where they were before."""
    able = [(thing, before, visit) for thing, travels in world.travels.items() for before, visit in last_two(travels)]
    if not able:
        return None
    thing, before, visit = world.draws.choice(able)
    facts = (visit.carried_since, visit.line, before.line)
    return Line(f"Where was the {thing} before the {visit.place}?", before.place, facts)


def last_two(travels: Sequence[Visit]) -> list[tuple[Visit, Visit]]:
    """Of each place where a thing has been, its last visit and the one before, if the same hands brought it there."""
    last = {visit.place: place for place, visit in enumerate(travels)}
    pairs = [(travels[place - 1], travels[place]) for place in last.values() if place]
    return [(before, visit) for before, visit in pairs if before.carried_since == visit.carried_since]


def yes_or_no(world: World) -> Line | None:
    """Is somebody in a place? As often as not."""
    if not world.visits:
        return None
    person = world.draws.choice(list(world.visits))
    visit = world.visits[person][-1]
    right = world.draws.random() < 0.5
    place = visit.place if right else world.draws.choice([one for one in PLACES if one != visit.place])
    return Line(f"Is {person} in the {place}?", "yes" if right else "no", (visit.line,))


def whose_hands(world: World) -> str:
    """Somebody whom not too many lines tell of; "" where there is nobody."""
    able = [person for person, lines in world.hands.items() if len(lines) <= MOST_FACTS]
    return world.draws.choice(able) if able else ""


def counting(world: World) -> Line | None:
    """How many things is somebody carrying?"""
    person = whose_hands(world)
    if not person:
        return None
    answer = NUMBERS[len(world.carried_by(person))]
    return Line(f"How many things is {person} carrying?", answer, tuple(world.hands[person]))


def lists(world: World) -> Line | None:
    """What is somebody carrying? In the order of the alphabet."""
    person = whose_hands(world)
    if not person:
        return None
    answer = ",".join(world.carried_by(person)) or NOTHING
    return Line(f"What is {person} carrying?", answer, tuple(world.hands[person]))


def giving(world: World) -> Line | None:
    """Who gave a thing, or who got it? The same words in another order mean another thing."""
    if not world.handings:
        return None
    thing = world.draws.choice(list(world.handings))
    last = world.handings[thing][-1]
    forms = ((f"Who gave the {thing}?", last.giver), (f"Who got the {thing}?", last.receiver))
    text, answer = world.draws.choice(forms)
    return Line(text, answer, (last.line,))


WALKS = ((1.0, "move"),)
CARRIES = ((0.55, "move"), (0.3, "take"), (0.15, "leave"))
TRAVELS = ((0.75, "move"), (0.2, "take"), (0.05, "leave"))
HANDLES = ((0.35, "move"), (0.35, "take"), (0.3, "leave"))
HANDS_OVER = ((0.35, "move"), (0.25, "take"), (0.05, "leave"), (0.35, "give"))
ARMFULS = tuple(",".join(held) for count in (1, 2, 3) for held in combinations(sorted(THINGS), count))

KINDS: dict[QuestionKind, KindOfQuestion] = {
    "one fact": KindOfQuestion(one_fact, WALKS, PLACES),
    "two facts": KindOfQuestion(two_facts, CARRIES, PLACES),
    "three facts": KindOfQuestion(three_facts, TRAVELS, PLACES),
    "yes or no": KindOfQuestion(yes_or_no, WALKS, ("yes", "no")),
    "counting": KindOfQuestion(counting, HANDLES, NUMBERS),
    "lists": KindOfQuestion(lists, HANDLES, (NOTHING, *ARMFULS)),
    "giving": KindOfQuestion(giving, HANDS_OVER, PEOPLE),
}


def made_up(name: QuestionKind, sentences: int, draws: Random) -> list[Line]:
    """A story of so many sentences, questions aside, with up to five questions of one kind."""
    kind, world = KINDS[name], World(draws)
    questions = statements = 0
    while statements < sentences:
        deed = draws.choices([deed for _, deed in kind.deeds], [chance for chance, _ in kind.deeds])[0]
        if not getattr(world, deed)():
            continue
        statements += 1
        due = statements == sentences or draws.random() < EACH_STORY / sentences
        if statements >= BEFORE_FIRST and questions < EACH_STORY and due:
            line = kind.ask(world)
            if line is not None:
                world.lines.append(line)
                questions += 1
    return world.lines


def made_up_questions(
    names: Sequence[QuestionKind], counts: Sequence[int], most: int, draws: Random
) -> list[list[Asked]]:
    """For each of ``counts`` so many questions, kinds in turn; none is asked in one part after the same story as in
    an earlier part. Stories have up to ``most`` sentences.
    """
    parts: list[list[Asked]] = []
    seen: set[tuple[tuple[str, ...], str]] = set()
    kinds = list(KINDS)
    for count in counts:
        part: list[Asked] = []
        number = 0
        while len(part) < count:
            name = names[number % len(names)]
            number += 1
            story = made_up(name, draws.randint((most + 1) // 2, most), draws)
            part += [one for one in asked_in(story, kinds.index(name)) if (one.sentences, one.question) not in seen]
        parts.append(part[:count])
        seen |= {(one.sentences, one.question) for one in part}
    return parts


@cache
def sentences_of_world() -> frozenset[str]:
    """Sentences and questions in which every word of the world stands: some stories of each kind."""
    draws = Random(0)
    return frozenset(line.text for name in KINDS for _ in range(60) for line in made_up(name, 10, draws))
