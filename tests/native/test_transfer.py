"""Transfer: the core takes the steps where all of the network learns."""

import pytest

from models.events import State
from models.native.library import core
from models.training.loop import train
from tests.models.test_transfer import transfer


@pytest.mark.usefixtures("mnist")
def test_the_core_takes_the_steps_where_all_learns_and_pytorch_where_layers_are_frozen() -> None:
    native = core()
    assert native is not None
    engines = {}
    for start in ("frozen", "fine-tuned", "from scratch"):
        states = (one for one in train(transfer(start=start)) if isinstance(one, State))
        engines[start] = next(states).versions["engine"]
    assert engines == {"frozen": "torch", "fine-tuned": native.engine, "from scratch": native.engine}
