"""What is live can be changed in a run: it is acknowledged, and from there on it is as if the spec had had it."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from models.catalogue import find
from models.commands import Change
from models.events import Changed, Points
from models.spec.settings import Settings
from models.spec.spec import Spec
from models.spec.training import Training
from models.training.loop import QueueInbox, train
from tests.rows import rows
from tests.specs import FOUND, pairs_by_kind, smallest

STEERS_LEARNING = {
    "dropout", "forcing", "smoothing", "judge_steps", "frozen", "forger_loss", "reading", "reconstruction", "sparsity",
    "beta", "evenly", "random_noise", "margin",
}  # fmt: skip
"""Settings of architectures that say how a network learns; any other says what it is."""


def live(settings: type[Settings]) -> list[str]:
    return [name for name, field in settings.model_fields.items() if extra(settings, name).get("live")]


def extra(settings: type[Settings], name: str) -> dict[str, Any]:
    return cast(dict[str, Any], settings.model_fields[name].json_schema_extra)


def other(settings: Settings, name: str) -> Any:
    """Another value of a setting than it has."""
    field, value = settings.model_json_schema()["properties"][name], getattr(settings, name)
    if field["type"] == "boolean":
        return not value
    if "enum" in field:
        return next(one for one in field["enum"] if one != value)
    middle = (field["minimum"] + field["maximum"]) / 2
    return middle if field["type"] == "number" else round(middle)


def of_architectures() -> list[tuple[str, str, str]]:
    """Task, architecture, live setting: every architecture with the first task that it fits."""
    first = {architecture: task for task, architecture in reversed(pairs_by_kind())}
    return [(task, name, one) for name, task in first.items() for one in live(FOUND.architectures[name])]


def changed_at_once(spec: Spec, pointer: str, value: Any) -> tuple[list[Changed], list[tuple[Any, ...]]]:
    """What acknowledges the change, and the batch rows that follow."""
    inbox = QueueInbox()
    inbox.put(Change(setting=pointer, value=value))
    said = list(train(spec, inbox))
    return [one for one in said if isinstance(one, Changed)], rows([one for one in said if isinstance(one, Points)])


def batches(spec: Spec) -> list[tuple[Any, ...]]:
    return rows([one for one in train(spec) if isinstance(one, Points)])


@pytest.mark.parametrize("names", of_architectures(), ids="-".join)
def test_a_live_setting_of_an_architecture_takes_effect_in_the_network(
    names: tuple[str, str, str], mnist: None
) -> None:
    task, architecture, name = names
    spec = smallest(task, architecture)
    before, value = getattr(spec.architecture, name), other(spec.architecture, name)
    acknowledged, changed = changed_at_once(spec, f"/architecture/{name}", value)
    assert [(one.setting, one.before, one.after, one.step) for one in acknowledged] == [
        (f"/architecture/{name}", before, value, 0)
    ]
    had = replace(spec, architecture=spec.architecture.model_copy(update={name: value}))
    assert changed == batches(had)
    assert changed != batches(spec)


@pytest.mark.parametrize("name", live(Training))
def test_a_live_setting_of_the_training_takes_effect(name: str) -> None:
    when = {field: values[0] for field, values in (extra(Training, name).get("when") or {}).items()}
    needed: dict[str, dict[str, Any]] = {"nesterov": {"momentum": 0.5}, "lowest_rate": {"schedule": "cosine"}}
    spec = smallest("addition", "recurrent", **{**needed.get(name, {}), **when})
    value = other(spec.training, name)
    acknowledged, changed = changed_at_once(spec, f"/training/{name}", value)
    assert [(one.before, one.after, one.step) for one in acknowledged] == [(getattr(spec.training, name), value, 0)]
    assert changed == batches(
        replace(spec, training=Training.model_validate({**spec.training.model_dump(), name: value}))
    )


def test_what_steers_learning_is_live_and_what_a_network_is_stays() -> None:
    for architecture in FOUND.architectures.values():
        assert set(live(architecture)) == STEERS_LEARNING & set(architecture.model_fields), architecture.__name__
    fixed = {
        "optimizer",
        "epochs",
        "batches",
        "seed",
        "engine",
        "precision",
        "layer_factors",
    }  # one value can be changed, and no row of them
    assert set(Training.model_fields) - set(live(Training)) == fixed


TWO_SHARES = """
from typing import ClassVar
from torch import Tensor, nn
from models.layers.dropout import Dropout
from models.layers.settings import dropout_setting
from models.spec import Architecture, Batch, Kind, Shapes, setting

class TwoShares(Architecture):
    title: ClassVar[str] = "Two shares"
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    dropout: float = dropout_setting("Silences this share of the units.", ["silenced"])
    blank: float = setting(0.0, "Blanked", "Blanks it.", between=(0.0, 0.9), live=True, group="Network")

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)

class Network(nn.Module):
    def __init__(self, settings: TwoShares, shapes: Shapes) -> None:
        super().__init__()
        channels, height, width = shapes.inputs
        self.blanked = Dropout(settings.blank, "blank")
        self.hidden = nn.Linear(channels * height * width, 8)
        self.silenced = Dropout(settings.dropout)
        self.output = nn.Linear(8, shapes.classes)

    def forward(self, batch: Batch) -> Tensor:
        return self.output(self.silenced(self.hidden(self.blanked(batch.inputs.flatten(1)))))
"""


def two_shares(folder: Path, shares: dict[str, float]) -> Spec:
    """A spec of an architecture of a person's own with two live shares."""
    (folder / "architectures").mkdir(exist_ok=True)
    (folder / "architectures" / "two_shares.py").write_text(TWO_SHARES)
    found = find([folder])
    assert found.broken == []
    task = {"name": "digits", **FOUND.tasks["digits"].smallest}
    return found.parse(
        {
            "task": task,
            "architecture": {"name": "two_shares", **shares},
            "training": {"epochs": 1, "batch_size": 50},
        }
    )


@pytest.mark.parametrize("name", ["dropout", "blank"])
def test_each_of_two_live_shares_goes_to_the_layers_that_take_it(name: str, tmp_path: Path, mnist: None) -> None:
    plain, had = two_shares(tmp_path, {}), two_shares(tmp_path, {name: 0.5})
    acknowledged, changed = changed_at_once(plain, f"/architecture/{name}", 0.5)
    assert [(one.before, one.after) for one in acknowledged] == [(0.0, 0.5)]
    assert changed == batches(had)
    assert changed != batches(plain)
