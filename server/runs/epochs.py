"""The epoch of stored weights."""

from typing import Any

from server.schema.runs import Run

Events = list[dict[str, Any]]
"""Events of a run but its points, as JSON."""


def epoch_at(run: Run, events: Events, step: int) -> float:
    """The epoch of stored weights, as their checkpoint event has it."""
    known = [event["epoch"] for event in events if event["type"] == "checkpoint" and event["step"] == step]
    if known:
        return float(known[-1])
    if run.parent is not None and run.parent.step == step and run.parent.epoch is not None:
        return run.parent.epoch
    return step / run.steps_per_epoch if run.steps_per_epoch else 0.0
