"""Weights that somebody opened: whether they fit, and given to runs that begin with them."""

from pathlib import Path

from server.answers.loaded import Loaded
from server.people.person import Person
from server.runs.given_weights import fitting, give_weights
from server.runs.prepare import parsed
from server.schema.base import SpecJson
from server.schema.weights import WeightsFit
from server.weights.imported import ImportedWeights


def give(loaded: Loaded, imported: str, person: Person, weights: str, runs: dict[str, SpecJson]) -> None:
    with loaded.uploads.read_by(person):
        specs = {run: parsed(loaded.catalogue, spec) for run, spec in runs.items()}
    give_weights(loaded.weights, ImportedWeights(Path(imported)), person, weights, specs)


def fit(loaded: Loaded, imported: str, person: Person, weights: str, spec: SpecJson) -> WeightsFit:
    with loaded.uploads.read_by(person):
        checked = parsed(loaded.catalogue, spec)
        _, left = fitting(ImportedWeights(Path(imported)), person, weights, [checked])
    return WeightsFit(left=left or None)
