"""Scenes with sentences, the network that writes them, and what is seen of it."""

import base64
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.architectures.captioner import AttentiveCaptioner, Captioner, CaptionNetwork
from models.images.caption_rules import DIGITS, RELATIONS
from models.images.captioning import attention_hits
from models.images.shapes import SHAPES
from models.layers.decoding import beam_search, greedy
from models.layers.soft_attention import SoftAttention
from models.look.beams import BeamTree
from models.look.captions import Caption
from models.look.pictures import HeatMap, Shares
from models.look.questions import example_question
from models.look.view import look
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.views.attention_map import AttentionMap
from models.views.beam import Beam
from models.views.caption import CaptionView
from models.views.own_scene import OwnScene
from models.views.reads_picture import ReadsPicture
from models.views.uniform import uniform_attention
from tests.specs import spec

SMALL: dict[str, Any] = {"hidden": 6, "embedding": 4, "compared": 4, "blocks": "4k5-bn max4"}


@cache
def splits_of(rule: str) -> Splits:
    """Nothing changes them."""
    return spec("captions/captioner", task={"examples": 200, "rule": rule}).task.splits(generator(0, "data"))


def world(rule: str = "one or where", **settings: Any) -> tuple[Spec, CaptionNetwork, Splits]:
    found = spec("captions/captioner", task={"examples": 200, "rule": rule}, **{**SMALL, **settings})
    network = found.architecture.build(found.task.shapes(), generator(0, "weights"))
    assert isinstance(network, CaptionNetwork)
    with torch.no_grad():  # far from even, so that there is something to see
        for parameter in network.parameters():
            parameter.mul_(2)
    return found, network, splits_of(rule)


def texts(found: Spec, captions: Tensor) -> list[list[str]]:
    alphabet = found.task.shapes().target
    assert alphabet is not None
    return [alphabet.decode(row).split() for row in captions.tolist()]


@pytest.fixture
def made(mnist: None) -> tuple[Spec, CaptionNetwork, Splits]:
    return world()


def batch_of(made: tuple[Spec, CaptionNetwork, Splits]) -> Batch:
    return next(batches(made[0].task, made[2].validation))


def test_a_sentence_says_how_its_things_lie_and_its_words_have_their_boxes(mnist: None) -> None:
    found, _, splits = world("where")
    split = splits.train
    for words, boxes, named in zip(texts(found, split["captions"]), split["boxes"], split["of_things"], strict=True):
        middles = (boxes[:, :2] + boxes[:, 2:]).float() / 2
        along = torch.tensor(RELATIONS[" ".join(words[2:-2])], dtype=torch.float)
        apart = (middles[0] - middles[1]) * along.abs()
        assert (apart * along).sum() > 2 * ((middles[0] - middles[1]) * (1 - along.abs())).abs().sum() - 2
        assert [words[place] for place in (named >= 0).nonzero()] == [words[1], words[-1]]
        assert words[1] in DIGITS
        assert words[-1] in SHAPES
        assert (words[0] == "an") == (words[1] == "eight")


def test_all_ink_lies_in_the_boxes_of_the_things_that_are_named(made: tuple[Spec, CaptionNetwork, Splits]) -> None:
    batch = batch_of(made)
    side = batch.inputs.shape[-1]
    places = torch.arange(side)
    boxes = (batch.more["boxes"] * side).round().long()  # (batch, places, 4)
    left, top, right, bottom = (one[..., None] for one in boxes.unbind(-1))
    across, down = (places >= left) & (places < right), (places >= top) & (places < bottom)
    inside = (down.unsqueeze(-1) & across.unsqueeze(-2)) & batch.more["things"][..., None, None]
    assert not batch.inputs[:, 0][~inside.any(1)].any()
    assert (batch.inputs.amax((1, 2, 3)) > 0.5).all()


def test_pairs_that_are_held_out_are_never_learnt_from_and_those_of_the_test_are_others(mnist: None) -> None:
    found, _, splits = world("two things")
    pairs = []
    for split, unseen in ((splits.train, False), (splits.validation, True), (splits.test, True)):
        written = texts(found, split["captions"][split["unseen"] == unseen])
        pairs.append({(words[1], words[-1]) for words in written})
    assert not any(one & other for place, one in enumerate(pairs) for other in pairs[:place])
    assert [len(one) for one in pairs[1:]] == [6, 6]
    assert {one for pair in pairs[0] for one in pair} == {*DIGITS, *SHAPES}
    assert splits.validation["unseen"].float().mean() == splits.test["unseen"].float().mean() == 0.5
    assert "unseen" not in found.task.model_copy(update={"unseen": 0.0}).measured()


