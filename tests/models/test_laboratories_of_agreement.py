"""Laboratories of routing by agreement and of shared weights, against closed forms and torch."""

import math
from base64 import b64decode

import pytest
import torch
from torch import nn

from models.laboratories.routing import AgreementLaboratory
from models.laboratories.shared_weights import SharedWeights, swapped
from models.layers.capsules import squash
from models.look.votes import matrices, pose, routed, turned


def test_both_parts_of_a_boat_vote_for_the_same_boat_however_it_is_turned() -> None:
    for turn in (0.0, 40.0, -135.0):
        laboratory = AgreementLaboratory(turn=turn)
        votes = torch.einsum("pu,pwuv->pwv", laboratory.poses(), matrices())  # (parts, wholes, 4)
        whole = pose(*turned((0.0, 0.0, 0.0), turn))
        assert torch.allclose(votes[:, 1], whole.expand(2, 4), atol=1e-12)
        assert (votes[0, 0] - votes[1, 0]).norm() > 0.5


def test_a_vote_finds_its_whole_wherever_that_is() -> None:
    """A boat in (0.3, -0.2), turned by 25 degrees, from its sail alone."""
    angle, radians = 25.0, math.radians(25.0)
    sail = pose(angle, 0.3 - 0.65 * math.sin(radians), -0.2 + 0.65 * math.cos(radians))
    assert torch.allclose(sail @ matrices()[0, 1], pose(angle, 0.3, -0.2), atol=1e-12)


def test_couplings_begin_even_and_go_where_votes_agree_as_the_paper_writes_it() -> None:
    poses, loudness = AgreementLaboratory().poses(), 3.0
    steps = routed(poses, 3, loudness)
    votes = loudness * torch.einsum("pu,pwuv->pwv", poses, matrices())
    logits = torch.zeros(2, 2, dtype=torch.float64)
    for step in steps:
        couplings = logits.softmax(1)
        assert torch.allclose(step.couplings[0], couplings, atol=1e-12)
        found = squash((couplings.unsqueeze(2) * votes).sum(0))  # (wholes, 4)
        logits = logits + (votes * found).sum(2)
    assert bool((steps[-1].couplings[0, :, 1] > 0.7).all())


def test_what_is_turned_is_routed_the_same() -> None:
    first, other = (routed(AgreementLaboratory(turn=turn).poses(), 4, 3.0)[-1] for turn in (0.0, 70.0))
    assert torch.allclose(first.couplings, other.couplings, atol=1e-12)


@pytest.mark.parametrize(("scene", "first"), [("a boat", "boat"), ("a house", "house")])
def test_it_says_what_it_is_in_a_sentence(scene: str, first: str) -> None:
    laboratory = AgreementLaboratory.model_validate({"scene": scene})
    said = laboratory.outcome(routed(laboratory.poses(), 3, 3.0))
    assert f": {first}. The triangle sends 8" in said


def test_one_layer_at_all_places_has_the_1548_weights_of_the_textbook() -> None:
    laboratory = SharedWeights()
    assert laboratory.weights == 1548 == sum(one.numel() for one in nn.Linear(128, 12).parameters())
    assert [str(bar.words) for bar in laboratory.bill().bars] == ["1,548", "4,644", "13,860"]
    assert sum(one.numel() for one in nn.Linear(384, 36).parameters()) == 13_860


def test_shared_weights_are_a_convolution_of_kernel_1_and_know_no_place() -> None:
    laboratory = SharedWeights(places=4)
    states, layer = laboratory.numbers()
    along = nn.functional.conv1d(states.T[None], layer.weight.unsqueeze(2), layer.bias)[0].T
    before, after = laboratory.exchanged()
    assert torch.allclose(before, along, atol=1e-5)
    assert torch.equal(swapped(after), before)


def test_flattened_places_have_weights_of_their_own_and_repeated_ones_are_alike() -> None:
    before, after = SharedWeights(way="flatten").exchanged()
    assert (swapped(after) - before).abs().max() > 0.1
    states, _ = SharedWeights(way="RepeatVector").numbers()
    assert torch.equal(states[0], states[2])


def test_the_boat_that_a_sail_votes_for_is_drawn_where_the_sail_is() -> None:
    laboratory = AgreementLaboratory(turn=30.0)
    seen, _, boats = laboratory.planes(routed(laboratory.poses(), 3, 3.0)).planes
    drawn = [torch.frombuffer(bytearray(b64decode(one.points.values)), dtype=torch.float32) for one in boats.outlines]
    parts = [torch.frombuffer(bytearray(b64decode(one.points.values)), dtype=torch.float32) for one in seen.outlines]
    assert torch.allclose(drawn[0], parts[0], atol=1e-5)  # the sail of the boat of the sail
    assert torch.allclose(drawn[4], parts[1], atol=1e-5)  # the hull of the boat of the hull
    assert torch.allclose(drawn[0], drawn[3], atol=1e-5)  # and both boats are the same
