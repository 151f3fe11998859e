"""Pictures made again: what goes in, what is left out, how it is scored, and networks with a code in their middle."""

import base64
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch import Tensor

from models.commands import Change
from models.events import Points
from models.images.again import Again, noisy, with_hole
from models.images.odd_one import error_counts, told_apart
from models.layers.coding import Code
from models.spec.kinds import Batch
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.training.inbox import QueueInbox
from models.training.loop import Snapshot, train
from tests.rows import rows
from tests.specs import smallest, spec


def again(**settings: Any) -> Again:
    task = spec("digits_again/autoencoder", examples=200, validation=100, **settings).task
    assert isinstance(task, Again)
    return task


def first(task: Again) -> Batch:
    return next(batches(task, task.splits(generator(0, "data")).validation, 10))


def test_noise_and_a_hidden_square_are_in_what_goes_in_and_not_in_what_has_to_come_out(mnist: None) -> None:
    same, under_noise, hidden = (first(again(disturbance=one)) for one in ("none", "noise", "hidden part"))
    assert torch.equal(same.inputs, same.targets)
    for one in (under_noise, hidden):
        assert torch.equal(one.targets, same.targets)
        assert not torch.equal(one.inputs, one.targets)
        assert one.inputs.min() >= 0
        assert one.inputs.max() <= 1


def test_a_hidden_square_is_grey_as_wide_as_it_says_and_in_all_colours() -> None:
    images = torch.rand(50, 3, 20, 16, generator=generator(0, "data"))
    seen = with_hole(images, 7, generator(1, "noise"))
    changed = seen != images
    assert (changed.flatten(2).sum(2) == 49).all()
    assert (seen[changed] == 0.5).all()
    corners = changed[:, 0].flatten(1).int().argmax(1)
    assert len(set(corners.tolist())) > 20
    assert (with_hole(images, 24, generator(1, "noise")) == 0.5).flatten(2).sum(2).max() == 16 * 16


def test_noise_is_as_strong_as_it_says() -> None:
    grey = torch.full((20, 1, 50, 50), 0.5)
    assert float((noisy(grey, 0.1, generator(0, "noise")) - 0.5).std()) == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize(("names", "settings"), [("digits_again", {"odd": "3"}), ("pictures_again", {"odd": 2})])
def test_a_class_that_is_left_out_is_in_no_picture_that_is_learnt_from(
    names: str, settings: dict[str, Any], mnist: None
) -> None:
    task = replace(smallest(names, "autoencoder")).task
    task = type(task).model_validate({**task.model_dump(), **settings})
    assert isinstance(task, Again)
    splits = task.splits(generator(0, "data"))
    assert (len(splits.train), len(splits.validation), len(splits.test)) == task.counts()
    odd = task.odd_class()
    assert odd not in splits.train["labels"]
    assert odd in splits.validation["labels"]
    assert odd in splits.test["labels"]
    assert "odd" in task.measured()


def test_how_well_errors_tell_the_odd_one_is_the_share_of_pairs_in_the_right_order() -> None:
    errors = torch.rand(300, generator=generator(3, "data")) * 0.1
    odd = torch.rand(300, generator=generator(4, "data")) < 0.2
    errors[odd] += 0.02
    pairs = errors[odd].unsqueeze(1) - errors[~odd].unsqueeze(0)
    share = float((pairs > 0).double().mean() + 0.5 * (pairs == 0).double().mean())
    halves = error_counts(errors[:100], odd[:100]) + error_counts(errors[100:], odd[100:])
    assert told_apart(halves) == pytest.approx(share, abs=0.003)
    assert told_apart(error_counts(torch.ones(4), torch.tensor([True, False, True, False]))) == 0.5


def test_the_mean_picture_is_the_rival(mnist: None) -> None:
    task = again()
    splits = task.splits(generator(0, "data"))
    mean = task.pixels(splits.train["images"]).mean(0)
    wrong = (task.pixels(splits.validation["images"]) - mean).square().mean().sqrt()
    assert task.baseline(splits)["error"] == pytest.approx(float(wrong), rel=1e-4)


def test_a_drawing_is_put_in_as_pictures_are_and_is_its_own_target(mnist: None) -> None:
    task = again(disturbance="noise")
    ink = base64.b64encode(bytes([255] * 392 + [0] * 392)).decode()
    posed = task.as_fed(task.pose(ink), task.splits(generator(0, "data")).train)
    assert posed.targets.sum() == 392
    assert not torch.equal(posed.inputs, posed.targets)