def test_a_hit_is_a_part_that_touches_the_thing() -> None:
    boxes = torch.tensor([[[0.3, 0.0, 0.7, 0.2], [0.0, 0.0, 0.0, 0.0]]])
    hits = []
    for part in range(16):
        alpha = nn.functional.one_hot(torch.tensor([[part, part]]), 16).float()
        batch = Batch(boxes, boxes, more={"boxes": boxes, "things": torch.tensor([[True, False]])})
        hit, count = attention_hits(alpha, (4, 4), batch).tolist()
        assert count == 1
        hits += [part] if hit else []
    assert hits == [1, 2]


def test_soft_attention_is_the_equation_of_the_paper() -> None:
    layer = SoftAttention(hidden=3, units=5, grid=(2, 3))
    h, parts, compared = torch.randn(2, 3), torch.randn(2, 6, 4), torch.randn(2, 6, 5)
    z, alpha = layer(h, parts, compared)
    W_h, v, f = (one.weight.detach().double() for one in (layer.W_h, layer.v, layer.f))
    for row in range(2):
        begun = W_h @ h[row].double() + layer.W_h.bias
        energies = torch.stack([v[0] @ torch.tanh(compared[row, part] + begun) for part in range(6)]).exp()
        shares = energies / energies.sum()
        beta = 1 / (1 + torch.exp(-(f[0] @ h[row].double() + layer.f.bias[0])))
        assert torch.allclose(alpha[row, 0].double(), shares, atol=1e-6)
        assert torch.allclose(z[row].double(), beta * (shares @ parts[row].double()), atol=1e-6)


def test_uneven_looking_costs_what_the_paper_says(made: tuple[Spec, CaptionNetwork, Splits]) -> None:
    found, network, splits = made
    batch = found.task.batch(splits.train, torch.arange(8), generator(0, "noise"), training=True)
    losses = []
    for network.evenly in (0.0, 0.5):
        (objective,) = found.architecture.objectives(network, batch, found.task, generator(0, "noise"))
        losses.append(objective.loss)
    _, alpha = network.written(batch)
    assert alpha is not None
    assert batch.mask is not None
    looked = [alpha[row, : int(batch.mask[row].sum())].sum(0) for row in range(8)]
    cost = torch.stack([((1 - one) ** 2).sum() for one in looked]).mean()
    assert torch.allclose(losses[1] - losses[0], 0.5 * cost, rtol=1e-4)


@pytest.mark.parametrize("attention", ["soft", "none"])
def test_alone_it_writes_as_step_by_step_and_while_learning_it_is_told_the_words_before(
    attention: str, mnist: None
) -> None:
    found, network, splits = world(attention=attention)
    batch = next(batches(found.task, splits.validation.rows(0, 40)))
    with torch.no_grad():
        network.eval()
        assert torch.equal(network(batch).argmax(-1), greedy(network, batch))
        network.train()
        first = network(batch)
        changed = batch.targets.clone()
        changed[:, 2:] = 0
        second = network(replace(batch, targets=changed))
    assert torch.allclose(first[:, :3], second[:, :3], atol=1e-5)
    assert not torch.allclose(first[:, 3:], second[:, 3:], atol=1e-3)


def test_the_mean_of_all_parts_is_there_before_the_first_word_only_where_it_takes_a_glance(mnist: None) -> None:
    for glance in (False, True):
        found, network, splits = world(glance=glance)
        assert isinstance(network, AttentiveCaptioner)
        with torch.no_grad():
            h, *_ = network.start(next(batches(found.task, splits.validation)))
        assert bool(h.any()) == glance


def test_the_view_shows_the_greedy_caption_with_the_masks_of_its_words(
    made: tuple[Spec, CaptionNetwork, Splits],
) -> None:
    found, network, splits = made
    picture = look(CaptionView(), network, found, splits, "\nexample=3")
    assert isinstance(picture, Caption)
    asked = example_question(splits, "validation", 2)
    again = look(CaptionView(), network, found, splits, asked)
    assert isinstance(again, Caption)
    assert (again.words, again.knobs) == (picture.words, [])
    (batch,) = batches(found.task, splits.validation.rows(2, 3))
    alphabet = found.task.shapes().target
    assert alphabet is not None
    with torch.no_grad():
        network.eval()
        beam = beam_search(network, batch, 3, alphabet.symbols.index(alphabet.end))
        _, alpha = network.written(batch)
    assert alpha is not None
    assert picture.texts[1].text == alphabet.decode(beam.symbols[0, 0].tolist())
    assert picture.texts[1].score >= picture.texts[0].score - 1e-5
    looks = torch.frombuffer(bytearray(base64.b64decode(picture.looks)), dtype=torch.uint8).view(-1, 2).long()
    masks = (looks[:, 0] + 256 * looks[:, 1]).view(len(picture.words), -1) / 65535
    for place, word in enumerate(picture.words):
        assert torch.allclose(masks[place] * word.most, alpha[0, place], atol=1e-4)
        assert (word.thing is not None) == bool(batch.more["things"][0, place])
    with pytest.raises(ValueError, match="Ask as in example=1"):
        look(CaptionView(), network, found, splits, "\nexample=0")


