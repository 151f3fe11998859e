"""Transfer: which layers keep their weights, from where they come, and what is refused in words."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn import functional

from models.architectures.mobilenet_v2 import MobileNetV2
from models.architectures.transfer import Transfer
from models.data.fetching.fetch import Dataset
from models.data.sets import mobilenet_v2
from models.data.uploads.files import looking_in
from models.data.uploads.intake import forget, keep
from models.data.uploads.unusable import Unusable
from models.images.bodies import body_weights, description_of
from models.layers.inverted_residual import STAGES
from models.layers.transferred import Transferred, frozen_names
from models.look.pictures import Lines
from models.plan.plan import plan
from models.spec.kinds import Batch, Shapes
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.training.checkpoints import Snapshot
from models.training.loop import train
from server.runs.prepare import refuse_without_weights
from server.schema.refusal import Refusal
from tests.specs import FOUND

SECOND = {"name": "digits", "which": "second half", "examples": 200, "validation": 100}


def transfer(task: dict[str, Any] = SECOND, epochs: int = 2, **settings: Any) -> Spec:
    return FOUND.parse(
        {
            "task": task,
            "architecture": {"name": "transfer", "ends": "before the answer", **settings},
            "training": {"epochs": epochs, "batch_size": 50},
        }
    )


def parsed(task: str, architecture: dict[str, Any]) -> Spec:
    return FOUND.parse({"task": {"name": task}, "architecture": architecture})


def weights_after(spec: Spec) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """At the beginning and at the end, each (…) by name."""
    snapshots = [one.weights().tensors for one in train(spec) if isinstance(one, Snapshot)]
    return snapshots[0], snapshots[-1]


def moved(spec: Spec) -> list[str]:
    first, last = weights_after(spec)
    return [name for name in first if not torch.equal(first[name], last[name])]


@pytest.mark.usefixtures("mnist")
def test_a_frozen_body_stays_as_it_was_and_only_its_last_layers_learn_where_that_is_asked() -> None:
    assert moved(transfer()) == ["head.weight", "head.bias"]
    assert moved(transfer(learning=1)) == ["dense1.weight", "dense1.bias", "head.weight", "head.bias"]
    assert len(moved(transfer(start="fine-tuned"))) == len(weights_after(transfer())[0])


@pytest.mark.usefixtures("mnist")
def test_all_three_ways_begin_with_one_head_and_two_with_the_weights_of_the_file() -> None:
    frozen, tuned, scratch = (
        weights_after(transfer(start=start))[0] for start in ("frozen", "fine-tuned", "from scratch")
    )
    learnt = body_weights("")
    body = [name for name in frozen if not name.startswith("head")]
    assert all(torch.equal(frozen[name], learnt[name]) and torch.equal(tuned[name], learnt[name]) for name in body)
    assert not any(torch.equal(scratch[name], learnt[name]) for name in body)
    assert torch.equal(frozen["head.weight"], scratch["head.weight"])


def test_batch_normalisation_of_a_frozen_layer_stays_in_evaluation_mode() -> None:
    network = Transferred()
    for name, layer in (("conv", nn.Conv2d(1, 2, 3)), ("norm", nn.BatchNorm2d(2)), ("conv2", nn.Conv2d(2, 2, 3))):
        network.add_module(name, layer)
    network.freeze(frozen_names(network.named_children(), learning=1))
    network.train()
    assert [layer.training for layer in network] == [False, False, True]
    assert [one.requires_grad for one in network.parameters()] == [False] * 4 + [True] * 2
    norm = network.get_submodule("norm")
    network(Batch(torch.rand(4, 1, 8, 8), torch.zeros(4)))
    assert torch.equal(norm.running_mean, torch.zeros(2))  # type: ignore[arg-type]


def test_published_mobilenet_v2_has_the_published_numbers() -> None:
    found = plan(parsed("emoji", {"name": "mobilenet_v2", "size": "published"}))
    assert found.parameters == 3_504_872
    assert round(found.multiply_adds / 1e9, 3) == 0.301


def test_mobilenet_v2_gives_what_its_weights_give_by_the_equations_of_the_paper() -> None:
    torch.manual_seed(3)
    network = MobileNetV2(size="published").network(Shapes((3, 64, 64), classes=1000)).eval()
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.running_mean, -0.1, 0.1)  # type: ignore[arg-type]
            nn.init.uniform_(module.running_var, 0.5, 1.5)  # type: ignore[arg-type]
    pictures = torch.rand(2, 3, 224, 224)
    with torch.no_grad():
        ours = network(Batch(pictures, torch.zeros(2)))
        theirs = by_equations(iter(network.state_dict().values()), pictures)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)


def by_equations(weights: Iterator[Tensor], maps: Tensor) -> Tensor:
    """Pictures (batch, 3, 224, 224) -> scores (batch, 1000), by a list of weights in the order of the layers."""

    def convolved(maps: Tensor, stride: int, bends: bool) -> Tensor:
        kernel, scale, shift, mean, variance, _ = (next(weights) for _ in range(6))
        groups = len(kernel) if kernel.shape[1] == 1 else 1
        maps = functional.conv2d(maps, kernel, None, stride, kernel.shape[-1] // 2, groups=groups)
        maps = functional.batch_norm(maps, mean, variance, scale, shift)
        return maps.clamp(0, 6) if bends else maps

    maps = convolved(maps, 2, True)
    for widens, outputs, blocks, first in STAGES:
        for block in range(blocks):
            came, stride = maps, first if block == 0 else 1
            maps = convolved(maps, 1, True) if widens > 1 else maps
            maps = convolved(convolved(maps, stride, True), 1, False)
            maps = maps + came if stride == 1 and came.shape[1] == outputs else maps
    maps = convolved(maps, 1, True).mean((2, 3))
    return functional.linear(maps, next(weights), next(weights))


@pytest.fixture
def photographs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Tensor]:
    """Weights as the published ones lie in their file, made up: by torchvision's names, in its order."""
    torch.manual_seed(1)
    network = MobileNetV2(size="published").network(Shapes((3, 32, 32), classes=1000))
    made = {f"features.{place}": one for place, one in enumerate(network.state_dict().values())}
    monkeypatch.setattr(mobilenet_v2, "load", lambda: made)
    return made


