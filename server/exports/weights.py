"""The weights of a run at one of its snapshots, as they lie on the disk."""

from pathlib import Path

from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.run.naming import stem
from server.exports.run.stored import StoredRun
from server.weights.choice import not_stored

WEIGHTS = Sentence("export-weights", "weights")
WEIGHTS_TEXT = Sentence(
    "export-weights-text", "All weights by the names of their layers, to be opened here again or by safetensors."
)


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

    def write(self, stored: StoredRun) -> Path:
        return stored.weights()

    def filename(self, stored: StoredRun) -> str:
        """With what the weights are, of those that are stored: the best, the last, or neither; and of which step."""
        run, step = stored.run, stored.step()
        best = run.best is not None and run.best.step == step
        words = [word for word, holds in (("best", best), ("last", step == stored.steps[-1])) if holds]
        return "-".join([stem(stored.catalogue, run), *words, f"step-{step}"]) + ".safetensors"