def test_the_divergence_of_a_cloud_is_that_of_two_normals() -> None:
    log_variance = torch.tensor([[0.3, -2.0, 0.0]])
    code = Code(torch.tensor([[0.5, -1.0, 0.0]]), log_variance)
    own = torch.distributions.Normal(code.mean, (0.5 * log_variance).exp())
    apart = torch.distributions.kl_divergence(own, torch.distributions.Normal(torch.zeros(3), torch.ones(3)))
    assert torch.allclose(code.divergence(), apart, atol=1e-6)


def values(points: list[Points], name: str) -> list[float]:
    return [float(one.columns[name][0] or 0) for one in points if one.clock == "epoch" and name in one.columns]


def test_both_parts_add_up_to_the_bound_and_beta_weighs_one_of_them_while_it_runs(mnist: None) -> None:
    chosen = smallest("digits_again", "vae", epochs=3)
    inbox = QueueInbox()
    inbox.put(Change(setting="/architecture/beta", value=4.0))
    told = [one for one in train(chosen, inbox) if isinstance(one, Points)]
    found = {name: values(told, f"validation/{name}") for name in ("loss", "elbo", "reconstruction", "divergence")}
    for loss, bound, lost, apart in zip(*found.values(), strict=True):
        assert bound == pytest.approx(-(lost + apart), rel=1e-5)
        if loss != pytest.approx(-bound, rel=1e-6):
            assert loss == pytest.approx(lost + 4 * apart, rel=1e-4)
    assert found["loss"][-1] > -found["elbo"][-1]


def test_a_variational_autoencoder_begins_with_the_weights_of_an_autoencoder_of_its_seed(mnist: None) -> None:
    shapes = again().shapes()
    point, cloud = (
        spec(f"digits_again/{name}").architecture.build(shapes, generator(5, "weights")).state_dict()
        for name in ("autoencoder", "vae")
    )
    shared = point.keys() & cloud.keys()
    assert {name for name in cloud if name not in shared} == {"log_variance.weight", "log_variance.bias"}
    assert all(torch.equal(point[name], cloud[name]) for name in shared)


@pytest.mark.parametrize("body", ["dense", "convolutional"])
@pytest.mark.parametrize("architecture", ["autoencoder", "vae"])
def test_pictures_of_odd_sizes_come_back_as_large_as_they_were(architecture: str, body: str) -> None:
    for side, colour in ((17, "grey"), (30, "colour"), (28, "grey")):
        chosen = spec(f"pictures_again/{architecture}", task={"side": side, "colour": colour}, body=body, filters=2)
        network = chosen.architecture.build(chosen.task.shapes(), generator(0, "weights"))
        images = torch.rand(2, *chosen.task.shapes().inputs)
        assert network(Batch(images, images)).shape == images.shape


def gradients(sparsity: float, training: bool) -> tuple[Tensor, Tensor]:
    chosen = spec("digits_again/autoencoder", sparsity=sparsity, codes=3, hidden=(8,))
    network = chosen.architecture.build(again().shapes(), generator(0, "weights")).train(training)
    images = torch.rand(5, 1, 28, 28, generator=generator(0, "data"))
    codes = network.encode(images).mean  # type: ignore[operator]
    codes.sum().backward()
    return codes.detach(), network.code.bias.grad  # type: ignore[union-attr,return-value]


def test_a_charge_on_the_code_is_the_slope_of_its_size_and_no_part_of_what_is_drawn(mnist: None) -> None:
    plain, slope = gradients(0.0, True)
    charged, with_charge = gradients(0.784, True)
    assert torch.equal(plain, charged)
    assert torch.allclose(with_charge - slope, 0.001 * plain.sign().mean(0), atol=1e-6)
    assert torch.equal(gradients(0.784, False)[1], slope)


def test_a_run_of_clouds_goes_on_bit_for_bit_from_a_pause(mnist: None) -> None:
    chosen = smallest("digits_again", "vae", epochs=2)
    whole = [one for one in train(chosen) if isinstance(one, Points)]
    kept = [one for one in train(chosen) if isinstance(one, Snapshot)]
    middle = next(one for one in kept if 0 < one.step < chosen.steps)
    assert middle.step == 10
    saved = None
    for one in train(chosen):
        if isinstance(one, Snapshot) and one.step == middle.step:
            saved = one.everything()
            break
    rest = [one for one in train(chosen, start=saved) if isinstance(one, Points)]
    assert rows(rest)[-1] == rows(whole)[-1]


def test_the_error_of_a_lost_network_is_not_a_number_and_ends_no_program(mnist: None) -> None:
    chosen = smallest("digits_again", "vae", optimizer="sgd", learning_rate=10.0, epochs=3)
    told = list(train(chosen))
    assert told
    assert any(isinstance(one, Points) for one in told)
