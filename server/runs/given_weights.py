"""Weights that runs begin with and that somebody opened: whether they fit, and stored for each run."""

from torch import Tensor

from models.plan.weights_fit import state_dict_mismatch
from models.sentences import Sentence
from models.spec.spec import Spec
from models.training.checkpoints import Saved
from server.people.person import Person
from server.runs.create import not_copied
from server.schema import titles
from server.schema.refusal import Refusal
from server.weights.imported import ImportedWeights
from server.weights.protocol import NotWritten, WeightStore

WEIGHTS_DO_NOT_FIT = Sentence("weights-do-not-fit", "These weights do not fit: {why}")


def fitting(imported: ImportedWeights, person: Person, weights: str, specs: list[Spec]) -> dict[str, Tensor]:
    """The tensors of an imported file, where they are those of all ``specs``.

    Raises ``Refusal`` with the first layer that differs.
    """
    tensors = imported.read(person, weights)
    for spec in specs:
        if why := state_dict_mismatch(spec, tensors):
            raise Refusal(422, titles.MISFIT_WEIGHTS, WEIGHTS_DO_NOT_FIT(why=why), field="/weights")
    return tensors


def give_weights(
    store: WeightStore, imported: ImportedWeights, person: Person, weights: str, specs: dict[str, Spec]
) -> None:
    """Stores imported weights, which have no past, as step 0 of every run by its id. Raises ``Refusal``."""
    tensors = fitting(imported, person, weights, list(specs.values()))
    try:
        for run in specs:
            store.write(run, 0, Saved(tensors))
    except NotWritten as error:
        for run in specs:
            store.delete_run(run)
        raise not_copied(error) from error
