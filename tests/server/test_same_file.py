"""The weights of a run are one file, byte for byte, however often they are taken: they are opened by their checksum."""

import json
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load, save

from models.training.checkpoints import Saved
from server.weights.folder import write
from server.weights.ordered import ordered
from tests.server.fakes import FakeExecutor
from tests.server.test_weights import opened, weights
from tests.server.test_weights_limit import keep, working
from tests.server.world import World


def test_the_order_of_the_header_is_that_of_names_and_nothing_else_changes(tmp_path: Path) -> None:
    tensors = {name: tensor + 1 for name, tensor in weights().items()} | {"one": torch.tensor([True])}
    about = {f"entry {number}": "ä" * number for number in range(10)}
    files = {ordered(save(tensors, about)) for _ in range(10)}
    assert len(files) == 1
    (file,) = files
    length = int.from_bytes(file[:8], "little")
    assert length % 8 == 0
    assert list(json.loads(file[8 : 8 + length])["__metadata__"]) == sorted(about)
    again = load(file)
    assert again.keys() == tensors.keys()
    assert all(torch.equal(again[name], tensor) for name, tensor in tensors.items())
    (tmp_path / "file").write_bytes(file)
    with safe_open(tmp_path / "file", framework="pt") as read:
        assert read.metadata() == about


async def test_weights_that_are_taken_away_twice_are_opened_as_one(world: World, executor: FakeExecutor) -> None:
    run, worker = await working(world, executor)
    write(keep(worker, 5, at=1), Saved(weights(), {"progress": {"step": 5}}))
    worker.end()
    await world.state(run)
    files = [(await world.http.get(f"/api/runs/{run}/export/weights.safetensors")).content for _ in range(8)]
    assert {"about", "spec"} <= set(
        json.loads(files[0][8 : 8 + int.from_bytes(files[0][:8], "little")])["__metadata__"]
    )
    assert len({(await opened(world, file))["weights"] for file in files}) == 1
