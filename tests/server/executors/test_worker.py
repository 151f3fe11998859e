"""What a worker and the reader say when what they need is gone or damaged: a sentence, never their own last words."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from models.catalogue import Catalogue, find
from server.executors.local.pipes import Pipe
from server.executors.local.worker import work
from server.executors.model_cache import ModelCache
from server.executors.protocol import Assignment, LookRequest
from server.weights.folder import WeightFolder
from tests.specs import spec_json

SPEC: dict[str, Any] = spec_json("addition/recurrent", examples=50, hidden=2)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return find()


def told_last(catalogue: Catalogue, folder: Path, assignment: Assignment) -> dict[str, Any]:
    """The last state that a worker tells of an attempt."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        work(Pipe(theirs), catalogue, WeightFolder(folder), assignment)
        state: dict[str, Any] = json.loads(Pipe(ours).receive().partition(b"\n")[2])
    return state


def test_an_attempt_whose_data_are_gone_fails_with_a_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    spec = spec_json("pictures/mlp", data="ab" * 32)
    state = told_last(catalogue, tmp_path, Assignment("run", 1, spec))
    sentence = "The data of this run are not here any more: abababab. Upload the file again."
    assert (state["state"], state["reason"]["text"]) == ("failed", sentence)


def test_an_attempt_at_what_is_no_longer_known_fails_with_a_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    spec = {"task": {"name": "stripes"}, "architecture": {"name": "mlp"}}
    state = told_last(catalogue, tmp_path, Assignment("run", 1, spec))
    assert state["reason"]["text"] == "Cannot be used as it was saved: /task/name There is no task of this name."


def test_weights_that_are_damaged_or_of_another_network_are_told_by_the_reader(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    weights = WeightFolder(tmp_path)
    weights.prepare("run")
    file = weights.file("run", 7)
    request = LookRequest("run", 7, SPEC, "answers", "")
    damaged = "The weights of step 7 are damaged, or are of another network. Look at another step."
    save_file({"nothing": torch.zeros(3)}, file)
    assert ModelCache(catalogue, weights).answer(request).refused == damaged
    file.write_bytes(file.read_bytes()[:20])
    assert ModelCache(catalogue, weights).answer(request).refused == damaged