@pytest.mark.usefixtures("mnist")
def test_mobilenet_v2_is_a_body_with_the_weights_of_the_file_in_their_order(photographs: dict[str, Tensor]) -> None:
    spec = transfer({"name": "emoji", "examples": 50, "validation": 100}, 1, body="MobileNetV2", side=32)
    first, last = weights_after(spec)
    body = [name for name in first if not name.startswith("head")]
    assert all(torch.equal(first[name], one) for name, one in zip(body, photographs.values(), strict=False))
    assert len(body) == len(photographs) - 2
    assert [name for name in first if not torch.equal(first[name], last[name])] == ["head.weight", "head.bias"]


def test_pictures_come_to_the_published_network_as_photographs_do() -> None:
    with torch.random.fork_rng():
        network = Transfer(body="MobileNetV2", start="from scratch", side=32).network(Shapes((1, 28, 28), classes=3))
    adapted = network.get_submodule("adapted")(torch.zeros(1, 1, 28, 28))  # paper
    white = [(1 - mean) / deviation for mean, deviation in ((0.485, 0.229), (0.456, 0.224), (0.406, 0.225))]
    assert adapted.shape == (1, 3, 32, 32)
    torch.testing.assert_close(adapted[0, :, 5, 5], torch.tensor(white))


def body_file(task: str = "fashion", **architecture: Any) -> tuple[bytes, Spec]:
    spec = parsed(task, {"name": "convnet", "blocks": "3k5 max2 4k3", **architecture})
    network = spec.architecture.build(spec.task.shapes(), generator(7, "weights"))
    tensors = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    return save(tensors, {"about": json.dumps({"network": description_of(spec)})}), spec


@pytest.mark.usefixtures("mnist")
def test_the_weights_of_a_run_are_the_body_of_another_task_and_what_is_wrong_with_them_is_said(tmp_path: Path) -> None:
    with looking_in(tmp_path):
        content, _ = body_file()
        own = keep(content, "coats.safetensors", tmp_path, form="weights")
        assert (own.form, own.network, own.learnt) == ("weights", "convnet", "fashion")
        spec = transfer(weights=own.data, ends="at the maps", hidden=4)
        first, last = weights_after(spec)
        layers = ("conv1", "conv2", "head_hidden", "head")
        assert set(first) == {f"{name}.{part}" for name in layers for part in ("weight", "bias")}
        assert torch.equal(first["conv2.weight"], last["conv2.weight"])
        with pytest.raises(Unusable, match="does not say of which network"):
            keep(save({"conv1.weight": torch.zeros(2)}), "bare.safetensors", tmp_path, form="weights")
        with pytest.raises(Unusable, match="no file of weights"):
            keep(b"a,b\n1,2\n", "table.csv", tmp_path, form="weights")
        forget(own.data, tmp_path)
        with pytest.raises(SpecError, match="This link needs data that is not here") as refused:
            FOUND.parse(spec.to_json())
        assert refused.value.pointer == "/architecture/weights"


