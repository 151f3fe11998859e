"""Networks as Keras 3 and TensorFlow.js have them answer like the network, on 32 examples, in these programs."""

import json
import os
import zipfile
from pathlib import Path

import numpy
import pytest

os.environ["KERAS_BACKEND"] = "torch"

from models.spec.spec import Spec
from server.exports.converted import keras_file, tensorflow_js
from server.exports.converted.child import largest
from server.exports.converted.rows import reason_of
from tests.extras.exports.conftest import Run
from tests.extras.exports.networks import FARTHER, sample
from tests.specs import spec

pytestmark = pytest.mark.filterwarnings(
    "ignore:::keras", "ignore:::h5py", "ignore::DeprecationWarning", "ignore:Using padding"
)
SOME = {"examples": 500}
BLOCKS = "4k3x2-same-bn-leaky sep6k3-s2-same-elu avg2x3-s1x2 depthk2-d2-selu global dense7-bn-softplus drop0.5"
"""Every kind of block that has a counterpart."""


def cells(flavour: str) -> dict[str, Spec]:
    return {
        f"addition {cell} {flavour}": spec("addition/recurrent", cell=cell, flavour=flavour, hidden=16, task=SOME)
        for cell in ("SimpleRNN", "GRU", "LSTM")
    }


def rows(cell: str, flavour: str) -> Spec:
    more = {"hidden": 8, "layers": 2, "bidirectional": True, "steps": "columns", "dropout": 0.2}
    return spec("digits/rows", cell=cell, flavour=flavour, states="all", task=SOME, **more)


EVERY = {
    "digits demo": spec("digits/convnet", blocks="8k5 max2 drop 16k5 max2 drop", task=SOME),
    **cells("tfjs"),
    **cells("torch"),
    "all blocks": spec("digits/convnet", blocks=BLOCKS, task=SOME),
    "dense": spec(
        "digits/mlp", hidden=(9, 8), activation="sigmoid", output="tanh", loss="mean squared error", task=SOME
    ),
    "several classes": spec("scenes/convnet", task={"examples": 100}),
    "a box": spec("scenes_box/mlp", task={"examples": 100}),
    "both ways": spec("addition/recurrent", cell="LSTM", bidirectional=True, encoder_layers=2, hidden=8, task=SOME),
    "no biases": spec("addition/recurrent", cell="SimpleRNN", biases=False, activation="ReLU", hidden=8, task=SOME),
    "rows LSTM": rows("LSTM", "keras"),
    "rows GRU": rows("GRU", "tfjs"),
    "class of symbols": spec("gap/recurrent", cell="LSTM", hidden=8),
    "skips projected": spec("digits/resnet", depth=8, width=4, task=SOME),
    "skips padded": spec("digits/resnet", depth=8, width=4, skip="padded", task=SOME),
    "inverted": spec("digits/mobilenet_v2", width=4, factor=2, halvings=2, task=SOME),
    "branches": spec("digits/googlenet", normalisation=True, task=SOME),
    "LeNet": spec("digits/lenet", output="dense", task=SOME),
    "next symbols": spec("plays/language_model", cell="LSTM", hidden=6, embedding=3, layers=2, tied=True),
    "next symbols one-hot": spec("plays/language_model", cell="GRU", hidden=6, shown="one-hot"),
    "over time": spec("cosine/conv1d"),
    "over time, all moments": spec("waves/conv1d", pool="max", moments="all", padding="same"),
    "over time, class": spec("signals/conv1d", pool="average", moments="max"),
    "over time, symbols": spec("gap/conv1d", moments="mean"),
    "window": spec("cosine/forecaster", stateful=False, flavour="keras 2018", layers=2),
}

NEARER = {"inverted": 1.4}
"""Weights of so many layers, if they are larger, make of each rounding another answer."""


@pytest.mark.parametrize("name", EVERY)
def test_keras_answers_alike(name: str, tmp_path: Path, mnist: None) -> None:
    asked = sample(EVERY[name], NEARER.get(name, FARTHER))
    assert reason_of(EVERY[name]) is None
    written = keras_file.write(asked, {"run": "one"}, tmp_path)
    assert len(asked.outputs) >= 20
    assert numpy.ptp(written.answers) > 0.05, "all answers are the same: nothing is compared"
    assert largest(written) < 1e-5
    assert json.loads(zipfile.ZipFile(written.file).read("schoolyard.json")) == {"run": "one"}


@pytest.mark.parametrize("name", EVERY)
def test_tensorflow_js_answers_alike_in_node(name: str, tmp_path: Path, in_node: Run) -> None:
    asked = EVERY[name]
    if name in ("addition GRU torch", "next symbols one-hot"):
        assert "resets after" in str(tensorflow_js.reason_in_spec(asked))
        return
    assert tensorflow_js.reason_in_spec(asked) is None
    written = tensorflow_js.write(sample(asked, NEARER.get(name, FARTHER)), {"run": "one"}, tmp_path)
    zipfile.ZipFile(written.file).extractall(tmp_path)
    said = json.loads(in_node(tmp_path, "check.mjs"))
    assert said["examples"] >= 20
    assert said["difference"] < 1e-4
    assert json.loads((tmp_path / "model.json").read_text("utf-8"))["userDefinedMetadata"] == {"run": "one"}


@pytest.mark.parametrize(
    ("asked", "layer"),
    [
        (spec("addition/recurrent", cell="PeepholeLSTM"), "encoder (PeepholeLSTM)"),
        (spec("digits/mlp", activation="step"), "activation1 (Step)"),
        (spec("digits/lenet"), "output (RadialOutput)"),
        (spec("digits/googlenet"), "local1 (LocalResponse)"),
        (spec("waves/conv1d", difference=True), "output (Linear)"),
        (spec("cosine/forecaster"), "memory"),
        (spec("digits/convnet", blocks="max3-up"), "pool1 (MaxPool2d)"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_what_has_no_exact_counterpart_names_the_layer(asked: Spec, layer: str) -> None:
    assert layer in str(reason_of(asked))
