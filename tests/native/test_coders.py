"""Dense autoencoders by the core beside PyTorch's: the same numbers within its tolerances."""

from typing import Any

import pytest

from models.commands import Change
from models.engine_names import TORCH
from models.events import Points, State
from models.training.inbox import QueueInbox
from models.training.loop import train
from tests.specs import spec

SMALL: dict[str, Any] = {"hidden": (24, 7), "learning_rate": 0.003, "batch_size": 20, "epochs": 4}


def trained(engine: str, inbox: QueueInbox | None = None, **settings: Any) -> tuple[str, list[float]]:
    """Which engine it was, and the losses and errors of each epoch."""
    outputs = list(train(spec("pictures_again/autoencoder", engine=engine, **(SMALL | settings)), inbox, device="cpu"))
    points = [one for one in outputs if isinstance(one, Points) and one.clock == "epoch"]
    names = ("train/loss", "train/error", "validation/loss", "validation/error")
    found = [float(one.columns[name][0] or 0) for one in points for name in names if name in one.columns]
    return next(one.versions["engine"] for one in outputs if isinstance(one, State) and one.versions), found


@pytest.mark.parametrize(
    "settings",
    [{}, {"code_activation": "sigmoid", "activation": "tanh", "task": {"colour": "colour", "disturbance": "noise"}}],
    ids=str,
)
def test_an_autoencoder_learns_by_the_core_as_by_pytorch(settings: dict[str, Any]) -> None:
    (engine, ours), (_, plain) = trained("auto", **settings), trained("torch", **settings)
    assert engine != TORCH
    assert ours == pytest.approx(plain, rel=1e-4)


@pytest.mark.parametrize("settings", [{"loss": "binary cross-entropy"}, {"body": "convolutional"}, {"sparsity": 0.01}])
def test_what_the_core_has_not_is_left_to_pytorch(settings: dict[str, Any]) -> None:
    assert trained("auto", **settings)[0] == TORCH


def test_a_charge_that_is_set_in_a_run_is_taken_by_pytorch_from_there_on() -> None:
    def changed(engine: str) -> list[float]:
        inbox = QueueInbox()
        inbox.put(Change(setting="/architecture/sparsity", value=0.5))
        return trained(engine, inbox)[1]

    assert changed("auto") == pytest.approx(changed("torch"), rel=1e-4)
    assert changed("auto") != pytest.approx(trained("auto")[1], rel=1e-4)
