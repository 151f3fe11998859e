"""Every architecture as an ONNX file that onnxruntime answers like the network, or a sentence that says why not."""

import json
import re
from pathlib import Path

import onnx
import pytest

from models.layers.equations import Variant
from server.exports.converted.child import largest
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.onnx_file import write
from tests.extras.exports.networks import sample
from tests.specs import pairs_by_kind, smallest, spec

REFUSED = {"gan": "Adversaries", "conditional_gan": "DescribedAdversaries", "memory_network": "Network"}
"""They draw noise, or count examples in Python: by architecture, the layer that is named."""
ALIKE = {"alexnet", "zfnet", "vgg", "googlenet"}
"""Of layers that others have too."""
EVERY = sorted({pair[1]: pair for pair in pairs_by_kind() if pair[1] not in ALIKE}.values())


@pytest.mark.parametrize("names", EVERY, ids="-".join)
def test_every_network_answers_alike_in_onnxruntime_or_says_why_it_is_no_such_file(
    names: tuple[str, str], tmp_path: Path, mnist: None
) -> None:
    asked = sample(smallest(*names), farther=1.5)
    if (layer := REFUSED.get(names[1])) is not None:
        with pytest.raises(Inconvertible, match=rf"ONNX cannot have the layer {layer}"):
            write(asked, {}, tmp_path)
        return
    written = write(asked, {"spec": {"a": 1}}, tmp_path)
    assert largest(written) < 1e-3 * max(1.0, float(written.wanted.abs().max()))
    model = onnx.load(written.file)
    assert {one.key: json.loads(one.value) for one in model.metadata_props if one.key == "spec"} == {"spec": {"a": 1}}
    assert [one.type.tensor_type.shape.dim[0].dim_param != "" for one in model.graph.input] == [True] * len(
        model.graph.input
    )


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"])
@pytest.mark.parametrize("flavour", ["torch", "tfjs"])
def test_every_cell_of_the_addition_demo_answers_alike(cell: str, flavour: str, tmp_path: Path) -> None:
    task = {"digits": 1, "examples": 55}  # each step of a cell of ours is written out: few steps are soon written
    asked = spec("addition/recurrent", cell=cell, flavour=flavour, hidden=8, bidirectional=True, task=task)
    assert largest(write(sample(asked), {}, tmp_path)) < 1e-4


def test_a_layer_that_cannot_be_exported_is_named_with_the_reason(
    tmp_path: Path, mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = sample(smallest("digits", "mlp"))
    first = asked.network.get_submodule("dense1")

    def forward(values: object) -> object:
        return values if bool(values.sum() > 0) else -values  # type: ignore[attr-defined, operator]

    monkeypatch.setattr(first, "forward", forward)
    with pytest.raises(Inconvertible, match=re.escape("ONNX cannot have the layer dense1 (Linear): ")):
        write(asked, {}, tmp_path)


def test_gates_by_hand_are_kept(tmp_path: Path) -> None:
    asked = spec("addition/recurrent", cell="GRU", hidden=8, reset_gate="open", task={"digits": 1, "examples": 55})
    assert Variant() != asked.architecture.variant()  # type: ignore[attr-defined]
    assert largest(write(sample(asked), {}, tmp_path)) < 1e-4
