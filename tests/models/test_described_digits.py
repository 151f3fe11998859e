"""Sentences say what is measured, people's sentences are read, and a network that obeys is told so."""

import math

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from models.data.sets import digits
from models.images.descriptions import THIRDS, WORDS, read_sentence, silenced
from models.images.strokes import lean, stroke_width
from models.look.asking import knob_values
from models.look.pictures import Counts, Histograms, ImageGrid, Knob
from models.look.view import look
from models.sentences import Text
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.tasks.described_digits import DescribedDigits
from models.views.morphs import STEPS, arc
from models.views.samples import nearest
from scripts import measure_strokes
from tests.specs import FOUND

REAL = digits.available() is None


def bar(width: float, slope: float, height: int = 16) -> Tensor:
    """A bar (1, 1, 28, 28) of this many dots across that drifts by ``slope`` to the right for each dot up."""
    places = (torch.arange(280) + 0.5) / 10
    up, across = 14 - places.view(-1, 1), places.view(1, -1) - 14
    ink = ((across - slope * up).abs() <= width / 2) & (up.abs() <= height / 2)
    return functional.avg_pool2d(ink.float().view(1, 1, 280, 280), 10)


@pytest.mark.parametrize("slope", [-0.5, 0.0, 0.3])
def test_the_lean_of_a_bar_is_its_slope(slope: float) -> None:
    assert lean(bar(3, slope)).item() == pytest.approx(slope, abs=0.02)


@pytest.mark.parametrize("width", [2.0, 3.0, 5.0])
def test_the_width_of_a_bar_is_its_ink_over_half_of_its_outline(width: float) -> None:
    assert stroke_width(bar(width, 0)).item() == pytest.approx(16 * width / (16 + width), rel=0.12)


def test_a_mirrored_picture_leans_the_other_way_and_is_as_thick() -> None:
    picture = bar(3, 0.4)
    assert lean(picture.flip(3)).item() == pytest.approx(-lean(picture).item(), abs=1e-4)
    assert stroke_width(picture.flip(3)).item() == pytest.approx(stroke_width(picture).item(), rel=0.02)


def test_empty_paper_has_no_width_and_no_lean() -> None:
    assert (stroke_width(torch.zeros(1, 1, 28, 28)).item(), lean(torch.zeros(1, 1, 28, 28)).item()) == (0, 0)


def test_the_thirds_are_those_of_the_training_pictures(mnist: None) -> None:
    if REAL:
        assert torch.allclose(measure_strokes.thirds(), THIRDS, atol=2e-3)
    assert (THIRDS[..., 0] < THIRDS[..., 1]).all()


def test_every_training_picture_has_the_sentence_that_is_measured(mnist: None) -> None:
    task = DescribedDigits(examples=200)
    split = task.splits(generator(0, "data")).train
    batch = task.batch(split, torch.arange(200), torch.Generator(), training=False)
    assert torch.equal(task.asked_for(batch.inputs)[:, 0], split["labels"])
    seen = task.seen_in(batch.targets, batch.inputs)
    assert torch.equal(seen[:, 1:], task.asked_for(batch.inputs)[:, 1:])
    for said, (digit, width, slope) in zip(task.read(batch), task.asked_for(batch.inputs).tolist(), strict=True):
        words = said.split()
        assert words[1:3] == [("thin", "medium", "thick")[width], WORDS[5 + digit]]
        assert words[3:] == [["leaning", "left"], ["standing", "upright"], ["leaning", "right"]][slope]


