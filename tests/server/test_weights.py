"""Weights come back: read from a file, checked layer by layer, and begun with."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save

from models.events import Notice, Points
from models.layers.opened_weights import open_weights
from models.spec.kinds import Kind
from models.spec.seeds import generator
from models.training.checkpoints import Snapshot
from models.training.loop import train
from server.security import gate
from server.store.protocol import WriteFailed
from tests.server.fakes import FakeExecutor
from tests.server.world import SPEC, World
from tests.specs import FOUND

RAW = {"content-type": "application/octet-stream"}


def weights(**architecture: Any) -> dict[str, torch.Tensor]:
    spec = FOUND.parse({**SPEC, "architecture": {**SPEC["architecture"], **architecture}})
    network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(5))
    return {name: tensor.contiguous() for name, tensor in network.state_dict().items()}


async def opened(world: World, content: bytes, status: int = 201) -> dict[str, Any]:
    answer = await world.http.post("/api/weights?name=mine.safetensors", content=content, headers=RAW)
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_run_begins_with_the_weights_of_a_file(world: World, executor: FakeExecutor) -> None:
    mine = weights()
    told = await opened(world, save(mine, {"about": '{"progress": {"step": 77}}'}))
    assert told["parameters"] == sum(tensor.numel() for tensor in mine.values())
    assert (await world.http.post(f"/api/weights/{told['weights']}/fit", json=SPEC)).json() == {"left": None}
    (run,) = await world.make(spec=SPEC, weights=told["weights"], file="mine.safetensors")
    body = await world.run(run)
    assert (body["parent"]["file"], body["parent"]["weights"]) == ("mine.safetensors", told["weights"])
    assignment = (await executor.worker(run)).assignment
    assert (assignment.forked, assignment.start) == (True, 0)
    start = executor.weights.read_start(run, 0)
    said = list(train(FOUND.parse(SPEC), start=start.with_new_settings("adam")))
    first = next(one for one in said if isinstance(one, Points) and one.clock == "epoch")
    untrained = next(one for one in train(FOUND.parse(SPEC)) if isinstance(one, Points))
    assert first.columns["step"] == [0]
    assert first.columns["validation/loss"] != untrained.columns["validation/loss"]
    assert all(torch.equal(start.tensors[name], tensor) for name, tensor in mine.items())


async def test_a_network_begins_with_the_layers_that_agree_and_its_run_says_which_do_not(
    world: World, executor: FakeExecutor
) -> None:
    other = dict(list(weights().items())[:-2]) | {"extra.weight": torch.zeros(3, 2)}
    mine = await opened(world, save(other))
    left = (await world.http.post(f"/api/weights/{mine['weights']}/fit", json=SPEC)).json()["left"]["text"]
    (run,) = await world.make(spec=SPEC, weights=mine["weights"], file="mine.safetensors")
    assert (await executor.worker(run)).assignment.start == 0
    events = list(train(FOUND.parse(SPEC), start=executor.weights.read_start(run, 0)))
    assert [one.text for one in events if isinstance(one, Notice)] == [left]
    beginning = next(one for one in events if isinstance(one, Snapshot))
    *_, output = weights()
    assert f"{output.rpartition('.')[0]} (not in the file), extra (not in this network)." in left
    assert beginning.step == 0


def test_layers_are_from_the_file_as_a_whole_or_drawn_as_without_it() -> None:
    spec = FOUND.parse(SPEC)
    own = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    drawn = {name: tensor.clone() for name, tensor in own.state_dict().items()}
    wide = weights(hidden=12)
    first = next(iter(drawn))
    text = open_weights(own, wide | {first: drawn[first] + 1})
    layer = first.rpartition(".")[0]
    agreeing = {name for name in drawn if all(
        one in wide and (wide | {first: drawn[first]})[one].shape == drawn[one].shape
        for one in drawn if one.rpartition(".")[0] == name.rpartition(".")[0]
    )}  # fmt: skip
    now = own.state_dict()
    assert all(torch.equal(now[name], drawn[name]) for name in drawn if name not in agreeing)
    assert layer in text


async def test_a_file_of_which_no_layer_agrees_is_refused_with_the_layers_that_differ(world: World) -> None:
    wide = await opened(world, save({name: one.new_zeros(3, 3, 3) for name, one in weights().items()}))
    told = (await world.http.post(f"/api/weights/{wide['weights']}/fit", json=SPEC)).json()
    name, own = next(iter(weights().items()))
    shape = " × ".join(map(str, own.shape))
    assert told["status"] == 422
    assert f"{name.rpartition('.')[0]} (3 × 3 × 3 in the file, {shape} here)" in told["detail"]
    refused = await world.http.post("/api/runs", json={"spec": SPEC, "weights": wide["weights"]})
    assert (refused.status_code, refused.json()["field"]) == (422, "/weights")
    assert (await world.http.get("/api/runs")).json() == []


async def test_a_file_for_which_the_disk_has_no_room_is_refused_in_words_and_leaves_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        told = await opened(world, save(weights()), 507)
    assert "No space left on device" in told["detail"]
    assert list(world.parts.settings.imported_weights.iterdir()) == []


async def test_runs_that_cannot_be_kept_leave_no_copy_of_their_weights(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await opened(world, save(weights()))

    async def full(*rows: object) -> None:
        raise WriteFailed("the store could not write: the disk is full")

    monkeypatch.setattr(world.parts.store, "create", full)
    asked = {"spec": SPEC, "vary": {"/training/seed": [0, 1]}, "weights": told["weights"]}
    assert (await world.http.post("/api/runs", json=asked)).status_code == 507
    assert list(world.parts.settings.weights.iterdir()) == []


async def test_only_safetensors_are_read_and_only_as_much_as_a_network_needs(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.save(weights(), tmp_path / "pickled.pt")
    assert (await opened(world, (tmp_path / "pickled.pt").read_bytes(), 422))["title"] == "Not a safetensors file"
    await opened(world, b"", 422)
    await opened(world, save({"count": torch.tensor([1])}), 422)
    answer = await world.http.post("/api/weights", json={})
    assert answer.status_code == 415
    monkeypatch.setattr(gate, "WEIGHTS_BYTES", 1000)
    await opened(world, bytes(1001), 413)
    none = await world.http.post(f"/api/weights/{'0' * 64}/fit", json=SPEC)
    assert none.status_code == 404
    assert (await world.http.post("/api/weights/..%2Fruns/fit", json=SPEC)).status_code == 404


CONVOLUTIONS = {"task": {"name": "digits"}, "architecture": {"name": "convnet"}}


async def test_a_kernel_of_one_s_own_becomes_the_first_filter_of_a_run(
    world: World, executor: FakeExecutor, mnist: None
) -> None:
    told = await world.http.post("/api/weights/kernel", json={"spec": CONVOLUTIONS, "kernel": "Sobel across"})
    assert told.status_code == 201, told.text
    (run,) = await world.make(spec=CONVOLUTIONS, weights=told.json()["weights"], file="kernel")
    await executor.worker(run)
    first = executor.weights.read_start(run, 0).tensors["conv1.weight"][0, 0]  # (rows, columns)
    assert first[1:4, 1:4].tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    assert first.abs().sum() == 8


async def test_the_network_that_takes_a_kernel_reads_pictures_where_one_can(world: World, mnist: None) -> None:
    answer = await world.http.post("/api/weights/kernel", json={"spec": SPEC, "kernel": "edge"})
    nearest = FOUND.parse(answer.json()["nearest"])
    assert nearest.task.kind is Kind.IMAGE_TO_CLASS


@pytest.mark.parametrize(
    ("spec", "kernel", "code", "nearest"),
    [
        (SPEC, "1 2 1; 3 4 3; 1 2 1", "own-kernel-no-convolution", True),
        (CONVOLUTIONS, "1 2; 3 4", "own-kernel-misfit", True),
        (CONVOLUTIONS, "1 2; 3", "kernel-ragged", False),
    ],
)
async def test_a_kernel_that_cannot_lie_in_a_filter_is_refused_with_a_network_that_takes_it(
    world: World, mnist: None, spec: dict[str, Any], kernel: str, code: str, nearest: bool
) -> None:
    answer = await world.http.post("/api/weights/kernel", json={"spec": spec, "kernel": kernel})
    body = answer.json()
    assert (answer.status_code, body["code"], body["nearest"] is not None) == (422, code, nearest)
    if nearest:
        again = await world.http.post("/api/weights/kernel", json={"spec": body["nearest"], "kernel": kernel})
        assert again.status_code == 201, again.text
