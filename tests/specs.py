"""Specs for tests, as the page's links write them: ``spec("addition/recurrent", hidden=8, epochs=2)``.

A setting is looked for in the architecture, the training and the task, in this order; where that is not what is meant,
``task={"seed": 1}`` names the part.
"""

from functools import cache
from typing import Any

from models.catalogue import find
from models.plan.plan import plan
from models.spec.kinds import Kind
from models.spec.spec import Spec
from models.spec.training import Training

FOUND = find()


def spec_json(names: str, *, task: dict[str, Any] | None = None, **settings: Any) -> dict[str, Any]:
    """A spec as links and HTTP bodies carry it. Raises ValueError for a setting that no part has."""
    task_name, architecture_name = names.split("/")
    parts: dict[str, dict[str, Any]] = {
        "architecture": {"name": architecture_name},
        "training": {},
        "task": {"name": task_name, **(task or {})},
    }
    network = FOUND.architectures[architecture_name]
    fields = {
        "architecture": {*network.model_fields, *network.renamed},
        "training": {*Training.model_fields},
        "task": {*FOUND.tasks[task_name].model_fields},
    }
    for name, value in settings.items():
        part = next((part for part in parts if name in fields[part]), None)
        if part is None:
            raise ValueError(f"{names} has no setting {name}")
        parts[part][name] = value
    return {part: parts[part] for part in ("task", "architecture", "training") if parts[part]}


def spec(names: str, *, task: dict[str, Any] | None = None, **settings: Any) -> Spec:
    """The same, parsed."""
    return FOUND.parse(spec_json(names, task=task, **settings))


def smallest(task: str, architecture: str, **training: Any) -> Spec:
    """The smallest network on the smallest data, for one epoch unless ``training`` says otherwise."""
    return FOUND.parse(
        {
            "task": {"name": task, **FOUND.tasks[task].smallest},
            "architecture": {"name": architecture, **FOUND.architectures[architecture].smallest},
            "training": {"batch_size": 20, "epochs": 1, **training},
        }
    )


def by_pytorch(spec: dict[str, Any]) -> dict[str, Any]:
    """The same, whose steps PyTorch takes: scripts and notebooks then give the very same curve."""
    return {**spec, "training": {**spec.get("training", {}), "engine": "torch"}}


def pairs() -> list[tuple[str, str]]:
    """Every task with every architecture that fits it: for what costs milliseconds."""
    return [
        (task, architecture)
        for task in FOUND.tasks
        for architecture in FOUND.fitting(FOUND.tasks[task].model_validate(FOUND.tasks[task].smallest))
    ]


@cache
def pairs_by_kind() -> list[tuple[str, str]]:
    """Every architecture with the first task of each kind, every task with its smallest: for what trains.

    All pairs would grow as tasks times architectures; these grow as their sum.
    """
    chosen: list[tuple[str, str]] = []
    kinds: set[tuple[str, str]] = set()
    for task, architecture in sorted(pairs(), key=colours):
        kind = (architecture, FOUND.tasks[task].kind.name)
        if kind not in kinds:
            chosen.append((task, architecture))
        kinds.add(kind)
    covered = {task for task, _ in chosen}
    for task in FOUND.tasks.keys() - covered:
        chosen.append(
            min((pair for pair in pairs() if pair[0] == task), key=lambda pair: plan(smallest(*pair)).parameters)
        )
    return sorted(chosen)


def colours(pair: tuple[str, str]) -> int:
    """Of the task's pictures, 0 where there are none: what trains with each architecture is grey, which is quicker."""
    task = FOUND.tasks[pair[0]]
    return task.model_validate(task.smallest).shapes().inputs[0] if task.kind is Kind.IMAGE_TO_CLASS else 0
