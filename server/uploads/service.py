"""People's own data beside their runs: whose they are, what is refused, and what a run still needs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from anyio import to_thread

from models.data.uploads import intake
from models.data.uploads.files import HASH, sheet_of
from models.data.uploads.intake import Checked
from models.data.uploads.notes import Own
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence, text_of
from server.executors.local.checking import Checks
from server.people.owners import Names, Owners, taken_over
from server.people.person import Person
from server.people.roles import Action, check, may_see
from server.runs.records import Record, uses
from server.schema import titles
from server.schema.data import OwnData
from server.schema.refusal import Refusal, disk_refused, unknown

UPLOAD_IN_USE = Sentence("upload-in-use", "Runs have learnt from it: {runs}. Delete them first.")
MORE_RUNS = Sentence("more-runs", "{count} more")

NAMED = 3
"""Runs that a refusal names."""


@dataclass(frozen=True)
class Sent:
    """A file as it came; ``form`` is "text", "labelled" or "weights" where it is to be that."""

    content: bytes
    name: str
    languages: Sequence[str]
    form: str = ""


async def keep(checks: Checks, owners: Owners, person: Person, sent: Sent) -> OwnData:
    """Checked in a process of its own and kept, or refused in a sentence. What is here already gets one owner more."""
    try:
        known = await to_thread.run_sync(join, owners, person, sent)
        if known is None:
            async with checks.turn():
                known = await to_thread.run_sync(join, owners, person, sent)  # sent twice at once
                if known is None:
                    made = await checks.check(sent.content, sent.name, sent.languages, sent.form)
                    known = await to_thread.run_sync(store, owners, person, sent.content, made)
        return shown(known)
    except Unusable as error:
        raise Refusal(422, titles.UNLEARNABLE, text_of(error), came=sent.name[:100]) from error
    except OSError as error:
        raise disk_refused(error, sent.name[:100]) from error


def join(owners: Owners, person: Person, sent: Sent) -> Own | None:
    """The file as the person has it, who is an owner from now on; None where it is not here. Raises OSError."""
    data = sha256(sent.content).hexdigest()
    with owners.lock:
        known = intake.known(sent.content, owners.folder, sent.form)
        if known is None:
            return None
        names = Names(*intake.title_and_name(sent.name, data), datetime.now(UTC).isoformat(timespec="microseconds"))
        owners.add(data, person, names, stored=True)
        return as_named(owners, person, known)


def store(owners: Owners, person: Person, content: bytes, made: Checked) -> Own:
    """Raises OSError; then nothing is left of what was not there before."""
    own = made.own
    with owners.lock:
        stored = intake.find(own.data, owners.folder) is not None  # damaged, or it would not come here
        owners.add(own.data, person, Names(own.title, own.name, own.added), stored)
        try:
            return as_named(owners, person, intake.store(made, content, owners.folder))
        except OSError:
            if not stored:
                owners.forget(own.data)
            raise


def as_named(owners: Owners, person: Person, own: Own) -> Own:
    names = owners.of(own.data).get(person.name)
    return replace(own, title=names.title, name=names.name, added=names.added) if names else own


def thumbnails(owners: Owners, person: Person, data: str) -> Path:
    """The sheet beside the note. Raises ``Refusal`` where there is none."""
    sheet = sheet_of(data, owners.folder)
    if not HASH.fullmatch(data) or not sheet.is_file() or not owners.allow(Action.SEE, person, data):
        raise unknown("sheet", data)
    return sheet


async def list_data(checks: Checks, owners: Owners, person: Person) -> list[OwnData]:
    """What the person may see, newest first. What an older version noted less of is looked through once more."""
    found = await to_thread.run_sync(visible, owners, person)
    named = [
        as_named(owners, person, await renewed(checks, owners.folder, one) if intake.outdated(one) else one)
        for one in found
    ]
    return [shown(one) for one in sorted(named, key=lambda one: one.added, reverse=True)]


def visible(owners: Owners, person: Person) -> list[Own]:
    return [one for one in intake.list_data(owners.folder) if owners.allow(Action.SEE, person, one.data)]


async def renewed(checks: Checks, folder: Path, known: Own) -> Own:
    try:
        async with checks.turn():
            now = await to_thread.run_sync(intake.find, known.data, folder) or known
            if not intake.outdated(now):
                return now  # somebody else has just asked
            content = await to_thread.run_sync((folder / known.data).read_bytes)
            made = await checks.check(content, known.name, ())
            return await to_thread.run_sync(intake.renew, now, made, folder)
    except Unusable as error:
        return replace(known, damaged=text_of(error))
    except (Refusal, OSError):
        return known  # another time


def shown(own: Own) -> OwnData:
    known = {**asdict(own), "damaged": own.damaged or None}
    return OwnData.model_validate({name: known[name] for name in OwnData.model_fields})


def file(owners: Owners, person: Person, data: str) -> tuple[Path, str]:
    """Where it lies, and the name that it came with. Raises ``Refusal``, the same of what is another person's."""
    found = found_for(owners, person, data)
    if not (owners.folder / data).is_file():
        raise unknown("file", data)
    return owners.folder / data, as_named(owners, person, found).name or data


def found_for(owners: Owners, person: Person, data: str) -> Own:
    found = intake.find(data, owners.folder) if HASH.fullmatch(data) else None
    if found is None or not owners.allow(Action.SEE, person, data):
        raise unknown("file", data)
    return found


def forget(owners: Owners, person: Person, data: str, records: Iterable[Record]) -> None:
    """The person is an owner no more; the last one's file is deleted. Raises ``Refusal``.

    Not while a run needs it whose owner would not have it any more; runs in the trash do not count, or nobody could
    ever delete anything. Where such runs are of people whom one is not told of, the file becomes theirs.
    """
    with owners.lock:
        found_for(owners, person, data)
        check(Action.FORGET, person, person.name if person.name in owners.of(data) else next(iter(owners.of(data))))
        remaining = owners.remaining(data, person)
        needing = [one.run for one in records if not one.run.deleted and uses(one.run.spec, data)]
        needing = [run for run in needing if run.owner not in remaining]
        refuse_while_needed([run.title for run in needing if may_see(person, run.owner)], data)
        if remaining := taken_over(remaining, [run.owner for run in needing]):
            try:
                owners.set(data, remaining)
            except OSError as error:
                raise disk_refused(error, data[:8]) from error
        else:
            intake.forget(data, owners.folder)
            owners.forget(data)


def refuse_while_needed(runs: Sequence[str], data: str) -> None:
    """Raises ``Refusal`` if there are ``runs``, by their titles."""
    if runs:
        more = [MORE_RUNS(count=len(runs) - NAMED)] if len(runs) > NAMED else []
        detail = UPLOAD_IN_USE(runs=[*runs[:NAMED], *more])
        raise Refusal(409, titles.STILL_NEEDED, detail, came=data[:80], allowed=[])
