"""The weights of a run at one of its snapshots, with what others have to know to begin with its layers."""

import json
from pathlib import Path

from safetensors.torch import save

from models.images.bodies import description_of
from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.run.naming import stem
from server.exports.run.stored import StoredRun
from server.weights.choice import not_stored
from server.weights.folder import read

WEIGHTS = Sentence("export-weights", "weights")
WEIGHTS_TEXT = Sentence(
    "export-weights-text",
    "All weights by the names of their layers, to be opened here again, to be the body of another network, or for "
    "safetensors.",
)


MOST_DESCRIBED = 64 * 2**20
"""Bytes of a file that others can begin with; of a larger one it is not written down of which network it is."""


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
        described = not stored.run.problem and path.exists() and path.stat().st_size <= MOST_DESCRIBED
        network = description_of(stored.spec) if described else None
        if network is None:
            return path
        saved = read(path)
        return save(saved.tensors, {"about": json.dumps({**saved.about, "network": network})})

    def filename(self, stored: StoredRun) -> str:
        """With what the weights are, of those that are stored: the best, the last, or neither; and of which step."""
        run, step = stored.run, stored.step()
        best = run.best is not None and run.best.step == step
        words = [word for word, holds in (("best", best), ("last", step == stored.steps[-1])) if holds]
        return "-".join([stem(stored.catalogue, run), *words, f"step-{step}"]) + ".safetensors"
