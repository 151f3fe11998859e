"""Who may do what, on whose runs and files: one table, and the only place that knows roles."""

from enum import Enum, StrEnum

from models.sentences import Sentence
from server.people.person import Person, Role
from server.schema import titles
from server.schema.refusal import Refusal

NOT_ALLOWED = Sentence("not-allowed", "You may not do this here. Ask your teacher.")


class Action(StrEnum):
    """What can be done here."""

    SEE = "see"
    """A run or a race: its entry, curves, views, weights and exports. Own data and opened weights: to list and read
    them, and to name them in what is asked for."""
    START = "start"
    """New runs; a fork is the run of whoever forks."""
    UPLOAD = "upload"
    """Own data, and weights from a file."""
    COMMAND = "command"
    """Pause, resume, stop, step, slow, extend, continue, and move in the queue."""
    CHANGE = "change"
    """Live settings, notes and pins."""
    DELETE = "delete"
    """Runs, and back from the trash."""
    FORGET = "forget"
    """Own data that one has uploaded."""
    FETCH = "fetch"
    """Data sets, from the network to this machine: for everybody here, so nobody's own."""
    MACHINE = "machine"
    """How much of the machine is in use, and by which runs."""


class Reach(Enum):
    """On whose things."""

    OWN = "own"
    ALL = "all"


MAY: dict[Action, dict[Role, Reach]] = {
    Action.SEE: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.START: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.UPLOAD: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.COMMAND: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.CHANGE: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.DELETE: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.FORGET: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
    Action.FETCH: {Role.TEACHER: Reach.ALL},
    Action.MACHINE: {Role.TEACHER: Reach.ALL, Role.STUDENT: Reach.OWN},
}
"""Who stands in no row may not do it at all."""


def allowed(action: Action, person: Person, owner: str) -> bool:
    """Whether the person may do this to what is ``owner``'s."""
    reach = MAY[action].get(person.role)
    return reach is Reach.ALL or (reach is Reach.OWN and owner == person.name)


def may_see(person: Person, owner: str) -> bool:
    """Whether the person may see the runs of ``owner``; what they may not see is not there for them."""
    return allowed(Action.SEE, person, owner)


def check(action: Action, person: Person, owner: str | None = None) -> None:
    """For what the person sees, or is about to make. Raises ``Refusal`` where the table does not allow it."""
    if not allowed(action, person, person.name if owner is None else owner):
        raise Refusal(403, titles.NOT_ALLOWED, NOT_ALLOWED(), came=action.value)


def own_actions(person: Person) -> list[str]:
    """What the person may do with what is theirs: pages do not offer the rest."""
    return [action.value for action in Action if allowed(action, person, person.name)]


class Visible(dict[str, bool]):
    """By owner, whether a page may be told of their runs: the table is asked once. What has no owner is everybody's."""

    def __init__(self, person: Person) -> None:
        super().__init__({"": True})
        self._person = person

    def __missing__(self, owner: str) -> bool:
        self[owner] = may_see(self._person, owner)
        return self[owner]
