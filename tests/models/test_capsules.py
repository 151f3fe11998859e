"""CapsNet is the published one: its counts, its formulas by an independent computation, and what its views show."""

import base64
from typing import Any, ClassVar

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.layers.capsules import CapsuleDecoder, PrimaryCapsules, RoutedCapsules, lengths, margin_loss, squash
from models.look.routings import CapsuleNumbers, Routing
from models.look.view import look
from models.plan.plan import plan
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Kind, Shapes, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.training import Training
from tests.specs import FOUND, spec

TINY: dict[str, Any] = {"filters": 8, "maps": 2, "decoder_units": (16,), "examples": 50, "validation": 100}


def made(task: str, **settings: Any) -> tuple[Spec, nn.Module, Splits]:
    found = spec(f"{task}/capsnet", **{**TINY, **settings})
    network = found.architecture.build(found.task.shapes(), generator(0, "weights"))
    return found, network, found.task.splits(generator(0, "data"))


@pytest.mark.parametrize(("decoder", "parameters"), [(False, 6_804_224), (True, 8_215_568)])
def test_the_published_network_has_as_many_weights_as_published(decoder: bool, parameters: int) -> None:
    planned = plan(spec("digits/capsnet", size="published", decoder=decoder))
    assert planned.parameters == parameters
    outputs = {layer.name: layer.output for layer in planned.layers}
    assert (outputs["conv1"], outputs["conv2"]) == ([256, 20, 20], [256, 6, 6])
    assert (outputs["primary"], outputs["capsules"]) == ([1152, 8], [10, 16])


def by_hand(votes: np.ndarray[Any, Any], iterations: int) -> np.ndarray[Any, Any]:
    """Procedure 1 of the paper for one example, capsule by capsule: votes (capsules, classes, outputs)."""
    capsules, classes, _ = votes.shape
    b = np.zeros((capsules, classes))
    for _ in range(iterations):
        c = np.exp(b) / np.exp(b).sum(1, keepdims=True)
        s = [sum(c[i, j] * votes[i, j] for i in range(capsules)) for j in range(classes)]
        v = [one * np.linalg.norm(one) / (1 + one @ one) for one in s]
        b += [[votes[i, j] @ v[j] for j in range(classes)] for i in range(capsules)]
    return np.stack(v)


@pytest.mark.parametrize("iterations", [1, 2, 3, 5])
def test_routing_is_that_of_the_paper_done_by_hand(iterations: int) -> None:
    torch.manual_seed(0)
    layer = RoutedCapsules((3, 2, 1), 4, 5, 7, iterations).double()
    read = torch.randn(2, 6, 4, dtype=torch.double)
    weight = layer.weight.detach().view(6, 4, 5, 7)
    votes = torch.einsum("biu,iujo->bijo", read, weight).numpy()
    expected = torch.from_numpy(np.stack([by_hand(one, iterations) for one in votes]))
    torch.testing.assert_close(layer(read).detach(), expected, rtol=1e-6, atol=1e-8)
    torch.testing.assert_close(layer.steps(read)[-1].outputs.detach(), expected, rtol=1e-6, atol=1e-8)


def test_gradients_go_back_through_every_iteration() -> None:
    torch.manual_seed(0)
    layer = RoutedCapsules((2, 1, 2), 3, 4, 5, 3).double()
    read = torch.randn(2, 4, 3, dtype=torch.double, requires_grad=True)
    assert torch.autograd.gradcheck(layer, (read,))
    assert torch.autograd.gradcheck(
        lambda weight: torch.func.functional_call(layer, {"weight": weight}, read), layer.weight
    )


def test_squash_keeps_the_direction_and_has_a_slope_everywhere() -> None:
    sums = torch.tensor([[3.0, 4.0], [0.0, 0.0]], dtype=torch.double, requires_grad=True)
    found = squash(sums)
    torch.testing.assert_close(found[0], torch.tensor([0.6, 0.8], dtype=torch.double) * 25 / 26)
    lengths(found).sum().backward()  # type: ignore[no-untyped-call]
    assert sums.grad is not None
    assert sums.grad.isfinite().all()


