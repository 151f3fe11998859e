"""Whether a stored run can still be used: settings change from version to version, and data may be deleted."""

from models.catalogue import Catalogue
from models.spec.spec import Spec
from models.spec_error import SpecError
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import Run


def usable(catalogue: Catalogue, run: Run) -> Spec:
    """The run's spec as it can be used now. It may read a file of data: call it in a thread. Raises ``Refusal``."""
    return usable_spec(catalogue, run.spec)


def usable_spec(catalogue: Catalogue, spec: SpecJson) -> Spec:
    """The same of a stored spec."""
    try:
        return catalogue.parse(spec)
    except SpecError as error:
        raise Refusal(
            409, titles.NOT_POSSIBLE_ANY_MORE, error.of_saved_run, field=error.pointer, came=error.came
        ) from error
