"""A small world in which people walk, take things, leave them and hand them over; what happens is told line by line.

After the simulation of Weston et al., "Towards AI-complete question answering", 2015, in words of our own: the world
knows of everything where it is and which lines say so, so that each answer has its supporting facts.
"""

from dataclasses import dataclass, field
from random import Random

from models.data.story_format import Line

PEOPLE = ("Joe", "Fred", "Anna", "Lily")
PLACES = ("kitchen", "office", "bathroom", "garden", "library", "school")
THINGS = ("milk", "ball", "book")
WENT = ("went to the", "travelled to the", "walked to the", "ran to the")
TOOK = ("picked up the", "took the")
LEFT = ("left the", "put down the")
GAVE = ("gave the", "handed the")


@dataclass(frozen=True)
class Visit:
    """That somebody, or a thing in somebody's hands, came to a place, and the number of the line that says so."""

    place: str
    line: int
    carried_since: int = 0
    """Of a thing: the line that says how it came into those hands."""


@dataclass(frozen=True)
class Handing:
    """That a thing went from one hand into another."""

    giver: str
    receiver: str
    line: int


@dataclass
class World:
    """Who and what is where, and all lines so far."""

    draws: Random
    lines: list[Line] = field(default_factory=list)
    visits: dict[str, list[Visit]] = field(default_factory=dict)
    """Of each person, in order."""
    travels: dict[str, list[Visit]] = field(default_factory=dict)
    """Of each thing, in order, since it was first taken."""
    holders: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Of each thing that is carried: by whom, and since which line."""
    left: dict[str, tuple[int, Visit]] = field(default_factory=dict)
    """Of each thing that was left: the line, and the visit of who left it."""
    hands: dict[str, list[int]] = field(default_factory=dict)
    """Of each person, the lines that say what came into their hands or went out."""
    handings: dict[str, list[Handing]] = field(default_factory=dict)
    """Of each thing, in order."""

    def tell(self, text: str) -> int:
        """Writes a line; its number, from 1."""
        self.lines.append(Line(f"{text}."))
        return len(self.lines)

    def carried_by(self, person: str) -> list[str]:
        """What somebody carries, in the order of the alphabet."""
        return sorted(thing for thing, (holder, _) in self.holders.items() if holder == person)

    def move(self) -> bool:
        """Somebody goes to another place, and what they carry with them."""
        person = self.draws.choice(PEOPLE)
        here = self.visits[person][-1].place if person in self.visits else ""
        place = self.draws.choice([one for one in PLACES if one != here])
        line = self.tell(f"{person} {self.draws.choice(WENT)} {place}")
        self.visits.setdefault(person, []).append(Visit(place, line))
        for thing in self.carried_by(person):
            self.travels[thing].append(Visit(place, line, self.holders[thing][1]))
        return True

    def take(self) -> bool:
        """Somebody whose place is known takes what lies there, or what nobody has seen yet; False where nobody can."""
        able = [
            (person, thing)
            for person in self.visits
            for thing in THINGS
            if thing not in self.holders and self.lies_with(thing, person)
        ]
        if not able:
            return False
        person, thing = self.draws.choice(able)
        line = self.tell(f"{person} {self.draws.choice(TOOK)} {thing}")
        self.left.pop(thing, None)
        self.receive(person, thing, line)
        return True

    def lies_with(self, thing: str, person: str) -> bool:
        """Whether a thing lies where somebody is, or may do so."""
        return thing not in self.left or self.left[thing][1].place == self.visits[person][-1].place

    def receive(self, person: str, thing: str, line: int) -> None:
        """``thing`` is in the hands of ``person`` from ``line`` on."""
        self.holders[thing] = (person, line)
        self.hands.setdefault(person, []).append(line)
        here, travels = self.visits[person][-1], self.travels.setdefault(thing, [])
        if travels and travels[-1].place == here.place:
            travels.pop()  # it has not moved: now these hands are why it is known to be here
        travels.append(Visit(here.place, here.line, line))

    def leave(self) -> bool:
        """Somebody puts down what they carry; False where nobody carries anything."""
        if not self.holders:
            return False
        thing = self.draws.choice(sorted(self.holders))
        person, _ = self.holders.pop(thing)
        line = self.tell(f"{person} {self.draws.choice(LEFT)} {thing}")
        self.hands[person].append(line)
        self.left[thing] = (line, self.visits[person][-1])
        return True

    def give(self) -> bool:
        """Somebody hands over what they carry to somebody in the same place; False where there are no such two."""
        able = [
            (holder, thing, person)
            for thing, (holder, _) in sorted(self.holders.items())
            for person in self.visits
            if person != holder and self.visits[person][-1].place == self.visits[holder][-1].place
        ]
        if not able:
            return False
        holder, thing, person = self.draws.choice(able)
        line = self.tell(f"{holder} {self.draws.choice(GAVE)} {thing} to {person}")
        self.hands[holder].append(line)
        self.receive(person, thing, line)
        self.handings.setdefault(thing, []).append(Handing(holder, person, line))
        return True
