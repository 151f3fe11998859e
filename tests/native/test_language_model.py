"""The language model by the core beside the same in float64: embeddings, states at the places of a text, dropout."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
import torch

from models.architectures.language_model import LanguageModel
from models.layers.dropout import draw_from
from models.native.building import Unsupported
from models.native.library import Core
from models.spec.kinds import Alphabet, Shapes
from tests.native.comparison import assert_close, batch_for, by_core, by_torch, program_of

LETTERS = Alphabet(tuple("abcdefghijk"))
SHAPES = Shapes((7,), (7,), source=LETTERS, target=LETTERS)


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"])
@pytest.mark.parametrize(
    "settings",
    [{"embedding": 5, "hidden": 17, "dropout": 0.4}, {"embedding": 33, "hidden": 3, "layers": 2},
     {"shown": "one-hot", "hidden": 9}, {"embedding": 1, "hidden": 1, "stateful": False}],
    ids=str,
)  # fmt: skip
def test_it_learns_as_in_float64_and_goes_on_at_its_places(core: Core, cell: Any, settings: dict[str, Any]) -> None:
    network = LanguageModel(cell=cell, **settings).network(SHAPES)
    exact = deepcopy(network).double()
    for one in (network, exact):
        draw_from(one, torch.Generator().manual_seed(3))
    exact.get_submodule("symbols").register_forward_hook(lambda module, given, shown: shown.double())
    program = program_of(core, network, (7,), classes=True)
    carried: tuple[torch.Tensor, ...] | None = None
    for streams in ([0, 1, 2], list(range(20)), [4, 2, 30]):
        batch = batch_for((7,), (7,), 11, 11, len(streams))
        batch = replace(batch, continues=carried, more={"stream": torch.tensor(streams)})
        found = by_core(program, batch)
        assert_close(found, by_torch(exact, batch), str(streams))
        carried = found.state or None
    shuffled = batch_for((7,), (7,), 11, 11, 5)
    assert not by_core(program, shuffled).state


def test_a_tied_output_stays_with_pytorch(core: Core) -> None:
    with pytest.raises(Unsupported):
        program_of(core, LanguageModel(tied=True).network(SHAPES), (7,), classes=True)
