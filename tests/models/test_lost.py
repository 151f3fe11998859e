"""A loss that is no number any more is traced to the head, and the step of a sequence, where that began."""

from typing import Any

import torch
from torch import Tensor

from models.architectures.ntm import SHIFTS
from models.events import Notice, RunState, State
from models.layers.lost_heads import lost_head
from models.training.checkpoints import Saved
from models.training.loop import train
from tests.specs import FOUND


def trained(name: str, engine: str, change: float) -> tuple[list[Notice], State]:
    """Of a run that begins with one weight changed: how strongly a head sharpens."""
    spec = FOUND.parse(
        {
            "task": {"name": "tape", "bits": 2, "longest": 3, "examples": 100},
            "architecture": {"name": "ntm", "hidden": 8, "slots": 5, "width": 3, "heads": 2},
            "training": {"batch_size": 20, "epochs": 1, "engine": engine},
        }
    )
    torch.manual_seed(0)
    weights = spec.architecture.network(spec.task.shapes()).state_dict()
    weights[f"{name}.speak.bias"][3 + 1 + 1 + SHIFTS] = change
    events: list[Any] = list(train(spec, start=Saved(weights)))
    return [one for one in events if isinstance(one, Notice) and one.code == "diverged"], events[-1]


def test_the_notice_names_the_head_and_the_step_whichever_engine_takes_the_steps() -> None:
    for engine in ("auto", "torch"):
        notices, last = trained("write2", engine, 1e5)
        assert len(notices) == 1
        assert "Writing head 2 has no place any more at step 1 of a sequence" in notices[0].text
        assert last.state is RunState.STOPPED


def test_a_slope_that_is_no_number_is_traced_too() -> None:
    spec = FOUND.parse({"task": {"name": "tape", "longest": 3}, "architecture": {"name": "ntm", "slots": 5}})
    network = spec.architecture.network(spec.task.shapes())
    places: list[Tensor] = []
    network.get_submodule("read1").register_forward_hook(lambda module, args, output: places.append(output[1]))

    def loss() -> Tensor:
        places.clear()
        network(spec.task.longest_examples(2))
        return (places[4] * 0).sqrt().sum()  # the root has no slope at 0

    assert lost_head(network, loss) == (
        "On the way back the slope of Reading head is no number at step 5 of a sequence."
    )
    assert lost_head(network, lambda: network(spec.task.longest_examples(2)).sum()) == ""


def test_nothing_is_said_where_all_are_numbers() -> None:
    notices, last = trained("write2", "auto", 1.0)
    assert (notices, last.state) == ([], RunState.FINISHED)
