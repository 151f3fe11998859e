"""What is seen of a translator: the tree of its beam, its attention, its answers by length and by search."""

import base64
import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from models.layers.decoding import beam_search
from models.look.beams import BeamTree
from models.look.pictures import HeatMap, Shares
from models.look.view import View, look
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.views.attention_map import AttentionMap
from models.views.beam import Asked, Beam
from models.views.by_length import ByLength
from models.views.searches import Searches
from models.views.uniform import Uniform
from tests.specs import spec

ASKED = "Wednesday, May 3, 2017"


def world(
    architecture: str = "attention", task: str = "translation", **settings: Any
) -> tuple[nn.Module, Spec, Splits]:
    data = {"examples": 60} if task == "translation" else {"longest": 5, "vocabulary": 200}
    one = spec(f"{task}/{architecture}", task=data, hidden=6, **settings)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    with torch.no_grad():  # far from even, so that the search has something to choose
        for parameter in network.parameters():
            parameter.mul_(4)
    return network, one, one.task.splits(generator(0, "data"))


def tree(part: str = "3 0.6", question: str = ASKED, **settings: Any) -> BeamTree:
    network, one, splits = world(**settings)
    picture = look(Beam(), network, one, splits, f"{question}\n{part}")
    assert isinstance(picture, BeamTree)
    return picture


def along(picture: BeamTree, node: int) -> list[int]:
    return [] if node < 0 else [*along(picture, picture.nodes[node].parent), node]


def test_the_best_path_of_the_tree_is_what_the_beam_search_finds_with_its_probabilities() -> None:
    network, one, _ = world()
    picture = tree()
    end = picture.symbols.index("■")
    with torch.no_grad():
        found = beam_search(network.eval(), one.task.pose(ASKED), 3, end, 0.6)  # type: ignore[arg-type]
    written = [picture.nodes[node].symbol for node in picture.best]
    assert written == found.symbols[0, 0, : len(written)].tolist()
    total = sum(math.log(picture.nodes[node].chance) for node in picture.best)
    assert total == pytest.approx(float(found.totals[0, 0]), rel=1e-3)
    assert picture.nodes[picture.best[-1]].score == pytest.approx(float(found.scores[0, 0]), abs=1e-3)
    assert picture.mark.answer == "".join(picture.symbols[one] for one in written).removesuffix("■")
    assert any(node.state == "rejected" for node in picture.nodes)


def test_at_every_place_as_many_texts_go_on_as_the_beam_is_wide() -> None:
    picture = tree("2 0")
    going = [len(along(picture, place)) for place, node in enumerate(picture.nodes) if node.state != "rejected"]
    assert {going.count(length) for length in set(going)} <= {1, 2}
    assert all(picture.nodes[node.parent].state == "in the beam" for node in picture.nodes if node.parent >= 0)


def test_going_on_from_a_rejected_node_begins_every_text_with_it() -> None:
    picture = tree()
    rejected = next(place for place, node in enumerate(picture.nodes) if node.state == "rejected" and node.parent >= 0)
    forced = [picture.nodes[node].symbol for node in along(picture, rejected)]
    again = tree(f"3 0.6 {','.join(map(str, forced))}")
    assert [again.nodes[node].symbol for node in again.best][: len(forced)] == forced
    assert again.forced == forced
    assert again.mark.answer.startswith("".join(again.symbols[one] for one in forced))


@pytest.mark.parametrize("part", ["", "nonsense", "3", "99 0.6", "3 0.6 99999", "3 0.6 a,b"])
def test_what_makes_no_sense_is_as_if_nobody_had_asked(part: str) -> None:
    asked = Asked.of(part, 40)
    assert 1 <= asked.width <= 8
    assert asked.forced == []
    assert tree(part).nodes


