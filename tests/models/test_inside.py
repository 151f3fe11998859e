"""Views: each fits something, can be drawn wherever it fits, and shows what independent computations find."""

import base64
import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from models.layers.cells import TORCH, Cell, RecurrentLayer
from models.look.arrays import tiled
from models.look.drawn import Mark
from models.look.groups import GROUPS
from models.look.pictures import HeatMap, ImageGrid, Panel, Shares
from models.look.recurrent import as_recurrent_layer
from models.look.view import group_of, look
from models.plan.plan import plan
from models.sentences import Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.tasks.addition import carries
from models.views.ask import Ask
from models.views.gates import Gates
from models.views.plane import principal
from tests import specs
from tests.specs import FOUND, pairs_by_kind, smallest
from tests.wording import untranslated

FITTING = [
    (view, *names)
    for view in FOUND.views
    for names in pairs_by_kind()
    if FOUND.views[view].offered(FOUND.tasks[names[0]](), FOUND.architectures[names[1]]())
]

FEW = 30


def made(task: str, architecture: str) -> tuple[Spec, nn.Module, Splits]:
    spec = smallest(task, architecture)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    return spec, network, spec.task.splits(generator(0, "data"))


@cache
def made_once(task: str, architecture: str) -> tuple[Spec, nn.Module, Splits]:
    """For all that only look, which changes nothing, at a few held-out examples."""
    spec, network, splits = made(task, architecture)
    validation, test = (part.rows(0, FEW) for part in (splits.validation, splits.test))
    return spec, network, replace(splits, validation=validation, test=test)


def asked(spec: Spec) -> str:
    """A question that the task understands."""
    question = spec.task.question()
    if question is None:
        return ""
    height, width = question.size
    return question.example or base64.b64encode(bytes(place % 256 for place in range(height * width))).decode()


@pytest.mark.parametrize(
    "typed", ["47 + 38", "\u00a047\u202f+\u202f38", "\uff14\uff17\uff0b\uff13\uff18", "\u200f\u0664\u0667+\u0663\u0668"]
)
def test_a_question_is_read_as_any_keyboard_types_it(typed: str) -> None:
    spec = specs.spec("addition/recurrent", hidden=4)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    splits = spec.task.splits(generator(0, "data"))
    pictures = [look(FOUND.views["ask"], network, spec, splits, question) for question in (typed, "47+38")]
    assert pictures[0] == pictures[1]


def numbers(panel: Panel) -> np.ndarray[Any, Any]:
    """A panel's values."""
    packed = np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(len(panel.rows), len(panel.columns))
    return (packed.astype(float) - 128) / 127 * panel.scale if panel.signed else packed / 255


def test_every_view_fits_something_and_says_what_it_shows() -> None:
    assert {view for view, *_ in FITTING} == set(FOUND.views)
    assert all(view.text.endswith((".", "?")) and view.title for view in FOUND.views.values())


def test_every_view_stands_in_a_group_and_one_that_names_none_in_the_group_of_what_it_needs() -> None:
    assert {group_of(view) for view in FOUND.views.values()} == set(GROUPS)

    unnamed: dict[str, Any] = {"group": None, "needs": nn.Conv2d}
    declared: list[dict[str, Any]] = [{"needs": None}, {}, {"measures_time": True}]
    assert [group_of(type("Own", (Ask,), unnamed | one)()) for one in declared] == ["answers", "layers", "costs"]
    with pytest.raises(ValueError, match=r"^Lost stands in the group 'elsewhere'; there are answers, looks, layers"):
        type("Lost", (Ask,), {"group": "elsewhere"})


def test_classes_that_have_names_carry_them_to_every_language_and_figures_travel_as_they_are() -> None:
    for task in ("fashion", "cifar10", "emoji", "pictures"):
        names = FOUND.tasks[task]().class_names()
        assert all(isinstance(name, Text) and name.code == f"tasks.{task}.classes.{name}" for name in names)
    named, plain = (Mark(answer=FOUND.tasks[task]().class_names()[3]) for task in ("fashion", "digits"))
    wire = [json.loads(mark.model_dump_json())["answer"] for mark in (named, plain)]
    assert wire == [{"code": "tasks.fashion.classes.dress", "values": {}, "text": "dress"}, "3"]
    assert Mark.model_validate_json(named.model_dump_json()).answer == "dress"


