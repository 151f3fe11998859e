"""Weights that somebody opened: whether they fit, and given to runs that begin with them."""

from base64 import b64encode
from pathlib import Path

from safetensors.torch import save
from torch import Tensor

from models.layers.meta import network_on_meta
from models.layers.own_kernel import with_kernel
from models.look.small_kernels import kernel_of
from models.sentences import text_of
from models.spec.seeds import generator
from server.answers.loaded import Loaded
from server.people.person import Person
from server.runs.given_weights import fitting, give_weights
from server.runs.prepare import parsed
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
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


def of_kernel(loaded: Loaded, person: Person, spec: SpecJson, kernel: str) -> str:
    """A safetensors file, as base64, of the first convolution of a spec's network with ``kernel`` as its first filter.

    Raises ``Refusal``, whose nearest is a spec that can begin with it.
    """
    with loaded.uploads.read_by(person):
        checked = parsed(loaded.catalogue, spec)
        try:
            rows = kernel_of(kernel)
        except ValueError as error:
            raise Refusal(422, titles.MISFIT_WEIGHTS, text_of(error), field="/kernel", came=kernel[:80]) from error
        network = checked.architecture.build(checked.task.shapes(), generator(checked.training.seed, "weights"))
        try:
            return b64encode(save(with_kernel(network, rows))).decode()
        except ValueError as error:
            nearest = _taking(loaded, rows)
            detail = text_of(error)
            raise Refusal(422, titles.MISFIT_WEIGHTS, detail, field="/architecture", nearest=nearest) from error


def _taking(loaded: Loaded, kernel: Tensor) -> SpecJson | None:
    """The spec of the preset whose network can begin with a kernel (height, width): one whose filters are as large, and
    of these the one with the fewest weights; None where there is none.
    """
    found: list[tuple[bool, int, SpecJson]] = []
    for preset in loaded.catalogue.presets:
        spec = loaded.catalogue.parse(preset.spec)
        if spec.task.missing() or spec.architecture.missing():
            continue
        network = network_on_meta(spec.architecture, spec.task.shapes())
        try:
            filters = with_kernel(network, kernel)
        except ValueError:
            continue
        as_large = next(iter(filters.values())).shape[2:] == kernel.shape
        found.append((not as_large, sum(weights.numel() for weights in network.parameters()), spec.to_json()))
    return min(found, key=lambda one: one[:2])[2] if found else None
