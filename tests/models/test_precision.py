"""Learning in bfloat16: every network can, near float32, and a machine without it says so and takes float32."""

from typing import Any

import pytest
import torch

from models.events import Notice, Points, State
from models.spec.spec import Spec
from models.training import precision
from models.training.loop import Snapshot, train
from tests.specs import FOUND, pairs_by_kind, smallest

ON = pytest.mark.skipif(not precision.has_bfloat16("cpu"), reason="this processor has no bfloat16")


def by(spec: Spec, **training: Any) -> list[Any]:
    settings = {**spec.training.model_dump(mode="json"), "batches": 3, "precision": "bfloat16", **training}
    return list(train(FOUND.parse({**spec.to_json(), "training": settings}), device="cpu"))


def losses(outputs: list[Any]) -> list[float]:
    return [one or 0.0 for each in outputs if isinstance(each, Points) and each.clock == "batch"
            for one in each.columns.get("train/loss", [])]  # fmt: skip


@ON
@pytest.mark.parametrize("name", sorted(FOUND.architectures))
def test_every_network_learns_in_bfloat16(name: str, mnist: None) -> None:
    spec = smallest(*next(pair for pair in pairs_by_kind() if pair[1] == name))
    lower, whole = by(spec), by(spec, precision="float32", engine="torch")
    weights = next(one for one in reversed(lower) if isinstance(one, Snapshot)).weights().tensors
    assert all(one.dtype != torch.bfloat16 for one in weights.values())
    assert losses(lower) == pytest.approx(losses(whole), rel=0.1, abs=0.02)


@ON
def test_a_convolution_is_really_worked_out_in_it(mnist: None) -> None:
    spec = smallest("digits", "convnet")
    assert losses(by(spec)) != losses(by(spec, precision="float32", engine="torch"))
    engines = [one.versions["engine"] for one in by(spec) if isinstance(one, State) and one.versions]
    assert engines == ["torch"]


def test_without_its_instructions_a_run_says_so_and_takes_float32(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = smallest("addition", "recurrent")
    expected = losses(by(spec, precision="float32", engine="torch"))
    monkeypatch.setattr(precision, "has_bfloat16", lambda device: False)
    found = by(spec)
    assert losses(found) == expected
    assert [one.text.code for one in found if isinstance(one, Notice)] == ["lower-precision-missing"]
