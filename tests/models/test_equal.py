"""Networks of equal size."""

from typing import ClassVar

import pytest
from torch import nn

from models.catalogue import find
from models.plan.match_parameters import capacity, match_parameters
from models.plan.plan import parameters
from models.spec import Architecture, Kind, Shapes, setting
from tests.specs import pairs, smallest, spec_json

known = find()


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM"])
@pytest.mark.parametrize("wanted", [1, 2_000, 155_148, 10**9])
def test_no_number_of_units_comes_nearer_to_the_wanted_parameters(cell: str, wanted: int) -> None:
    spec = known.parse(spec_json("addition/recurrent", cell=cell))
    found = match_parameters(spec.task, spec.architecture, wanted)["hidden"]
    off = {}
    for hidden in (found - 1, found, found + 1):
        if 1 <= hidden <= 512:
            architecture = spec.architecture.model_copy(update={"hidden": hidden})
            off[hidden] = abs(parameters(spec.task, architecture) - wanted)
    assert min(off, key=lambda hidden: off[hidden]) == found


def test_an_architecture_that_cannot_be_made_larger_by_one_number_stays_as_it_is() -> None:
    spec = known.parse(spec_json("digits/mlp"))
    assert match_parameters(spec.task, spec.architecture, 1000) == {}


class Towers(Architecture):
    """What makes it larger has a name of its own, and is told by its role."""

    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_SYMBOLS})
    height: int = setting(1, "Height", "Is no matter.", between=(1, 9))
    towers: int = setting(4, "Towers", "More are more.", between=(1, 90), role="capacity")

    def network(self, shapes: Shapes) -> nn.Module:
        return nn.Linear(9, self.towers)


class OlderTowers(Towers):
    """As version 0.1.0 wrote it."""

    towers: int = setting(4, "Towers", "More are more.", between=(1, 90), capacity=True)


@pytest.mark.parametrize("architecture", [Towers(), OlderTowers()], ids=lambda one: type(one).__name__)
def test_the_setting_that_makes_a_network_larger_may_have_any_name(architecture: Architecture) -> None:
    task = known.tasks["addition"]()
    assert match_parameters(task, architecture, 250) == {"towers": 25}


def test_a_larger_capacity_makes_a_larger_network_wherever_it_is_a_number() -> None:
    counted = {}
    for task_name, name in pairs():
        found = capacity(known.architectures[name])
        if found is not None and name not in counted:
            setting_name, least, most = found
            task, architecture = smallest(task_name, name).task, known.architectures[name]()
            sizes = (architecture.model_copy(update={setting_name: value}) for value in (least, least + 1, most))
            counted[name] = [parameters(task, one) for one in sizes]
    assert len(counted) > 3
    assert {name: sizes for name, sizes in counted.items() if not sizes[0] < sizes[1] < sizes[2]} == {}