def test_training_sentences_leave_so_much_unsaid() -> None:
    whole = read_sentence("a thin seven leaning left").expand(4000, -1)
    said = silenced(whole, 0.25, generator(0, "noise"))
    assert (said[:, 1] == 0).float().mean().item() == pytest.approx(0.25, abs=0.03)
    assert (said[:, 4] == 0).float().mean().item() == pytest.approx(0.25, abs=0.03)
    assert torch.equal(said[:, 3] == 0, said[:, 4] == 0)
    assert torch.equal(said[:, 2], whole[:, 2])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a thin seven leaning left", "a thin seven leaning left"),
        ("Thin 7, leaning LEFT!", "a thin seven leaning left"),
        ("left leaning seven", "a seven leaning left"),
        ("an upright zero", "a zero standing upright"),
        ("3", "a three"),
        ("细的七，左斜", "a thin seven leaning left"),
        ("一个粗的、直立的一", "a thick one standing upright"),
    ],
)
def test_what_people_type_is_read(typed: str, read: str) -> None:
    assert DescribedDigits().read(Batch(read_sentence(typed), torch.zeros(1)))[0] == read


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("a thin one leaning left and a two", "“and” is no word"),
        ("a thin cat", "“cat” is no word"),
        ("a thin", "Name one digit"),
        ("two three", "Name one digit"),
        ("", "Name one digit"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(typed: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_sentence(typed)


def test_who_draws_real_pictures_obeys_and_who_draws_those_of_others_does_not(mnist: None) -> None:
    task = DescribedDigits()
    split = task.splits(generator(0, "data")).test
    batch = task.batch(split, torch.arange(500), torch.Generator(), training=False)
    shares = {name: (pair[0] / pair[1]).item() for name, pair in task.score(batch.targets, batch).items()}
    assert (shares["right_width"], shares["right_lean"]) == (1, 1)
    if REAL:
        assert shares["obeyed"] == shares["right_digit"] >= 0.98
    others = task.score(batch.targets.roll(1, 0), batch)
    assert (others["right_width"][0] / 500).item() < 0.7
    assert (others["right_lean"][0] / 500).item() < 0.7


def test_what_is_left_unsaid_is_obeyed() -> None:
    task, pictures = DescribedDigits(), bar(3, 0.3).expand(2, -1, -1, -1)
    sentences = torch.cat([read_sentence("one"), read_sentence("a thick one leaning left")])
    assert task.obeyed(pictures, sentences)[0, 1:].tolist() == [True, True]
    assert not task.obeyed(pictures, sentences)[1, 2]


def test_views_of_a_conditional_forger_are_drawn_and_asked(mnist: None) -> None:
    spec = FOUND.parse(
        {
            "task": {"name": "described_digits", "examples": 50},
            "architecture": {"name": "conditional_gan", "filters": 4, "noise": 4},
        }
    )
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    with torch.no_grad():  # an untrained one draws grey paper, whatever is asked
        for parameter in network.parameters():
            parameter.normal_(0, 0.5, generator=generator(1, "weights"))
    splits = spec.task.splits(generator(0, "data"))

    def drawn(view: str, question: str = "") -> ImageGrid:
        picture = look(FOUND.views[view], network, spec, splits, question)
        assert isinstance(picture, ImageGrid)
        return picture

    said = [str(mark.answer) for mark in drawn("examples").marks]
    assert len(said) == 25
    assert all(one.startswith("a ") and len(one.split()) == 5 for one in said)
    asked = drawn("described", "a thick three")
    assert asked.of == len(asked.marks) == 24
    assert asked.sheet != drawn("described", "a thick five").sheet
    turned = drawn("conditions", "digit=3&width=2&lean=1")
    assert [(knob.name, knob.value) for knob in turned.knobs] == [("digit", 3), ("width", 2), ("lean", 1)]
    assert turned.knobs[1].names == ["thin", "medium", "thick"]
    assert turned.sheet == drawn("described", "a thick three standing upright").sheet
    assert drawn("samples").height == 2 * 28 + 4
    assert drawn("morphs", "from=3&to=3").sheet != drawn("morphs").sheet
    judged = look(FOUND.views["judge"], network, spec, splits, "")
    assert isinstance(judged, Histograms)
    assert [one.marked for one in judged.histograms] == [0.5, 0.5]
    counted = look(FOUND.views["digits_drawn"], network, spec, splits, "")
    assert isinstance(counted, Counts)
    assert [sum(one.count for one in group) for group in counted.groups] == [500, 500]
    with pytest.raises(ValueError, match=r"Ask as in digit=7&width=0&lean=0, not digit=11\."):
        drawn("conditions", "digit=11")


def test_below_each_sample_lies_the_nearest_training_picture(mnist: None) -> None:
    task = DescribedDigits(examples=700)
    split = task.splits(generator(0, "data")).train
    batch = task.batch(split, torch.arange(700), torch.Generator(), training=False)
    wanted = torch.tensor([3, 650, 99])
    near = (batch.targets[wanted] + 0.01).clamp(0, 1)
    assert torch.equal(nearest(near, task, split), batch.targets[wanted])


def test_morphs_lie_on_the_arc_between_two_noises() -> None:
    one, other = torch.tensor([2.0, 0.0]), torch.tensor([0.0, 2.0])
    found = arc(one, other)
    assert torch.allclose(found.norm(dim=1), torch.full((STEPS,), 2.0))
    assert torch.allclose(found[0], one)
    assert torch.allclose(found[-1], other, atol=1e-6)
    assert torch.atan2(found[1, 1], found[1, 0]).item() == pytest.approx(math.pi / 2 / (STEPS - 1))


def test_knobs_stay_where_nothing_is_asked_of_them() -> None:
    knobs = [Knob(name=name, title=Text(name), value=1, lowest=0, highest=2, step=1) for name in ("one", "two")]
    assert [knob.value for knob in knob_values(knobs, "two=2")] == [1, 2]
    for wrong in ("three=1", "one=3", "one", "one=many"):
        with pytest.raises(ValueError, match="Ask as in one=1&two=1, not"):
            knob_values(knobs, wrong)
