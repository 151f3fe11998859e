"""All that a server has to do with weights: where they lie, those that people open, and the limit."""

from dataclasses import dataclass
from pathlib import Path

from server.weights.folder import WeightFolder
from server.weights.imported import ImportedWeights
from server.weights.protocol import WeightStore
from server.weights.quota import CheckpointQuota


@dataclass(frozen=True)
class Weights:
    """Of all runs of one server."""

    store: WeightStore
    imported: ImportedWeights
    quota: CheckpointQuota


def weights_in(runs: Path, imported: Path, limit: int) -> Weights:
    """In two folders of this machine; the runs' own stay within ``limit`` bytes. Raises OSError."""
    runs.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = WeightFolder(runs)
    return Weights(store, ImportedWeights(imported), CheckpointQuota(store, limit))
