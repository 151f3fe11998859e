"""The measure of drawn pictures is what it says, and each half of the network learns from its own loss."""

import base64
import io
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from models.architectures.gan import Adversaries, Gan
from models.events import Points
from models.look.pictures import ImageGrid
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.tasks.drawing import Drawing
from models.training.loop import Snapshot, train
from models.training.trainer import Trainer
from models.views.samples import Samples
from tests.specs import FOUND

SHAPES = Shapes((0,), (1, 28, 28))


def crowd(pictures: torch.Tensor) -> Batch:
    return Batch(torch.zeros(len(pictures), 0, dtype=torch.long), pictures)


def spec(**training: Any) -> Spec:
    return FOUND.parse(
        {
            "task": {"name": "drawing", "examples": 64},
            "architecture": {"name": "gan", "filters": 4, "noise": 4},
            "training": {"batch_size": 16, "epochs": 1, **training},
        }
    )


def test_the_distance_equals_a_loop_over_all_pairs() -> None:
    torch.manual_seed(0)
    drawn, real = torch.rand(4, 1, 3, 3).double(), torch.rand(5, 1, 3, 3).double()
    x, y = drawn.flatten(1).numpy(), real.flatten(1).numpy()

    def mean(one: Any, other: Any) -> float:
        same = one is other
        pairs = [np.linalg.norm(a - b) for i, a in enumerate(one) for j, b in enumerate(other) if not (same and i == j)]
        return float(np.mean(pairs))

    expected = (2 * mean(x, y) - mean(x, x) - mean(y, y)) / mean(y, y)
    assert Drawing().loss(drawn, crowd(real)).item() == pytest.approx(expected)
    assert Drawing().score(drawn, crowd(real))["variety"][0].item() / 4 == pytest.approx(mean(x, x) / mean(y, y))


def test_equal_crowds_are_at_no_distance_and_one_picture_again_and_again_has_no_variety() -> None:
    torch.manual_seed(0)
    pictures = torch.rand(600, 1, 4, 4)
    task = Drawing()
    assert task.loss(pictures[:300], crowd(pictures[300:])).item() == pytest.approx(0, abs=0.02)
    same = pictures[:1].expand(300, -1, -1, -1)
    assert task.score(same, crowd(pictures))["variety"][0].item() == pytest.approx(0, abs=0.1)
    assert task.loss(same, crowd(pictures)).item() > 0.3


@pytest.mark.parametrize("digit", ["all", "7"])
def test_pictures_to_imitate_are_of_the_digits_asked_for(digit: Any, mnist: None) -> None:
    task = Drawing(digit=digit, examples=100)
    splits = task.splits(generator(0, "data"))
    assert (len(splits.train), len(splits.validation), len(splits.test)) == task.counts()
    batch = task.batch(splits.train, torch.arange(3), torch.Generator(), training=True)
    assert batch.inputs.shape == (3, 0)
    assert batch.targets.shape == (3, 1, 28, 28)
    assert 0 <= batch.targets.min() <= batch.targets.max() <= 1


def test_more_pictures_of_one_digit_than_there_are_are_refused() -> None:
    with pytest.raises(SpecError, match="Of one digit alone there are 4,900") as refused:
        FOUND.parse({"task": {"name": "drawing", "digit": "3", "examples": 20_000}})
    assert refused.value.pointer == "/task/examples"


def test_each_loss_moves_its_own_half_only() -> None:
    one = spec()
    trainer = Trainer(one, torch.device("cpu"))
    network = trainer.network
    assert isinstance(network, Adversaries)
    batch = crowd(torch.rand(8, 1, 28, 28))
    moved = []
    halves = {"generator": network.generator, "discriminator": network.discriminator}

    def weights() -> dict[str, torch.Tensor]:
        return {name: torch.cat([one.detach().flatten() for one in half.parameters()]) for name, half in halves.items()}

    before = weights()
    for objective in one.architecture.objectives(network, batch, one.task, trainer.noise):
        trainer.differentiate(objective)
        trainer.optimizer.step()
        after = weights()
        moved.append([objective.name, *(name for name in halves if not torch.equal(before[name], after[name]))])
        before = after
    assert moved == [["discriminator", "discriminator"], ["generator", "generator"]]


def test_the_losses_are_goodfellows_with_the_forger_hoping_to_be_believed() -> None:
    settings = Gan(filters=4, noise=4, smoothing=0.2)
    network = settings.build(SHAPES, generator(0, "weights"))
    assert isinstance(network, Adversaries)
    real = torch.rand(8, 1, 28, 28)
    losses = {
        one.name: one.loss.item() for one in settings.objectives(network, crowd(real), Drawing(), generator(0, "noise"))
    }
    drawn = network.generator(network.draw(8, generator(0, "noise")))
    d_real, d_fake = (torch.sigmoid(network.discriminator(one)).detach().numpy() for one in (real, drawn))
    truth = -(0.8 * np.log(d_real) + 0.2 * np.log(1 - d_real)).mean() - np.log(1 - d_fake).mean()
    assert losses["discriminator"] == pytest.approx(truth / 2, rel=1e-4)
    assert losses["generator"] == pytest.approx(-np.log(d_fake).mean(), rel=1e-4)


def test_the_noise_is_the_same_at_every_snapshot(mnist: None) -> None:
    one = spec(epochs=2, learning_rate=0.02)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    splits = one.task.splits(generator(0, "data"))
    noises: list[torch.Tensor] = []
    assert isinstance(network, Adversaries)
    network.generator.register_forward_pre_hook(lambda module, given: noises.append(given[0]))
    sheets = []
    for weights in [said.weights().tensors for said in train(one) if isinstance(said, Snapshot)][:3]:
        network.load_state_dict(weights)
        picture = look(Samples(), network, one, splits, "")
        assert isinstance(picture, ImageGrid)
        sheets.append(picture.sheet)
    assert all(torch.equal(noise, noises[0]) for noise in noises)
    assert Image.open(io.BytesIO(base64.b64decode(sheets[0]))).size == (
        28 * 16,
        (28 + 28 + 4) * 4,
    )  # the nearest below each
    assert len(set(sheets)) > 1


def test_its_own_series_are_measured_and_its_objectives_reported(mnist: None) -> None:
    one = spec()
    said = [points for points in train(one) if isinstance(points, Points)]
    measured = {name.removeprefix("validation/") for name in said[0].columns if name.startswith("validation/")}
    assert measured == set(one.series) == set(Gan.series or {})
    batches = next(points for points in said if points.clock == "batch")
    assert {"train/generator", "train/discriminator"} <= batches.columns.keys()


def test_the_plan_shows_both_halves() -> None:
    names = [layer.name for layer in plan(spec()).layers]
    assert names[0] == "generator.dense"
    assert names[-1] == "discriminator.verdict"


def test_odd_pictures_are_refused_in_a_sentence() -> None:
    misfit = Gan().fits(Kind.NOISE_TO_IMAGE, Shapes((0,), (1, 30, 28)))
    assert misfit is not None
    assert "multiples of 4" in misfit