def test_a_file_that_lacks_layers_of_the_body_is_refused_with_the_first_of_them(tmp_path: Path) -> None:
    with looking_in(tmp_path):
        spec = parsed("fashion", {"name": "convnet", "blocks": "3k5 max2 dense4"})
        about = {"about": json.dumps({"network": description_of(spec)})}
        network = spec.architecture.build(spec.task.shapes(), generator(7, "weights"))
        maps = {name: one.contiguous() for name, one in network.state_dict().items() if name.startswith("conv")}
        own = keep(save(maps, about), "eyes.safetensors", tmp_path, form="weights")
        with pytest.raises(SpecError, match=r"does not have dense1.weight \(4 × 432\)") as refused:
            transfer(weights=own.data)
        assert refused.value.pointer == "/architecture/ends"
        assert transfer(weights=own.data, ends="at the maps").architecture


def test_a_network_that_is_no_row_of_layers_says_that_it_is_no_body(tmp_path: Path) -> None:
    with looking_in(tmp_path):
        spec = parsed("digits", {"name": "rows"})
        content = save({"a.weight": torch.zeros(1)}, {"about": json.dumps({"network": description_of(spec)})})
        own = keep(content, "rows.safetensors", tmp_path, form="weights")
        with pytest.raises(SpecError, match="is no row of layers"):
            transfer(weights=own.data)


@pytest.mark.usefixtures("mnist")
def test_a_transferred_network_hands_on_its_body_under_the_names_of_the_first() -> None:
    described = description_of(transfer(start="fine-tuned"))
    assert described is not None
    assert (described["architecture"]["name"], described["classes"], described["learnt"]) == ("convnet", 5, "digits")
    assert description_of(transfer(body="MobileNetV2", start="from scratch")) is None


@pytest.mark.usefixtures("mnist")
def test_half_of_the_classes_are_taught_under_new_numbers_with_their_own_names() -> None:
    spec = transfer()
    splits = spec.task.splits(generator(0, "data"))
    assert set(splits.train["labels"].tolist()) == set(range(5))
    assert spec.task.class_names() == ["5", "6", "7", "8", "9"]
    assert spec.task.shapes().classes == 5
    with pytest.raises(SpecError, match="at least 4"):
        FOUND.parse({"task": {"name": "pictures", "which": "first half"}, "architecture": {"name": "mlp"}})


@pytest.mark.usefixtures("mnist")
def test_what_was_kept_is_all_of_a_frozen_body_and_less_of_a_tuned_one() -> None:
    view = FOUND.views["likeness"]
    for start, frozen in (("frozen", True), ("fine-tuned", False)):
        spec = transfer(start=start, epochs=3)
        network = spec.architecture.build(spec.task.shapes(), generator(spec.training.seed, "weights"))
        splits = spec.task.splits(generator(0, "data"))
        network.load_state_dict(weights_after(spec)[1])
        with torch.no_grad():
            picture = view.picture(network.eval(), spec, splits, "")
        assert isinstance(picture, Lines)
        features, weights = (np.frombuffer(base64.b64decode(line.values), "<f4").tolist() for line in picture.lines)
        body, head = weights[:-1], weights[-1]
        assert (min(body) > 1 - 1e-6) is frozen
        assert (min(features[:-1]) > 1 - 1e-6) is frozen
        assert 0 <= head < 1
    assert not view.offered(
        spec.task, FOUND.parse({**spec.to_json(), "architecture": {"name": "convnet"}}).architecture
    )


@pytest.mark.usefixtures("mnist")
def test_the_weights_of_photographs_are_asked_for_before_a_network_begins_with_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Dataset, "folder", lambda dataset: tmp_path / dataset.name)
    spec = transfer(body="MobileNetV2")
    with pytest.raises(Refusal) as refused:
        refuse_without_weights(spec)
    assert (refused.value.status, refused.value.field) == (409, "/architecture/name")
    assert "Weights of MobileNetV2 is not on this machine yet (1 of 1 files, 13 MB)" in str(spec.architecture.missing())
    assert Transfer.dataset() is mobilenet_v2.DATASET
    assert transfer(body="MobileNetV2", start="from scratch").architecture.missing() is None
