"""Forger and judge take turns as the algorithm says, stand still when they are told to, and report what they lose."""

import itertools
from typing import Any

import numpy as np
import pytest
import torch

from models.architectures.gan import Adversaries, Gan
from models.events import Notice
from models.spec.kinds import Batch, Shapes
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.tasks.drawing import Drawing
from models.training.divergence import Alarm
from models.training.loop import Snapshot, train
from models.training.trainer import Trainer
from tests.models.test_continuing import same_when_interrupted
from tests.specs import FOUND

SHAPES = Shapes((0,), (1, 28, 28))


def spec(epochs: int = 1, **settings: Any) -> Spec:
    return FOUND.parse(
        {
            "task": {"name": "drawing", "examples": 64},
            "architecture": {"name": "gan", "filters": 4, "noise": 4, **settings},
            "training": {"batch_size": 8, "epochs": epochs},
        }
    )


def real(count: int = 8) -> Batch:
    pictures = torch.rand(count, 1, 28, 28, generator=torch.Generator().manual_seed(1))
    return Batch(torch.zeros(count, 0, dtype=torch.long), pictures)


def halves(network: torch.nn.Module) -> dict[str, torch.Tensor]:
    assert isinstance(network, Adversaries)
    parts = {"forger": network.generator, "judge": network.discriminator}
    return {name: torch.cat([one.detach().flatten() for one in part.parameters()]) for name, part in parts.items()}


def learnt(one: Spec, steps: int) -> list[list[str]]:
    """Who has changed in each step."""
    trainer, found = Trainer(one, torch.device("cpu")), []
    for _ in range(steps):
        before = halves(trainer.network)
        trainer.train_step(real(), one.training)
        after = halves(trainer.network)
        found.append([name for name in before if not torch.equal(before[name], after[name])])
    return found


@pytest.mark.parametrize("design", ["DCGAN", "dense"])
@pytest.mark.parametrize("steps", [1, 3])
def test_the_forger_learns_after_every_k_steps_of_the_judge(steps: int, design: str) -> None:
    both, judge = ["forger", "judge"], ["judge"]
    expected = [both] * 6 if steps == 1 else [judge, judge, both] * 2
    assert learnt(spec(judge_steps=steps, design=design, units=8), 6) == expected


@pytest.mark.parametrize(("frozen", "learns"), [("forger", ["judge"]), ("judge", ["forger"])])
def test_who_stands_still_does_not_change_and_its_loss_is_told_all_the_same(frozen: str, learns: list[str]) -> None:
    one = spec(frozen=frozen)
    assert learnt(one, 2) == [learns, learns]
    trainer = Trainer(one, torch.device("cpu"))
    buffers = {name: buffer.clone() for name, buffer in trainer.network.named_buffers()}
    assert set(trainer.train_step(real(), one.training)) == {"generator", "discriminator"}
    if frozen == "forger":  # nor do its running means: its pictures stay as they are
        assert all(torch.equal(buffer, buffers[name]) for name, buffer in trainer.network.named_buffers())


def test_a_run_goes_on_in_the_middle_of_a_round(mnist: None) -> None:
    same_when_interrupted(spec(epochs=3, judge_steps=3))


def test_the_loss_as_written_is_log_one_minus_d_and_v_is_as_defined(mnist: None) -> None:
    settings = Gan(filters=4, noise=4, smoothing=0.0, forger_loss="as written")
    network = settings.build(SHAPES, generator(0, "weights"))
    assert isinstance(network, Adversaries)
    batch = real()
    losses = {
        one.name: one.loss.item() for one in settings.objectives(network, batch, Drawing(), generator(0, "noise"))
    }
    drawn = network.generator(network.draw(8, generator(0, "noise")))
    d_fake = torch.sigmoid(network.discriminator(drawn)).detach().double().numpy()
    assert losses["generator"] == pytest.approx(np.log(1 - d_fake).mean(), rel=1e-4)
    splits = Drawing(examples=50).splits(generator(0, "data"))
    scores = settings.measured(network, Drawing(), splits.validation)
    network.eval()
    pictures = splits.validation["images"].unsqueeze(1).float() / 255
    d_real = torch.sigmoid(network.discriminator(pictures)).detach().double().numpy()
    drawn = network(Batch(torch.zeros(500, 0, dtype=torch.long), pictures))
    d_fake = torch.sigmoid(network.discriminator(drawn)).detach().double().numpy()
    assert scores["minimax"] == pytest.approx(np.log(d_real).mean() + np.log(1 - d_fake).mean(), rel=1e-4)
    assert scores["d_real"] == pytest.approx(d_real.mean(), rel=1e-4)
    assert scores["minimax"] == pytest.approx(-2 * scores["discriminator"], rel=1e-4)


def test_digits_that_are_lost_are_told_once_and_again_only_after_they_came_back() -> None:
    alarm, told = Alarm(Gan()), []
    for step, covered in enumerate([1.0, 8.0, 6.0, 5.0, 4.0, 8.0, 2.0]):
        alarm.update({"covered": covered})
        told += list(alarm.notices(step, 0.0))
    assert [(one.code, one.step) for one in told] == [("alarm", 3), ("alarm", 6)]
    assert str(told[0].text) == "Mode collapse: the forger draws 5 of ten digits; it has drawn 8 before."


def test_the_alarm_is_an_event_of_the_run_and_its_memory_is_in_the_checkpoint(
    mnist: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    covered = itertools.chain([9.0], itertools.repeat(3.0))
    measured = Gan.measured
    monkeypatch.setattr(Gan, "measured", lambda *given: measured(*given) | {"covered": next(covered)})
    said = list(train(spec()))
    (told,) = [one for one in said if isinstance(one, Notice)]
    assert (told.code, told.step) == ("alarm", 8)
    assert [one.everything().about["memory"] for one in said if isinstance(one, Snapshot)][-1] == {
        "best": 9.0,
        "told": 1.0,
    }


def test_a_batch_of_one_picture_is_learnt_by_dense_players_too() -> None:
    one = spec(design="dense", units=8)
    trainer = Trainer(one, torch.device("cpu"))
    trainer.train_step(real(1), one.training)
    assert all(torch.isfinite(parameter).all() for parameter in trainer.network.parameters())
