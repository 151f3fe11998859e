"""Weights that runs begin with and that somebody opened: whether they fit, and stored for each run."""

from torch import Tensor

from models.layers.meta import network_on_meta
from models.layers.opened_weights import agreement, first
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.spec import Spec
from models.training.checkpoints import Saved
from server.people.person import Person
from server.runs.create import not_copied
from server.schema import titles
from server.schema.refusal import Refusal
from server.weights.imported import ImportedWeights
from server.weights.protocol import NotWritten, WeightStore

NO_LAYER_AGREES = Sentence(
    "no-layer-agrees",
    "No layer of this network has the name and the shape of a layer in the file. Not from it: {left}.",
)


def fitting(
    imported: ImportedWeights, person: Person, weights: str, specs: list[Spec]
) -> tuple[dict[str, Tensor], Text]:
    """The tensors of an imported file, and what of them does not fit the last of ``specs``.

    Raises ``Refusal`` where nothing of them fits one of ``specs``.
    """
    tensors, left = imported.read(person, weights), NO_TEXT
    for spec in specs:
        found = agreement(network_on_meta(spec.architecture, spec.task.shapes()).state_dict(), tensors)
        if not found.layers:
            raise Refusal(422, titles.MISFIT_WEIGHTS, NO_LAYER_AGREES(left=first(found.left)), field="/weights")
        left = found.text
    return tensors, left


def give_weights(
    store: WeightStore, imported: ImportedWeights, person: Person, weights: str, specs: dict[str, Spec]
) -> None:
    """Stores imported weights, which have no past, as step 0 of every run by its id; workers open what fits.

    Raises ``Refusal``.
    """
    tensors, _ = fitting(imported, person, weights, list(specs.values()))
    try:
        for run in specs:
            store.write(run, 0, Saved(tensors))
    except NotWritten as error:
        for run in specs:
            store.delete_run(run)
        raise not_copied(error) from error
