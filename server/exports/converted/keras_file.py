"""A row of layers as a Keras 3 file, written by Keras itself with PyTorch under it, and read back before it answers."""

import json
import zipfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from server.exports.converted.given import answers_wanted, given_to
from server.exports.converted.layer import INPUTS, Layer, Row
from server.exports.converted.rows import row_of
from server.exports.converted.sample import Sample, Written

STEEPER = 1.2
"""Keras's hard sigmoid is x / 6 + 0.5 between its ends: of sums so much larger it is 0.2 x + 0.5."""
GATES = {"GRU": (0, 1), "LSTM": (0, 1, 3)}
"""Which of the parts of a kernel's columns are gates; the other is the candidate."""


def write(sample: Sample, about: dict[str, Any], folder: Path) -> Written:
    """The file, and what it answers. Raises Inconvertible."""
    import keras

    row, file = row_of(sample.network, sample.spec.task.shapes()), folder / "network.keras"
    model = graph_of(row) if row.branches else sequence_of(row)
    for one in row.layers:
        model.get_layer(one.name).set_weights([tensor.numpy() for tensor in tensors_of(one)])
    model.save(file)
    add_note(file, about)
    with torch.no_grad():
        found = keras.saving.load_model(file)(given_to(row, sample).contiguous(), training=False)
    return Written(file, found.numpy(), answers_wanted(row, sample))


def sequence_of(row: Row) -> Any:
    import keras

    layers = [keras.Input(row.shape), *(layer_of(one) for one in row.whole())]
    return keras.Sequential(layers, name="network")


def graph_of(row: Row) -> Any:
    """Layers that read others than the one before them."""
    import keras

    made = {INPUTS: keras.Input(row.shape, name=INPUTS)}
    for one, reads in zip(row.whole(), row.reads(), strict=True):
        given = [made[name] for name in reads]
        made[one.name] = layer_of(one)(given if len(given) > 1 else given[0])
    return keras.Model(made[INPUTS], made[row.whole()[-1].name], name="network")


def layer_of(one: Layer) -> Any:
    import keras

    options = {**one.options}
    if options.get("recurrent_activation") == "hard":
        options["recurrent_activation"] = "hard_sigmoid"
    cls = getattr(keras.layers, one.kind)
    inner = [] if one.inner is None else [layer_of(one.inner)]
    return cls(*inner, name=one.name, **options)


def tensors_of(one: Layer) -> list[Tensor]:
    """In Keras's order, with steeper gates where they are hard."""
    cell = one if one.inner is None else one.inner
    if cell.options.get("recurrent_activation") != "hard":
        return [weight.tensor.contiguous() for weight in one.weights]
    found = []
    for weight in one.weights:
        parts = [*weight.tensor.chunk(3 if cell.kind == "GRU" else 4, -1)]
        for place in GATES[cell.kind]:
            parts[place] = parts[place] * STEEPER
        found.append(torch.cat(parts, -1))
    return found


def add_note(file: Path, about: dict[str, Any]) -> None:
    """What the file is of, as one more entry of the archive that it is; Keras reads past it."""
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("schoolyard.json", json.dumps(about, indent=1))
