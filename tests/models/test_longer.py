"""Longer sums are asked of the same weights, and offered only where none of them belongs to a place."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.look.pictures import Shares
from models.look.view import look
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Shapes
from models.tasks.addition import ALPHABET, Addition
from models.views.longer import rebuilt
from tests.models.test_inside import made
from tests.specs import FOUND

LONGER = FOUND.views["longer"]


def test_the_counts_are_those_of_asking_the_sums_one_by_one() -> None:
    spec, network, splits = made("addition", "recurrent")
    picture = look(LONGER, network, spec, splits, "")
    assert isinstance(picture, Shares)
    answers, symbols = ([(share.label, share.right, share.of) for share in group] for group in picture.groups)
    assert [(label, of) for label, _, of in answers] == [("1 digit", 3), ("2 digits", 200), ("3 digits", 200)]
    task = Addition(digits=1, examples=55).longer(2)
    asked = task.longest_examples(200)
    questions, wanted = asked.inputs, asked.targets
    assert all(len(part) == 3 for row in questions.tolist() for part in ALPHABET.decode(row).split("+"))
    network.places = 4  # type: ignore[assignment]
    said = [network(Batch(one.unsqueeze(0), torch.zeros(1))).argmax(-1)[0] for one in questions]
    assert symbols[2] == ("3 digits", sum(int((a == b).sum()) for a, b in zip(said, wanted, strict=True)), 800)
    assert answers[2][1] == sum(torch.equal(a, b) for a, b in zip(said, wanted, strict=True))


@pytest.mark.parametrize("settings", [{"cell": "LSTM", "bidirectional": True}, {"flavour": "tfjs"}], ids=str)
def test_a_network_built_for_longer_sums_reads_the_old_ones_as_before(settings: dict[str, Any]) -> None:
    task = Addition(digits=2)
    architecture = FOUND.architectures["recurrent"].model_validate({"hidden": 4, **settings})
    network = architecture.network(task.shapes()).eval()
    again = rebuilt(network, architecture, task.longer(1).shapes())
    batch = task.pose("12+34")
    torch.testing.assert_close(again(batch)[:, :3], network(batch))


class Placed(Architecture):
    """A network with weights for each place of the question."""

    def fits(self, kind: object, shapes: Shapes) -> str | None:
        return None

    def network(self, shapes: Shapes) -> nn.Module:
        return nn.Linear(shapes.inputs[0], 3)


class Reader(Placed):
    """A network with the same weights for all places."""

    def network(self, shapes: Shapes) -> nn.Module:
        return nn.GRU(12, 3)


def test_networks_that_are_tied_to_a_length_are_not_asked() -> None:
    assert LONGER.offered(Addition(), Reader())
    assert not LONGER.offered(Addition(), Placed())


def test_every_sum_is_drawn_for_the_length_that_is_said() -> None:
    lengths: list[Tensor] = [
        Addition(digits=digits, examples=50).longer(1).longest_examples(200).inputs for digits in (1, 5)
    ]
    assert [one.shape for one in lengths] == [(200, 5), (200, 13)]
