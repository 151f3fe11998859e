"""Whose a stored file is, in a note beside it. The same content lies here once, and may have several owners."""

import threading
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from models.data.uploads.files import read_for
from models.data.uploads.intake import write
from server.people.person import TEACHER, Person
from server.people.roles import Action, allowed


@dataclass(frozen=True)
class Names:
    """What one owner calls a file, and when they brought it: nobody learns what another calls the same."""

    title: str
    name: str
    added: str


Owned = dict[str, Names | None]
"""By owner; None where the file's own note has the names."""
NOTE = TypeAdapter(Owned)
OF_THE_TEACHER: Owned = {TEACHER.name: None}
"""What a file without a note is: there were none before there were several people. So it is written as no note."""


class Owners:
    """Of all files of one folder, each by the SHA-256 that it is stored under. All calls block: make them in a thread.

    A note is there before its file and goes after it, or a file could be left that is the teacher's by mistake.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        """Held by whoever stores or deletes a file together with its note."""

    def of(self, digest: str) -> Owned:
        """The owners of a file. A note that cannot be read hides the file from everybody but the teacher."""
        try:
            return NOTE.validate_json(self._note(digest).read_bytes()) or OF_THE_TEACHER
        except (FileNotFoundError, ValidationError):
            return OF_THE_TEACHER

    def allow(self, action: Action, person: Person, digest: str) -> bool:
        """Whether the person may do this to a file of which they are an owner, or of which somebody else is."""
        return any(allowed(action, person, owner) for owner in self.of(digest))

    def add(self, digest: str, person: Person, names: Names | None, stored: bool) -> None:
        """One owner more, or the first where no file is ``stored`` yet. Raises OSError."""
        owners = self.of(digest) if stored else {}
        if person.name not in owners:
            first = not owners and person.name == TEACHER.name
            self.set(digest, owners | {person.name: None if first else names})

    def set(self, digest: str, owners: Owned) -> None:
        """Replaces the note as a whole. Raises OSError."""
        if owners == OF_THE_TEACHER:
            self.forget(digest)
        else:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            write(self._note(digest), NOTE.dump_json(owners))

    def forget(self, digest: str) -> None:
        """The note of a file that is gone. Raises OSError."""
        self._note(digest).unlink(missing_ok=True)

    def remaining(self, digest: str, person: Person) -> Owned:
        """The owners once the person deletes the file: who deletes what only others own deletes it for all."""
        owners = self.of(digest)
        return {name: names for name, names in owners.items() if name != person.name and person.name in owners}

    def read_by(self, person: Person) -> AbstractContextManager[None]:
        """Within it, a spec that names a file which the person may not see is refused as if there were no such file."""
        return read_for(lambda digest: self._title(digest, person))

    def _title(self, digest: str, person: Person) -> str | None:
        if not self.allow(Action.SEE, person, digest):
            return None
        names = self.of(digest).get(person.name)
        return names.title if names else ""

    def _note(self, digest: str) -> Path:
        return self.folder / f"{digest}.owners"


def taken_over(owners: Owned, people: Iterable[str]) -> Owned:
    """``owners``, and people whose runs need the file."""
    return owners | {name: None for name in people if name not in owners}
