"""What a run's events come to: pure functions from a run and an event to the run after it."""

import json
from collections.abc import Callable
from typing import Any

from models.events import LAST, NEXT, Notice, Number, RunState
from models.sentences import Text
from server.library.facts import Headline
from server.schema.runs import Attempt, Best, Run

FACTS = {
    "state", "reason", "parameters", "multiply_adds", "steps", "steps_per_epoch", "step", "epoch", "seconds",
    "examples", "baseline", "best", "test", "train", "snapshots", "notices",
    "changes",
}  # fmt: skip
"""Fields of a run that follow from its events, stored beside them so that no list reads events."""

PROGRESS: dict[str, Callable[[Any], int | float]] = {"step": int, "epoch": float, "seconds": float, "examples": int}

LENGTHS = ("/training/epochs", "/training/batches")
"""A run that goes on for longer is trained as it was."""

MOST_NOTICES = 50


class IllegalTransition(Exception):
    """A state that cannot follow the present one."""


def facts(run: Run) -> str:
    """The facts as stored: JSON."""
    return run.model_dump_json(include=FACTS)


def with_facts(run: Run, stored: str) -> Run:
    return Run.model_validate({**run.model_dump(), **json.loads(stored)})


def reduce(run: Run, event: dict[str, Any], at: str, headline: Headline | None) -> Run:
    """The run once ``event`` happened. Raises ``IllegalTransition`` for a state that cannot follow the present one."""
    match event["type"]:
        case "state":
            return run.model_copy(update=_state(run, event, at))
        case "points":
            return run.model_copy(update=_points(run, event, headline))
        case "notice":
            return run.model_copy(update={"notices": [*run.notices, Notice(**event)][-MOST_NOTICES:]})
        case "checkpoint" if event["step"] not in run.snapshots:
            return run.model_copy(update={"snapshots": sorted([*run.snapshots, event["step"]])})
        case "changed" if steers(event):
            return run.model_copy(update={"changes": run.changes + 1})
    return run


def steers(event: dict[str, Any]) -> bool:
    """Whether it tells of a setting that was changed, its length aside."""
    return event["type"] == "changed" and event["setting"] not in LENGTHS


def _state(run: Run, event: dict[str, Any], at: str) -> dict[str, Any]:
    state = RunState(event["state"])
    # A worker may say "starting" once more, now knowing its device.
    if state not in NEXT[run.state] and not (state == run.state == RunState.STARTING):
        raise IllegalTransition(f"{state} cannot follow {run.state}")
    known = {name: event[name] for name in ("parameters", "steps", "steps_per_epoch", "baseline") if event.get(name)}
    progress = {name: max(getattr(run, name), event.get(name) or 0) for name in ("step", "epoch")}
    if state == RunState.QUEUED:
        progress = again_from(run, event)
    attempts = [*run.attempts[:-1], _attempt(run.attempts[-1], state, event, at)]
    return {"state": state, "reason": Text.read(event.get("reason", "")), "attempts": attempts, **known, **progress}


def again_from(run: Run, event: dict[str, Any]) -> dict[str, Any]:
    """What a new attempt leaves of a run, but for what only the event log knows."""
    return {"step": event["step"], "epoch": event["epoch"], "test": {}, "train": {}}


def _attempt(before: Attempt, state: RunState, event: dict[str, Any], at: str) -> Attempt:
    return before.model_copy(
        update={
            "state": state,
            "reason": Text.read(event.get("reason", "")),
            "device": event.get("device") or before.device,
            "threads": event.get("threads") or before.threads,
            "started": before.started or (at if state == RunState.STARTING else None),
            "ended": at if state in LAST else None,
        }
    )


def _points(run: Run, event: dict[str, Any], headline: Headline | None) -> dict[str, Any]:
    columns: dict[str, list[Number]] = event["columns"]
    update: dict[str, Any] = {
        name: cast(columns[name][-1])
        for name, cast in PROGRESS.items()
        if name in columns and columns[name][-1] is not None
    }
    if event["clock"] == "test":
        update["test"] = last_of("test/", columns)
    if event["clock"] == "epoch" and (means := last_of("train/", columns)):
        update["train"] = means
    if event["clock"] == "epoch" and headline is not None:
        update["best"] = best_of(run.best, columns, headline)
    return update


def last_of(split: str, columns: dict[str, list[Number]]) -> dict[str, Number]:
    """The last value of each series of a split."""
    return {name.removeprefix(split): values[-1] for name, values in columns.items() if name.startswith(split)}


def best_of(best: Best | None, columns: dict[str, list[Number]], headline: Headline) -> Best | None:
    for row, value in enumerate(columns.get(f"validation/{headline.name}", [])):
        if value is not None and headline.beats(value, best.value if best else None):
            step, epoch = columns["step"][row], columns["epoch"][row]
            best = Best(series=headline.name, value=value, step=int(step or 0), epoch=epoch or 0.0)
    return best
