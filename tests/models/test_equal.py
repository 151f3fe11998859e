"""Networks of equal size."""

import pytest

from models.catalogue import find
from models.plan.match_parameters import equally_large
from models.plan.plan import parameters
from tests.specs import spec_json

known = find()


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM"])
@pytest.mark.parametrize("wanted", [1, 2_000, 155_148, 10**9])
def test_no_number_of_units_comes_nearer_to_the_wanted_parameters(cell: str, wanted: int) -> None:
    spec = known.parse(spec_json("addition/recurrent", cell=cell))
    found = equally_large(spec.task, spec.architecture, wanted)["hidden"]
    off = {}
    for hidden in (found - 1, found, found + 1):
        if 1 <= hidden <= 512:
            architecture = spec.architecture.model_copy(update={"hidden": hidden})
            off[hidden] = abs(parameters(spec.task, architecture) - wanted)
    assert min(off, key=lambda hidden: off[hidden]) == found


def test_an_architecture_that_cannot_be_made_larger_by_one_number_stays_as_it_is() -> None:
    spec = known.parse(spec_json("digits/mlp"))
    assert equally_large(spec.task, spec.architecture, 1000) == {}
