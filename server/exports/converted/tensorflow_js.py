"""A row of layers as TensorFlow.js's layers format: ``model.json``, ``weights.bin``, and what to check them by.

It is JSON and plain floats, so nothing of TensorFlow is needed to write it. Keras 3's own ``model.json`` is not read by
TensorFlow.js: this is the form of Keras 2, and of options that it calls otherwise.
"""

import json
import zipfile
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch

from models.sentences import Sentence
from models.spec.architecture import Architecture
from models.spec.kinds import Shapes
from models.spec.spec import Spec
from server.exports.converted.given import answers_wanted, given_to
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.layer import INPUTS, Layer, Row, Weight
from server.exports.converted.rows import row_of
from server.exports.converted.sample import Sample, Written

RESETS_AFTER = Sentence(
    "tfjs-gru-resets-after",
    "The layer {layer} is a GRU that resets after its multiplication, which TensorFlow.js does not have: choose its "
    "own flavour of the cells.",
)
OTHERWISE = {"negative_slope": "alpha"}
"""By what Keras 3 calls it."""
CHECK = Path(__file__).with_name("check.mjs")


def write(sample: Sample, about: dict[str, Any], folder: Path) -> Written:
    """The archive; whether it answers alike only TensorFlow.js can tell. Raises Inconvertible."""
    row = row_of(sample.network, sample.spec.task.shapes())
    if (reason := resets_after(row)) is not None:
        raise Inconvertible(reason)
    layers = [spread(one) for one in row.whole()]
    manifest, content = weights_of(layers)
    model = {
        "format": "layers-model",
        "generatedBy": "Schoolyard",
        "convertedBy": None,
        "userDefinedMetadata": about,
        "modelTopology": {"keras_version": "2.15.0", "backend": "tensorflow", "model_config": topology(row, layers)},
        "weightsManifest": [{"paths": ["weights.bin"], "weights": manifest}],
    }
    examples = given_to(row, sample)
    check = {
        "shape": list(examples.shape),
        "inputs": examples.flatten().tolist(),
        "answers": answers_wanted(row, sample).flatten().tolist(),
    }
    file = folder / "network.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.json", json.dumps(model))
        archive.writestr("weights.bin", content)
        archive.writestr("examples.json", json.dumps(check))
        archive.writestr("check.mjs", CHECK.read_text("utf-8"))
    return Written(file, None, answers_wanted(row, sample))


def spread(one: Layer) -> Layer:
    """TensorFlow.js reads past the dilation of depth-wise filters: theirs are written larger, with zeros between."""
    if one.kind != "DepthwiseConv2D" or one.options["dilation_rate"] == [1, 1]:
        return one
    (below, beside), (kernel, *others) = one.options["dilation_rate"], one.weights
    rows, columns, *more = kernel.tensor.shape
    larger = kernel.tensor.new_zeros((rows - 1) * below + 1, (columns - 1) * beside + 1, *more)
    larger[::below, ::beside] = kernel.tensor
    options = {**one.options, "dilation_rate": [1, 1], "kernel_size": list(larger.shape[:2])}
    return replace(one, options=options, weights=[Weight(kernel.name, larger), *others])


def topology(row: Row, layers: list[Layer]) -> dict[str, Any]:
    inputs = {"batch_input_shape": [None, *row.shape], "dtype": "float32", "sparse": False, "name": INPUTS}
    first, every = {"class_name": "InputLayer", "config": inputs}, [*map(layer_of, layers)]
    if not row.branches:
        return {"class_name": "Sequential", "config": {"name": "network", "layers": [first, *every]}}
    graph: dict[str, Any] = {
        "name": "network",
        "layers": [
            {**first, "name": INPUTS, "inbound_nodes": []},
            *(
                {**one, "name": layer.name, "inbound_nodes": [[[name, 0, 0, {}] for name in reads]]}
                for one, layer, reads in zip(every, layers, row.reads(), strict=True)
            ),
        ],
        "input_layers": [[INPUTS, 0, 0]],
        "output_layers": [[layers[-1].name, 0, 0]],
    }
    return {"class_name": "Functional", "config": graph}


def resets_after(row: Row) -> str | None:
    """Why a row has no form in TensorFlow.js though it has one in Keras."""
    for layer in row.layers:
        cell = layer if layer.inner is None else layer.inner
        if cell.kind == "GRU" and cell.options["reset_after"]:
            return RESETS_AFTER(layer=cell.name)
    return None


@lru_cache(64)
def reason_of(architecture: Architecture, shapes: Shapes) -> str | None:
    with torch.device("meta"):
        return resets_after(row_of(architecture.network(shapes), shapes))


def reason_in_spec(spec: Spec) -> str | None:
    """Why the row of a spec's network has no form here, before there are weights."""
    return reason_of(spec.architecture, spec.task.shapes())


def layer_of(one: Layer) -> dict[str, Any]:
    options = {OTHERWISE.get(name, name): value for name, value in one.options.items()}
    if options.get("recurrent_activation") == "hard":
        options["recurrent_activation"] = "hard_sigmoid"
    if one.inner is not None:
        options["layer"] = layer_of(one.inner)
    return {"class_name": one.kind, "config": {"name": one.name, "trainable": True, **options}}


def weights_of(layers: list[Layer]) -> tuple[list[dict[str, Any]], bytes]:
    """Name, shape and type of each, and all their numbers one after another."""
    manifest, content = [], bytearray()
    for layer in layers:
        for name, weight in zip(names_of(layer), layer.weights, strict=True):
            array = weight.tensor.contiguous().float().numpy()
            manifest.append({"name": name, "shape": list(array.shape), "dtype": "float32"})
            content += array.astype("<f4").tobytes()
    return manifest, bytes(content)


def names_of(layer: Layer) -> list[str]:
    names = [weight.name for weight in layer.weights]
    if layer.inner is None:
        return [f"{layer.name}/{name}" for name in names]
    if layer.kind == "TimeDistributed":
        return [f"{layer.name}/{name}" for name in names]
    half = len(names) // 2
    ways = ["forward"] * half + ["backward"] * half
    return [f"{layer.name}/{way}_{layer.inner.name}/{name}" for way, name in zip(ways, names, strict=True)]
