"""Networks that look at each frame of a clip with the same layers, by the core beside PyTorch in float64."""

import pytest

from models.architectures.cnn_lstm import CnnLstm
from models.native.library import Core
from models.spec.kinds import Shapes
from tests.native.comparison import assert_agrees


@pytest.mark.parametrize("memory", ["LSTM", "GRU", "SimpleRNN", "mean of frames", "last frame"])
def test_frames_are_read_by_shared_layers_and_remembered(core: Core, memory: str) -> None:
    for frames, blocks in ((3, "4k3 max2 5k3-tanh"), (1, "3k3-same avg2 dense7")):
        settings = {"memory": memory, "blocks": blocks, "hidden": 9}
        network = CnnLstm.model_validate(settings).network(Shapes((frames, 2, 9, 8), classes=6))
        assert_agrees(core, network, (frames, 2, 9, 8), classes=6)