def test_each_node_has_the_row_of_attention_with_which_it_was_written() -> None:
    picture = tree()
    rows = np.frombuffer(base64.b64decode(picture.looks), np.uint8).reshape(len(picture.nodes), len(picture.read))
    assert "".join(picture.read) == ASKED
    np.testing.assert_allclose(rows.sum(1) / 255, 1, atol=0.06)
    siblings = [place for place, node in enumerate(picture.nodes) if node.parent == picture.best[0]]
    assert len({rows[place].tobytes() for place in siblings}) == 1


def test_a_network_without_attention_and_words_have_trees_too() -> None:
    assert tree(architecture="seq2seq").looks == ""
    picture = tree(architecture="seq2seq", task="sentences", question="")
    assert picture.joint == " "
    assert Beam().offered(world("seq2seq")[1].task, world("seq2seq")[1].architecture)
    assert not Beam().offered(*parts_of(spec("addition/recurrent")))


def parts_of(one: Spec) -> tuple[Any, Any]:
    return one.task, one.architecture


def test_the_map_of_attention_has_the_entropy_of_each_row_and_one_sentence() -> None:
    network, one, splits = world()
    picture = look(AttentionMap(), network, one, splits, ASKED)
    assert isinstance(picture, HeatMap)
    (panel,), (remark,) = picture.panels, picture.remarks
    rows = np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(len(panel.rows), -1) / 255
    bits = -(rows * np.log2(np.maximum(rows, 1e-9))).sum(1)
    np.testing.assert_allclose([float(note) for note in panel.notes], bits, atol=0.12)
    assert f"{math.log2(len(ASKED)):.4g}" in remark


def test_uniform_attention_looks_everywhere_alike_and_leaves_the_network_as_it_was() -> None:
    network, one, splits = world()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    with torch.no_grad():
        answers = network.eval()(one.task.pose(ASKED))
    picture = look(Uniform(), network, one, splits, "")
    assert isinstance(picture, Shares)
    assert [[share.of for share in group] for group in picture.groups] == [[6, 6], [picture.groups[1][0].of] * 2]
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
    with torch.no_grad():
        assert torch.equal(network.eval()(one.task.pose(ASKED)), answers)
        network.get_submodule("attention").uniform = True  # type: ignore[assignment]
        read, inside = torch.randn(1, 4, 6), torch.tensor([[True, True, True, False]])
        _, weights = network.get_submodule("attention")(torch.randn(1, 2, 6), read, inside)
    torch.testing.assert_close(weights, torch.tensor([[[1 / 3, 1 / 3, 1 / 3, 0.0]] * 2]))
    assert not Uniform().offered(*parts_of(spec("translation/attention", attention="none")))


@pytest.mark.parametrize("task", ["translation", "sentences"])
def test_every_held_out_text_is_counted_once_by_its_length(task: str) -> None:
    network, one, splits = world(task=task)
    picture = look(ByLength(), network, one, splits, "")
    assert isinstance(picture, Shares)
    assert sum(share.of for share in picture.groups[0]) == len(splits.validation)
    assert not ByLength().fits(*parts_of(spec("addition/recurrent")))


@pytest.mark.parametrize("view", [Searches(), ByLength()])
def test_greedy_answers_are_counted_as_the_task_counts_them(view: View) -> None:
    network, one, splits = world()
    expected = one.architecture.measured(network, one.task, splits.validation)["exact"]
    picture = look(view, network, one, splits, "1")
    assert isinstance(picture, Shares)
    known = [share for share in picture.groups[0] if share.of]
    assert sum(share.right for share in known) / sum(share.of for share in known) == pytest.approx(expected)


def test_a_wider_beam_is_measured_when_it_is_asked_for() -> None:
    network, one, splits = world(task="sentences")
    picture = look(Searches(), network, one, splits, "4")
    assert isinstance(picture, Shares)
    assert [(share.name, share.of > 0) for share in picture.groups[0]] == [
        ("1", False), ("2", False), ("4", True), ("8", False),
    ]  # fmt: skip
    assert any("BLEU" in remark for remark in picture.remarks)