def test_the_map_of_attention_begins_with_the_held_out_picture_that_the_caption_begins_with(
    made: tuple[Spec, CaptionNetwork, Splits],
) -> None:
    found, network, splits = made
    picture = look(AttentionMap(), network, found, splits, "")
    caption = look(CaptionView(), network, found, splits, "")
    assert isinstance(picture, HeatMap)
    assert isinstance(caption, Caption)
    assert picture.asked == caption.asked


def test_ones_own_drawing_gets_a_caption_of_which_nobody_knows_whether_it_is_right(
    made: tuple[Spec, CaptionNetwork, Splits],
) -> None:
    found, network, splits = made
    drawn = base64.b64encode(bytes(40 * 40)).decode()
    picture = look(CaptionView(), network, found, splits, drawn)
    assert isinstance(picture, Caption)
    assert {word.right for word in picture.words} == {None} == {word.hit for word in picture.words}
    tree = look(Beam(), network, found, splits, drawn)
    assert isinstance(tree, BeamTree)
    assert (tree.asked is not None, tree.grid) == (True, network.grid)
    assert len(base64.b64decode(tree.looks)) == len(tree.nodes) * network.grid[0] * network.grid[1]


def test_a_network_that_does_not_look_is_found_out(made: tuple[Spec, CaptionNetwork, Splits]) -> None:
    found, network, splits = made
    with torch.no_grad():
        for parameter in network.encoder.parameters():
            parameter.zero_()
    picture = look(ReadsPicture(), network, found, splits, "")
    assert isinstance(picture, Shares)
    assert all(len({(one.right, one.of) for one in group}) == 1 for group in picture.groups)


def test_made_to_look_everywhere_alike_it_does(made: tuple[Spec, CaptionNetwork, Splits]) -> None:
    _, network, _ = made
    batch = batch_of(made)
    with torch.no_grad(), uniform_attention(network):
        _, alpha = network.written(batch)
    assert alpha is not None
    assert torch.allclose(alpha, torch.full_like(alpha, 1 / alpha.shape[-1]))


def test_blocks_that_leave_no_map_are_refused(mnist: None) -> None:
    task = spec("captions/captioner").task
    for blocks, why in (("16k5 dense8", "leaves no map"), ("16k5 max8 9k5", "nothing is left of a picture")):
        refused = Captioner(blocks=blocks).fits(task.kind, task.shapes())
        assert refused is not None
        assert why in refused


def test_a_scene_of_ones_own_has_its_things_where_they_were_put_and_the_caption_that_the_rule_gives(
    made: tuple[Spec, CaptionNetwork, Splits],
) -> None:
    found, network, splits = made
    expected = {
        "": "a seven above a square",
        "digit=3&digit_down=32&shape=4&shape_down=8": "a three below a star",
        "digit=8&digit_across=8&digit_down=20&shape_across=30&shape_down=22": "an eight left of a square",
        "digit=10&shape=5": "a moon",
        "digit=10&shape=6": "",
    }
    for part, caption in expected.items():
        picture = look(OwnScene(), network, found, splits, part)
        assert isinstance(picture, Caption)
        assert picture.expected == caption
        assert (picture.words[0].right is None) == (caption == "")
    right = look(OwnScene(), network, found, splits, "digit=3&digit_across=10&digit_down=30&shape_across=30")
    assert isinstance(right, Caption)
    boxes = [word.thing for word in right.words if word.thing]
    for box, middle in zip(boxes, ((10, 30), (30, 29)), strict=False):
        assert abs(box.left + box.width / 2 - middle[0]) <= 1
        assert abs(box.top + box.height / 2 - middle[1]) <= 1
    for part in ("digit=11", "colour=1", "digit"):
        with pytest.raises(ValueError, match="Ask as in digit=7"):
            look(OwnScene(), network, found, splits, part)