def test_the_margin_loss_is_equation_4() -> None:
    found = torch.tensor([[0.8, 0.3, 0.05]])
    wanted = torch.tensor([[True, False, False]])
    expected = (0.9 - 0.8) ** 2 + 0.5 * (0.3 - 0.1) ** 2
    torch.testing.assert_close(margin_loss(found, wanted, 0.9, 0.1, 0.5), torch.tensor(expected))


def test_each_of_two_digits_is_drawn_alone_from_its_own_capsule(mnist: None) -> None:
    found, network, splits = made("scenes", present=0.5, absent=0.5, reconstruction=0.01)
    batch = next(batches(found.task, splits.train))
    capsules = network.capsules_of(batch.inputs)  # type: ignore[operator]
    error = 0.0
    for row, labels in enumerate(batch.more["labels"].tolist()):
        for place, label in enumerate(labels):
            alone = torch.zeros(1, 10, 16)
            alone[0, label] = capsules[row, label]
            drawn = network.decoder(alone)[0]  # type: ignore[operator]
            error += float((drawn - batch.more["parts"][row, place]).square().sum().detach()) / len(batch.inputs)
    (objective,) = found.architecture.objectives(network, batch, found.task, generator(0, "noise"))
    margin = margin_loss(lengths(capsules), batch.targets, 0.5, 0.5, 0.5)
    torch.testing.assert_close(objective.loss, margin + 0.01 * error, rtol=1e-4, atol=1e-5)


def test_the_film_of_routing_ends_in_what_the_network_answers(mnist: None) -> None:
    found, network, splits = made("digits")
    picture = look(FOUND.views["routing"], network, found, splits, "")
    assert isinstance(picture, Routing)
    batch = next(batches(found.task, splits.validation))
    last = torch.frombuffer(bytearray(base64.b64decode(picture.lengths.values)), dtype=torch.int16)
    shown = last.view(3, 10)[-1] / 32767 * picture.lengths.scale
    torch.testing.assert_close(shown, network(batch)[0], rtol=1e-3, atol=1e-3)
    assert picture.agreements.shape == [3, 32, 10]
    assert picture.seen is not None
    assert [(one.start, one.stride, one.size) for one in picture.seen] == [(0, 4, 13)] * 2


def test_a_number_that_is_changed_changes_what_is_drawn_and_nothing_else(mnist: None) -> None:
    found, network, splits = made("digits")
    view = FOUND.views["capsule_numbers"]
    before = look(view, network, found, splits, "")
    assert isinstance(before, CapsuleNumbers)
    after = look(view, network, found, splits, f"\n{before.chosen}?3=0.9&17=1&x=2&4=much")
    assert isinstance(after, CapsuleNumbers)
    moved = [one.name for one, other in zip(before.knobs, after.knobs, strict=True) if one.value != other.value]
    assert moved == ["3"]
    assert after.knobs[2].value == pytest.approx(0.9)
    assert before.drawn.sheet != after.drawn.sheet
    assert before.mark == after.mark


class OwnCapsules(nn.Module):
    """A network that somebody wrote with our layers, under names of their own."""

    scale = "shares"

    def __init__(self) -> None:
        super().__init__()
        self.eyes = nn.Conv2d(1, 8, 9, 6)
        self.small = PrimaryCapsules(2, 4)
        self.large = RoutedCapsules((2, 4, 4), 4, 10, 6, 2)
        self.pen = CapsuleDecoder(10, 6, (5,), (1, 28, 28))

    def forward(self, batch: Batch) -> Tensor:
        return lengths(self.large(self.small(self.eyes(batch.inputs))))


class Own(Architecture):
    title: ClassVar[str] = "Own capsules"
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})

    def network(self, shapes: Shapes) -> nn.Module:
        return OwnCapsules()


def test_a_network_of_capsules_of_one_s_own_gets_the_views_of_capsules(mnist: None) -> None:
    found = Spec(spec("digits/mlp", examples=50).task, Own(), Training())
    views = [FOUND.views[name] for name in ("routing", "capsule_numbers")]
    assert all(view.offered(found.task, found.architecture) for view in views)
    assert not views[0].offered(found.task, FOUND.architectures["mlp"]())
    pictures = [look(view, OwnCapsules(), found, found.task.splits(generator(0, "data")), "") for view in views]
    assert isinstance(pictures[0], Routing)
    assert isinstance(pictures[1], CapsuleNumbers)
