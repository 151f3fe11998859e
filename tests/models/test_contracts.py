"""What every task and architecture must keep, run over whatever is found, at its smallest settings."""

import itertools
from typing import Any

import pytest
import torch
from pydantic.fields import FieldInfo
from torch import nn

from models.catalogue import Catalogue, schema
from models.events import Points, RunState, State
from models.layers.dropout import draw_from
from models.plan.plan import plan
from models.spec.kinds import Splits, run
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.settings import Settings, for_page
from models.spec.spec import Spec
from models.spec.training import Training
from models.spec_error import SpecError
from models.training.loop import train
from tests.rows import rows, without_seconds
from tests.specs import FOUND, pairs, pairs_by_kind, smallest


def classes() -> list[type[Settings]]:
    return [*FOUND.tasks.values(), *FOUND.architectures.values(), Training]


@pytest.fixture(params=pairs_by_kind(), ids="-".join)
def spec(request: pytest.FixtureRequest, mnist: None) -> Spec:
    return smallest(*request.param)


def test_the_pairs_that_train_here_leave_no_architecture_kind_or_task_out() -> None:
    chosen = pairs_by_kind()
    assert set(chosen) <= set(pairs())
    for place in (0, 1):
        assert {pair[place] for pair in chosen} == {pair[place] for pair in pairs()}
    kinds = {(architecture, FOUND.tasks[task].kind) for task, architecture in pairs()}
    assert {(architecture, FOUND.tasks[task].kind) for task, architecture in chosen} == kinds
    assert len(chosen) <= len(kinds) + len(FOUND.tasks)


@pytest.mark.parametrize("names", pairs(), ids="-".join)
def test_every_pair_can_be_planned(names: tuple[str, str]) -> None:
    planned = plan(smallest(*names))
    assert planned.layers
    assert planned.parameters == sum(layer.parameters for layer in planned.layers) > 0


def test_nothing_in_the_library_is_broken() -> None:
    assert FOUND.broken == []
    assert FOUND.tasks
    assert FOUND.architectures
    assert FOUND.views
    assert FOUND.presets


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_every_setting_can_become_a_control(cls: type[Settings]) -> None:
    can_become_controls(schema(cls)["properties"])


def can_become_controls(fields: dict[str, Any]) -> None:
    for name, field in fields.items():
        assert field["title"], name
        assert field["description"].endswith("."), name
        assert "default" in field, name
        assert field["group"], name
        members = field["items"] if field["type"] == "array" else field
        bounded = {"minimum", "maximum"} <= members.keys()
        uploaded = field.get("format") == "data" and field["form"] and field["default"] == ""
        for form in field.get("forms", {}).values():
            can_become_controls(form["settings"]["properties"])
        kinds = field.get("forms") or field.get("within")  # of a row inside another block the list round it has forms
        listed = field.get("format") == "blocks" and field["pattern"] and field["maxItems"] and kinds
        assert bounded or uploaded or listed or "enum" in members or field["type"] == "boolean", name
        if field["type"] == "array":
            assert {"minItems", "maxItems"} <= field.keys(), name


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_a_first_look_shows_about_eight_controls(cls: type[Settings]) -> None:
    visible = [field for field in schema(cls)["properties"].values() if not field.get("advanced")]
    assert 1 <= len(visible) <= 8


@pytest.mark.parametrize("task", FOUND.tasks.values(), ids=lambda task: task.__name__)
def test_every_task_has_one_headline_series_and_a_loss_first(task: Any) -> None:
    assert next(iter(task.series)) == "loss"
    assert [series.headline for series in task.series.values()].count(True) == 1


def test_the_plan_equals_the_built_network(spec: Spec) -> None:
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    planned = plan(spec)
    assert planned.parameters == sum(parameter.numel() for parameter in network.parameters())
    assert sum(layer.parameters for layer in planned.layers) == planned.parameters
    assert sum(layer.multiply_adds for layer in planned.layers) == planned.multiply_adds > 0


def test_every_setting_that_names_a_layer_names_one_that_is_there() -> None:
    for architecture in FOUND.architectures:
        task = next(task for task, fitting in pairs() if fitting == architecture)
        named: set[str] = set()
        for more in ({}, switched_on(architecture)):  # one switch may leave out a layer that another one needs
            settings = {"name": architecture, **shown(architecture), **more}
            everything = FOUND.parse({"task": {"name": task}, "architecture": settings})
            named |= {pointer.split("/")[2] for layer in plan(everything).layers for pointer in layer.settings}
        fields = type(everything.architecture).model_fields.items()
        wanted = {name for name, field in fields if "layer" in for_page(field)}
        assert named == wanted, architecture