def own_words(spec: Spec) -> frozenset[str]:
    """What a person's data or a language calls its classes and symbols: it is the same on every page."""
    target = spec.task.shapes().target
    names = spec.task.class_names() if spec.task.kind.targets is Form.CLASS else []
    return frozenset([*names, *(target.symbols if target else [])])


@pytest.mark.parametrize("view", ["answers", "mistakes"])
def test_classes_that_a_person_named_are_answers_like_any(view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spec, network, splits = made("pictures", "mlp")
    names = [f"of my own {number}" for number in range(spec.task.shapes().classes)]
    monkeypatch.setattr(type(spec.task), "class_names", lambda self: names)
    picture = look(FOUND.views[view], network, spec, splits, "")
    assert json.loads(picture.model_dump_json())["labels"] == names


@pytest.mark.parametrize("names", FITTING, ids="-".join)
def test_a_view_is_drawn_wherever_it_fits(names: tuple[str, str, str], mnist: None) -> None:
    view, *rest = names
    spec, network, splits = made_once(*rest)
    question = asked(spec) if FOUND.views[view].asks else ""
    picture = look(FOUND.views[view], network, spec, splits, question)
    assert picture.model_dump_json()
    again = look(FOUND.views[view], network, spec, splits, question)
    assert again == picture or FOUND.views[view].measures_time
    assert not untranslated(picture, own_words(spec))
    if isinstance(picture, HeatMap):
        assert picture.panels
        assert all(len(base64.b64decode(one.values)) == len(one.rows) * len(one.columns) for one in picture.panels)


@pytest.mark.parametrize("task", ["digits", "pictures"])
@pytest.mark.parametrize("nonsense", ["47+38", "\N{CJK UNIFIED IDEOGRAPH-5341}"])
def test_what_is_no_drawing_is_refused_in_words(task: str, nonsense: str) -> None:
    given = FOUND.tasks[task].model_validate(FOUND.tasks[task].smallest)
    with pytest.raises(ValueError, match=r"^A drawing travels as base64; this is not\.$"):
        given.pose(nonsense)


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM"])
def test_the_gates_of_torch_s_layers_are_those_that_made_its_states(cell: Cell) -> None:
    torch.manual_seed(0)
    theirs = {"SimpleRNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}[cell](3, 5, 2, batch_first=True, bidirectional=True)
    sequence = torch.randn(2, 4, 3)
    single = nn.RNN if cell == "SimpleRNN" else {"GRU": nn.GRU, "LSTM": nn.LSTM}[cell]
    one = single(3, 5, batch_first=True)
    one.load_state_dict({name: getattr(theirs, name) for name in one.state_dict()})
    seen = as_recurrent_layer(theirs, "_l0").states_and_gates(sequence)
    torch.testing.assert_close(seen["state"], one(sequence)[0])
    backwards = as_recurrent_layer(theirs, "_l0_reverse").states_and_gates(sequence.flip(1))["state"].flip(1)
    double = single(3, 5, batch_first=True, bidirectional=True)
    double.load_state_dict({name: getattr(theirs, name) for name in double.state_dict()})
    torch.testing.assert_close(backwards, double(sequence)[0][..., 5:])


def test_an_lstm_s_memory_is_what_its_gates_make_of_it() -> None:
    layer = RecurrentLayer("LSTM", 3, 4, TORCH)
    seen = layer.states_and_gates(torch.randn(2, 6, 3))
    after, before = seen["memory"][:, 1:], seen["memory"][:, :-1]
    kept = seen["forget"][:, 1:] * before + seen["input"][:, 1:] * seen["candidate"][:, 1:]
    torch.testing.assert_close(after, kept)
    torch.testing.assert_close(seen["state"], seen["output"] * seen["memory"].tanh())


def test_gates_are_labelled_by_the_symbols_that_were_read() -> None:
    spec, network, splits = made("addition", "recurrent")
    picture = look(Gates(), network, spec, splits, "4+5")
    assert isinstance(picture, HeatMap)
    first = picture.panels[0]
    assert (first.title, first.columns) == ("encoder · state", ["4", "+", "5"])
    assert {one.title.split(" · ")[1] for one in picture.panels} == {"state", "reset", "update", "candidate"}


def test_saliency_is_the_slope_by_finite_differences(mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    picture = look(FOUND.views["saliency"], network, spec, splits, asked(spec))
    assert isinstance(picture, HeatMap)
    shown = numbers(picture.panels[0])
    network = network.double()
    inputs = spec.task.pose(asked(spec)).inputs.double()

    @torch.no_grad()
    def scores(values: torch.Tensor) -> torch.Tensor:
        outputs: torch.Tensor = network(spec.task.pose(asked(spec)).__class__(values, torch.zeros(1)))
        return outputs

    best = int(scores(inputs).argmax())
    slopes = torch.zeros(28, 28, dtype=torch.double)
    for row, column in ((3, 4), (10, 11), (20, 9)):
        nudged = inputs.clone()
        nudged[0, 0, row, column] += 1e-6
        slopes[row, column] = (scores(nudged) - scores(inputs))[0, best].abs() / 1e-6
    ratio = shown[10, 11] / float(slopes[10, 11])
    assert shown[3, 4] == pytest.approx(float(slopes[3, 4]) * ratio, abs=0.01)
    assert shown[20, 9] == pytest.approx(float(slopes[20, 9]) * ratio, abs=0.01)


def test_each_row_of_the_confusion_matrix_is_a_whole_class(mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    picture = look(FOUND.views["confusion"], network, spec, splits, "")
    assert isinstance(picture, HeatMap)
    assert numbers(picture.panels[0]).sum(1) == pytest.approx(np.ones(10), abs=0.03)


def test_right_answers_of_each_class_are_those_of_a_loop_over_the_pictures(mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    picture = look(FOUND.views["classes"], network, spec, splits, "")
    assert isinstance(picture, Shares)
    right, of = [0] * 10, [0] * 10
    for image, label in zip(splits.validation["images"], splits.validation["labels"].tolist(), strict=True):
        scores = network(Batch(image.view(1, 1, 28, 28).float() / 255, torch.zeros(1)))
        of[label] += 1
        right[label] += int(scores.argmax()) == label
    assert [(share.right, share.of) for share in picture.groups[0]] == list(zip(right, of, strict=True))


def test_mistakes_are_mistakes_and_the_surest_come_first(mnist: None) -> None:
    spec, network, splits = made("digits", "mlp")
    picture = look(FOUND.views["mistakes"], network, spec, splits, "")
    assert isinstance(picture, ImageGrid)
    sure = [mark.sure or 0.0 for mark in picture.marks]
    assert not any(mark.right for mark in picture.marks)
    assert sure == sorted(sure, reverse=True)


def test_two_directions_are_those_of_the_covariance() -> None:
    values = torch.randn(50, 6, dtype=torch.double, generator=torch.Generator().manual_seed(0)) * torch.arange(1, 7)
    places, share = principal(values)
    sizes = np.linalg.eigvalsh(np.cov(values.numpy().T))[::-1]
    assert share == pytest.approx(sizes[:2].sum() / sizes.sum())
    assert min(map(min, places)) == 0
    assert max(map(max, places)) == 1000


@pytest.mark.parametrize(("a", "b", "count"), [(12, 34, 0), (47, 38, 1), (99, 1, 2), (5, 5, 1), (0, 0, 0), (95, 9, 2)])
def test_carries_are_counted_as_on_paper(a: int, b: int, count: int) -> None:
    assert carries(a, b) == count


def test_maps_are_tiled_with_a_line_between() -> None:
    whole = tiled(torch.ones(3, 2, 2), 2)
    assert whole.tolist() == [[1, 1, 0, 1, 1], [1, 1, 0, 1, 1], [0] * 5, [1, 1, 0, 0, 0], [1, 1, 0, 0, 0]]


def test_each_layer_of_the_plan_shows_what_it_makes_of_a_question() -> None:
    spec = smallest("addition", "recurrent")
    network = spec.architecture.build(spec.task.shapes(), torch.Generator().manual_seed(0))
    splits = spec.task.splits(torch.Generator().manual_seed(0))
    picture = look(FOUND.views["maps"], network, spec, splits, "1+2")
    assert isinstance(picture, HeatMap)
    assert [panel.layer for panel in picture.panels] == [layer.name for layer in plan(spec).layers]
    outputs = network.eval()(spec.task.pose("1+2"))[0]  # (places, symbols)
    last = picture.panels[-1]
    values = torch.frombuffer(bytearray(base64.b64decode(last.values)), dtype=torch.uint8).float()
    told = (values.view(len(last.rows), len(last.columns)) - 128) / 127 * last.scale
    torch.testing.assert_close(told, outputs.detach().T, atol=last.scale / 100, rtol=0)
