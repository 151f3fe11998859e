"""Bags of words by the core beside the same in float64."""

from copy import deepcopy
from typing import Any

import pytest
import torch
from torch import nn

from models.architectures.bag_of_words import BagOfWords
from models.native.library import Core
from models.spec.kinds import Alphabet, Shapes
from tests.native.comparison import ROWS, assert_close, batch_for, by_core, by_torch, program_of


@pytest.mark.parametrize("settings", [{}, {"tells": "whether"}, {"hidden": 5}], ids=str)
def test_counted_words_to_classes(core: Core, settings: dict[str, Any]) -> None:
    words = Shapes((6,), classes=3, source=Alphabet(tuple("abcd "), padding=" "))
    network = BagOfWords(**settings).network(words)
    exact = deepcopy(network).double()
    bag = exact.get_submodule("bag")
    bag.register_forward_hook(lambda module, given, counts: counts.double())
    program = program_of(core, network, (6,), classes=True)
    for rows in ROWS:
        batch = batch_for((6,), (), 5, 3, rows)
        assert_close(by_core(program, batch), by_torch(exact, batch), f"{rows} examples:")


def test_a_symbol_beyond_the_last_is_left_to_pytorch(core: Core) -> None:
    network: nn.Module = BagOfWords().network(Shapes((6,), classes=3, source=Alphabet(tuple("abcd "), padding=" ")))
    program = program_of(core, network, (6,), classes=True)
    assert not program.takes(torch.full((2, 6), 5))