def shown(architecture: str) -> dict[str, Any]:
    """Settings at which every layer of the architecture is there: one of each sort, and every share above 0."""
    fields = FOUND.architectures[architecture].model_fields
    members = {
        name: one["items"]
        for name, one in schema(FOUND.architectures[architecture])["properties"].items()
        if "items" in one
    }
    tuples = {name: (one["enum"][0] if "enum" in one else min(8, one["maximum"]),) for name, one in members.items()}
    shares = {name: 0.5 for name, field in fields.items() if field.default == 0.0 and is_share(field)}
    units = {name: 1 for name, field in fields.items() if field.annotation is int and field.default == 0}
    blocks = {name: one for name, one in FOUND.architectures[architecture].smallest.items() if name == "blocks"}
    return tuples | shares | blocks | {name: one for name, one in units.items() if "layer" in for_page(fields[name])}


def switched_on(architecture: str) -> dict[str, Any]:
    """Every switch that shapes a layer and is off at first."""
    fields = FOUND.architectures[architecture].model_fields
    return {name: True for name, field in fields.items() if field.default is False and "layer" in for_page(field)}


def is_share(field: FieldInfo) -> bool:
    """Whether the setting says of how many of the values something is done."""
    return field.annotation is float and any(getattr(bound, "ge", None) == 0 for bound in field.metadata)


def test_every_parameter_gets_a_gradient_and_none_that_is_frozen(spec: Spec) -> None:
    network, splits = made(spec)
    batch = next(batches(spec.task, splits.train))
    for objective in spec.architecture.objectives(network, batch, spec.task, generator(0, "noise")):
        objective.loss.backward()  # type: ignore[no-untyped-call]
    without = [
        name for name, parameter in network.named_parameters() if (parameter.grad is None) is parameter.requires_grad
    ]
    assert without == []


def test_outputs_and_scores_have_the_shapes_that_the_task_wants(spec: Spec) -> None:
    network, splits = made(spec)
    for batch in itertools.islice(batches(spec.task, splits.validation), 1):
        with torch.no_grad():  # as held-out examples are scored
            outputs, _ = run(network, batch)
        assert spec.task.loss(outputs, batch).shape == ()
        scores = spec.task.score(outputs, batch)
        assert {"loss", *scores, *spec.task.corpus_sums(outputs, batch)} == set(spec.task.measured())
        shares = [pair for name, pair in scores.items() if spec.task.series[name].range == (0, 1)]
        assert all(0 <= pair[0] <= pair[1] for pair in shares)


def test_the_splits_are_as_long_as_counted_and_share_nothing(spec: Spec) -> None:
    splits = spec.task.splits(generator(spec.task.seed, "data"))
    assert (len(splits.train), len(splits.validation), len(splits.test)) == spec.task.counts()


def test_two_trainings_of_one_spec_say_the_same(spec: Spec) -> None:
    one, other = ([said for said in train(spec) if isinstance(said, Points)] for _ in range(2))
    assert [without_seconds(points) for points in one if points.clock == "epoch"] == [
        without_seconds(points) for points in other if points.clock == "epoch"
    ]
    assert rows(one) == rows(other)


@pytest.mark.usefixtures("mnist")
@pytest.mark.parametrize("names", pairs_by_kind(), ids="-".join)
def test_it_learns(names: tuple[str, str]) -> None:
    spec = smallest(*names, epochs=10, learning_rate=0.01)
    points = [one for one in train(spec) if isinstance(one, Points) and one.clock == "epoch"]
    measure = "loss" if "loss" in spec.series else spec.headline[0]
    values = [one.columns[f"validation/{measure}"][0] or 0.0 for one in points]
    assert (values[-1] < values[0]) is (spec.series[measure].better == "lower")


def test_the_last_state_is_finished_with_all_steps_done(spec: Spec) -> None:
    *_, last = train(spec)
    assert isinstance(last, State)
    assert (last.state, last.step) == (RunState.FINISHED, spec.steps)


def test_every_preset_can_be_trained_and_names_series_that_exist() -> None:
    for preset in FOUND.presets:
        spec = FOUND.parse(preset.spec)
        assert plan(spec).parameters
        assert all(figure.series in spec.series for figure in preset.published)


def test_a_misfit_is_refused_with_what_would_fit() -> None:
    with pytest.raises(SpecError) as refused:
        FOUND.parse({"task": {"name": "digits"}, "architecture": {"name": "recurrent"}})
    assert refused.value.pointer == "/architecture"
    assert "convnet" in refused.value.allowed  # type: ignore[operator]


def made(spec: Spec) -> tuple[nn.Module, Splits]:
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    draw_from(network, generator(0, "noise"))
    return network, spec.task.splits(generator(0, "data"))


def test_a_catalogue_without_a_name_says_which_there_are() -> None:
    with pytest.raises(SpecError) as refused:
        Catalogue({}, {}, {}, {}, [], []).parse({"task": {"name": "nothing"}})
    assert refused.value.allowed == []
