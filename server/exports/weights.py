"""The weights of a run at one of its snapshots, with what others have to know to begin with its layers."""

import json
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import save

from models.images.bodies import description_of
from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.run.stored import StoredRun
from server.weights.choice import not_stored
from server.weights.folder import read
from server.weights.ordered import ordered

WEIGHTS = Sentence("export-weights", "weights")
WEIGHTS_TEXT = Sentence(
    "export-weights-text",
    "All weights by the names of their layers, to be opened here again, to be the body of another network, or for "
    "safetensors.",
)


MOST_DESCRIBED = 64 * 2**20
"""Bytes of a file that is told of which spec and network it is; a larger one goes out as it lies there."""


class Weights(Exporter):
    name = "weights.safetensors"
    title = WEIGHTS()
    text = WEIGHTS_TEXT()
    media = "application/octet-stream"
    of_weights = True
    rank = 10

    def fits(self, stored: StoredRun) -> str | None:
        if not stored.run.snapshots:
            raise not_stored(stored.run, [], stored.at)
        return None

    def write(self, stored: StoredRun) -> bytes | Path:
        path = stored.weights()
        if stored.run.problem or not path.exists() or path.stat().st_size > MOST_DESCRIBED:
            return path
        try:
            saved = read(path)
        except SafetensorError:  # torn: what is left of it may still be of use to somebody
            return path
        network = description_of(stored.spec)
        about = saved.about if network is None else {**saved.about, "network": network}
        return ordered(save(saved.tensors, {"about": json.dumps(about), "spec": json.dumps(stored.spec.to_json())}))

    def filename(self, stored: StoredRun) -> str:
        return stored.weights_name(".safetensors")
