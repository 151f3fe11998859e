"""Weights come back: read from a file, checked layer by layer, and begun with."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save

from models.events import Points
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
    assert (await world.http.post(f"/api/weights/{told['weights']}/fit", json=SPEC)).status_code == 204
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


async def test_a_file_that_does_not_fit_is_refused_with_the_first_layer_that_differs(world: World) -> None:
    wide = await opened(world, save(weights(hidden=12)))
    told = (await world.http.post(f"/api/weights/{wide['weights']}/fit", json=SPEC)).json()
    name, theirs = next(iter(weights(hidden=12).items()))
    own = weights()[name]
    as_said = [" × ".join(map(str, tensor.shape)) for tensor in (theirs, own)]
    assert told["status"] == 422
    assert (
        told["detail"]
        == f"These weights do not fit: {name} is {as_said[0]} in the file and {as_said[1]} in this network."
    )
    refused = await world.http.post("/api/runs", json={"spec": SPEC, "weights": wide["weights"]})
    assert (refused.status_code, refused.json()["field"]) == (422, "/weights")
    assert (await world.http.get("/api/runs")).json() == []
    less = dict(list(weights().items())[1:])
    missing = await opened(world, save(less))
    assert "is not in the file" in (await world.http.post(f"/api/weights/{missing['weights']}/fit", json=SPEC)).text
    more = await opened(world, save({**weights(), "zz": torch.zeros(3)}))
    assert "zz (3) in the file" in (await world.http.post(f"/api/weights/{more['weights']}/fit", json=SPEC)).text


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
