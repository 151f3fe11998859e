"""A new run that begins with another run's weights, at one of its steps, with settings of its own."""

import copy
import json
import math
import shutil
from pathlib import Path
from typing import Any

from models.catalogue import Catalogue
from models.spec.settings import Settings, for_page
from models.spec.spec import Spec
from models.spec.training import Training
from server.runs.create import Laid, begun, laid, new_id, parsed
from server.runs.event_log import now
from server.runs.grid import put
from server.runs.records import Record
from server.runs.usable import usable
from server.schema.base import At, SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import Forkable, Forked, Parent, Run, Start
from server.store.rows import RunRow
from server.weights.folder import chosen, file_of, full_steps, kept_steps, not_kept, start_of

Said = list[dict[str, Any]]
"""Events of the parent but its points, as JSON."""


def forkable(catalogue: Catalogue, parent: Record, folder: Path, said: Said, at: At) -> Forkable:
    """What can be forked, and what of it may differ. Raises ``Refusal``."""
    usable(catalogue, parent.run)
    steps, full = kept_starts(folder), set(full_steps(folder))
    step = fork_step(parent, folder, at)
    spec = spec_at(parent.run.spec, said, step)
    return Forkable(
        at=step,
        spec=parsed(catalogue, spec).to_json(),
        settings=movable(catalogue, spec),
        starts=[Start(step=one, epoch=epoch_at(parent.run, said, one), full=one in full) for one in steps],
        best=chosen(parent.run, steps, "best") if parent.run.best else None,
    )


def lay_out_fork(
    catalogue: Catalogue, parent: Record, folder: Path, asked: Forked, said: Said, owner: str, place: int
) -> Laid:
    """The fork, ready for the store; it keeps what was changed in its parent. Raises ``Refusal``."""
    usable(catalogue, parent.run)
    step = fork_step(parent, folder, asked.at)
    json_spec = spec_at(parent.run.spec, said, step)
    for pointer, value in asked.changes.items():
        allow(catalogue, json_spec, pointer)
        put(json_spec, pointer, value)
    spec = parsed(catalogue, json_spec)
    epoch = epoch_at(parent.run, said, step)
    something_left(spec, step, epoch)
    origin = Parent(run=parent.id, step=step, epoch=epoch)
    title = asked.title or f"{parent.run.title} · from epoch {epoch:.3g}"
    row = RunRow(
        new_id(), owner, None, title, json.dumps(spec.to_json()), json.dumps(asked.changes), now(), place,
        facts="{}", parent=origin.model_dump_json(),
    )  # fmt: skip
    return laid(None, [(row, begun(row, spec, step, epoch))])


def kept_starts(folder: Path) -> list[int]:
    return sorted({*kept_steps(folder), *full_steps(folder)})


def fork_step(parent: Record, folder: Path, at: At) -> int:
    steps = kept_starts(folder)
    step = chosen(parent.run, steps, at)
    if step is None:
        raise not_kept(parent.run, steps, at)
    return step


def epoch_at(run: Run, said: Said, step: int) -> float:
    """The epoch of kept weights, as their checkpoint told it."""
    told = [event["epoch"] for event in said if event["type"] == "checkpoint" and event["step"] == step]
    if told:
        return float(told[-1])
    if run.parent is not None and run.parent.step == step and run.parent.epoch is not None:
        return run.parent.epoch
    return step / run.steps_per_epoch if run.steps_per_epoch else 0.0


def spec_at(spec: SpecJson, said: Said, step: int) -> SpecJson:
    """The spec as live changes had left it at ``step``."""
    made = copy.deepcopy(spec)
    for event in said:
        if event["type"] == "changed" and event["step"] <= step:
            put(made, event["setting"], event["after"])
    return made


def something_left(spec: Spec, step: int, epoch: float) -> None:
    """Refuses a fork that would be over at once."""
    name, done = ("batches", step) if spec.training.batches else ("epochs", epoch)
    planned = getattr(spec.training, name)
    if planned <= done:
        detail = f"Nothing is left to train: these weights have had {done:g} {name} already."
        field, nearest = f"/training/{name}", math.floor(done) + 1
        raise Refusal(422, "Nothing is left to train", detail, field=field, came=planned, nearest=nearest)


def movable(catalogue: Catalogue, spec: SpecJson) -> list[str]:
    """A fork keeps its data and its network: all of the training may differ, and what is live of the architecture."""
    live = live_fields(catalogue.architectures[spec["architecture"]["name"]])
    return [f"/training/{name}" for name in Training.model_fields] + [f"/architecture/{name}" for name in live]


def allow(catalogue: Catalogue, spec: SpecJson, pointer: str) -> None:
    allowed = movable(catalogue, spec)
    if pointer not in allowed and not pointer.startswith("/training/"):
        detail = "A fork keeps its data and its network."
        raise Refusal(422, "Not in a fork", detail, field="/changes", came=pointer, allowed=allowed)


def live_fields(settings: type[Settings]) -> list[str]:
    """Settings that may change in a run."""
    return [name for name, field in settings.model_fields.items() if for_page(field).get("live")]


def take_along(parent: Path, own: Path, step: int) -> None:
    """The weights to begin with, copied, so that the parent may be deleted. Raises ``Refusal``."""
    try:
        own.mkdir(mode=0o700, exist_ok=True)
        for file in {start_of(parent, step), file_of(parent, step)}:
            if file is not None and file.exists():
                shutil.copy(file, own / file.name)
    except OSError as error:
        shutil.rmtree(own, ignore_errors=True)
        why = error.strerror or str(error)
        raise Refusal(507, "Not kept", f"The weights to begin with could not be copied: {why}.") from error
