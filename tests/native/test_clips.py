"""Networks that look at each frame of a clip with the same layers, by the core beside PyTorch in float64."""

import pytest

from models.architectures.cnn_lstm import CnnLstm
from models.architectures.convlstm import Convlstm
from models.native.building import Unsupported
from models.native.library import Core
from models.spec.kinds import Shapes
from tests.native.comparison import assert_agrees


@pytest.mark.parametrize("memory", ["LSTM", "GRU", "SimpleRNN", "mean of frames", "last frame"])
def test_frames_are_read_by_shared_layers_and_remembered(core: Core, memory: str) -> None:
    for frames, blocks in ((3, "4k3 max2 5k3-tanh"), (1, "3k3-same avg2 dense7")):
        settings = {"memory": memory, "blocks": blocks, "hidden": 9}
        network = CnnLstm.model_validate(settings).network(Shapes((frames, 2, 9, 8), classes=6))
        assert_agrees(core, network, (frames, 2, 9, 8), classes=6)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_memory_with_dense_gates_reads_frames_laid_out_flat(core: Core, layers: int) -> None:
    settings = {"gates": "dense", "hidden": 9, "layers": layers, "patch": "2"}
    network = Convlstm.model_validate(settings).network(Shapes((4, 2, 6, 8), classes=5))
    assert_agrees(core, network, (4, 2, 6, 8), classes=5)


def test_gates_that_are_convolutions_are_pytorchs(core: Core) -> None:
    network = Convlstm(patch="2").network(Shapes((3, 1, 8, 8), classes=5))
    with pytest.raises(Unsupported, match="gates that are convolutions"):
        assert_agrees(core, network, (3, 1, 8, 8), classes=5)
