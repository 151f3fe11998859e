"""A new run that begins with another run's weights, at one of its steps, with settings of its own."""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

from models.catalogue import Catalogue
from models.events import RunState, State
from models.settings import Settings
from server.api.bodies import Attempt, Forked, Parent, SpecJson
from server.problems import Refusal
from server.runs.journal import attempt_row, entry, now
from server.runs.making import Laid, new_id, parsed
from server.runs.records import Record, fresh, headline
from server.runs.snapshots import chosen, file_of, full_steps, kept_steps, not_kept, start_of
from server.runs.variation import put
from server.store.rows import RunRow


def lay_out_fork(
    catalogue: Catalogue, parent: Record, folder: Path, asked: Forked, changed: list[dict[str, Any]], place: int
) -> Laid:
    """The fork, ready for the store. ``changed`` are the parent's own changes, which it keeps. Raises ``Refusal``."""
    step = fork_step(parent, folder, asked)
    json_spec = spec_at(parent.run.spec, changed, step)
    for pointer, value in asked.changes.items():
        allow(catalogue, json_spec, pointer)
        put(json_spec, pointer, value)
    spec = parsed(catalogue, json_spec)
    epoch = step / parent.run.steps_per_epoch if parent.run.steps_per_epoch else 0.0
    at, queued = now(), State(state=RunState.QUEUED, step=step, epoch=epoch)
    origin = Parent(run=parent.id, step=step)
    title = asked.title or f"{parent.run.title} · from epoch {epoch:.3g}"
    row = RunRow(
        new_id(), parent.run.owner, None, title, json.dumps(spec.to_json()), json.dumps(asked.changes), at, place,
        facts="{}", parent=origin.model_dump_json(),
    )  # fmt: skip
    first = Attempt(
        number=1, state=RunState.QUEUED, reason="", from_step=step, device="", threads=0, started=None, ended=None
    )
    run = fresh(row, spec.to_json(), [first])
    run.step, run.epoch, run.steps, run.steps_per_epoch = step, epoch, spec.steps, spec.steps_per_epoch
    body = queued.model_dump_json().encode()
    return Laid(
        race_row=None,
        race=None,
        rows=[row],
        records=[Record(run, row, headline(spec.series))],
        attempts=[attempt_row(run)],
        entries=[entry(run, queued.model_dump(), body, at)],
    )


def fork_step(parent: Record, folder: Path, asked: Forked) -> int:
    steps = sorted({*kept_steps(folder), *full_steps(folder)})
    step = chosen(parent.run, steps, asked.at)
    if step is None:
        raise not_kept(parent.run, steps, asked.at)
    return step


def spec_at(spec: SpecJson, changed: list[dict[str, Any]], step: int) -> SpecJson:
    """The spec as live changes had left it at ``step``."""
    made = copy.deepcopy(spec)
    for event in changed:
        if event["step"] <= step:
            put(made, event["setting"], event["after"])
    return made


def allow(catalogue: Catalogue, spec: SpecJson, pointer: str) -> None:
    """A fork keeps its data and its network: all of the training may differ, and what is live of the architecture."""
    _, part, *rest = [*pointer.split("/"), ""]
    live = live_fields(catalogue.architectures[spec["architecture"]["name"]])
    if part == "training" or (part == "architecture" and rest[0] in live):
        return
    allowed = ["/training/…", *(f"/architecture/{name}" for name in live)]
    raise Refusal(
        422, "Not in a fork", "A fork keeps its data and its network.", field="/changes", came=pointer, allowed=allowed
    )


def live_fields(settings: type[Settings]) -> list[str]:
    """Settings that may change in a run."""
    fields = settings.model_fields.items()
    return [
        name for name, one in fields if isinstance(one.json_schema_extra, dict) and one.json_schema_extra.get("live")
    ]


def take_along(parent: Path, own: Path, step: int) -> None:
    """The weights to begin with, copied, so that the parent may be deleted. Raises ``Refusal``."""
    try:
        own.mkdir(parents=True, exist_ok=True)
        for file in {start_of(parent, step), file_of(parent, step)}:
            if file is not None and file.exists():
                shutil.copyfile(file, own / file.name)
    except OSError as error:
        shutil.rmtree(own, ignore_errors=True)
        why = error.strerror or str(error)
        raise Refusal(507, "Not kept", f"The weights to begin with could not be copied: {why}.") from error
