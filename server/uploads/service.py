"""People's own data beside their runs: what is refused, and what a run still needs."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from anyio import to_thread

from models.data.uploads import intake
from models.data.uploads.files import HASH, sheet_of
from models.data.uploads.notes import Own
from models.data.uploads.unusable import Unusable
from server.executors.local.checking import Checks
from server.runs.records import Record, uses
from server.schema.data import OwnData
from server.schema.refusal import Refusal, disk_refused, unknown

NAMED = 3
"""Runs that a refusal names."""


async def keep(checks: Checks, folder: Path, content: bytes, name: str, languages: Sequence[str]) -> OwnData:
    """Checked in a process of its own and kept, or refused in a sentence."""
    try:
        known = await to_thread.run_sync(intake.known, content, folder)
        if known is None:
            async with checks.turn():
                known = await to_thread.run_sync(intake.known, content, folder)  # sent twice at once
                if known is None:
                    made = await checks.check(content, name, languages)
                    known = await to_thread.run_sync(intake.store, made, content, folder)
        return shown(known)
    except Unusable as error:
        raise Refusal(422, "This cannot be learnt from", str(error), came=name[:100]) from error
    except OSError as error:
        raise disk_refused(error, name[:100]) from error


def thumbnails(folder: Path, data: str) -> Path:
    """The sheet beside the note. Raises ``Refusal`` where there is none."""
    sheet = sheet_of(data, folder)
    if not HASH.fullmatch(data) or not sheet.is_file():
        raise unknown("sheet of thumbnails", data)
    return sheet


async def list_data(checks: Checks, folder: Path) -> list[OwnData]:
    """All of it, newest first. What an older version noted less of is looked through once more."""
    found = await to_thread.run_sync(intake.list_data, folder)
    return [shown(await renewed(checks, folder, one) if intake.outdated(one) else one) for one in found]


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
        return replace(known, damaged=str(error))
    except (Refusal, OSError):
        return known  # another time


def shown(own: Own) -> OwnData:
    known = asdict(own)
    return OwnData.model_validate({name: known[name] for name in OwnData.model_fields})


def file(folder: Path, data: str) -> tuple[Path, str]:
    """Where it lies, and the name that it came with."""
    found = intake.find(data, folder) if HASH.fullmatch(data) else None
    if found is None or not (folder / data).is_file():
        raise unknown("file", data)
    return folder / data, found.name or data


def forget(folder: Path, data: str, records: Iterable[Record]) -> None:
    """Deletes what no run needs; runs in the trash do not count, or nobody could ever delete anything."""
    using = [record.run.title for record in records if not record.run.deleted and uses(record.run.spec, data)]
    if using:
        runs = ", ".join(using[:NAMED]) + (f" and {len(using) - NAMED} more" if len(using) > NAMED else "")
        detail = f"Runs have learnt from it: {runs}. Delete them first."
        raise Refusal(409, "Still needed", detail, came=data[:80], allowed=[])
    if not intake.forget(data, folder):
        raise unknown("file", data)
