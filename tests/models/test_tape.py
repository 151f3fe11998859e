"""Exercises on a tape show and ask for what they say, and are scored bit by bit."""

import base64
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.layers.memory import WithSlots
from models.look.drawn import Numbers
from models.look.pictures import Charts
from models.look.tapes import Tape as TapePicture
from models.look.view import look
from models.spec.kinds import Batch, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.tapes.exercises import EXERCISES
from models.tasks.tape import Tape
from models.views.error_by_length import ErrorByLength
from models.views.tape_player import TapePlayer
from tests.specs import FOUND


def some(task: Tape, rows: int = 12) -> tuple[dict[str, Tensor], Batch]:
    """Examples as they were drawn, and as a network is given them."""
    split = task.splits(generator(0, "data")).train
    numbers = torch.arange(rows)
    drawn = {name: split.take(name, numbers) for name in split.tensors}
    return drawn, task.batch(split, numbers, torch.Generator(), training=True)


def wanted(name: str, drawn: dict[str, Tensor], row: int, item: int) -> list[list[float]]:
    """What has to be written, worked out vector by vector."""
    length, vectors = int(drawn["lengths"][row]), drawn["vectors"][row].float()
    if name == "copy":
        return vectors[:length].tolist()
    if name == "repeat copy":
        with_end = [[*vector, 0.0] for vector in vectors[:length].tolist()]
        return with_end * int(drawn["repeats"][row]) + [[0.0] * vectors.shape[1] + [1.0]]
    if name == "associative recall":
        start = (int(drawn["query"][row]) + 1) * item
        return vectors[start : start + item].tolist()
    priorities = drawn["priorities"][row, :length]
    order = sorted(range(length), key=lambda one: -float(priorities[one]))
    return [vectors[one].tolist() for one in order[: (4 * length + 4) // 5]]


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_shows_each_vector_once_and_wants_what_it_says(name: Any) -> None:
    task = Tape(exercise=name, bits=3, shortest=2, longest=5, examples=100, item=2)
    drawn, batch = some(task)
    assert batch.mask is not None
    assert batch.inputs.shape[1:] == task.shapes().inputs
    assert batch.targets.shape[1:] == task.shapes().targets
    for row, length in enumerate(drawn["lengths"].tolist()):
        assert batch.targets[row][batch.mask[row]].tolist() == wanted(name, drawn, row, 2)
        marks = batch.inputs[row, :, 3:].ne(0).any(-1)
        vectors = length * (2 if name == "associative recall" else 1)
        bits = drawn["vectors"][row, :vectors].float()
        if name != "priority sort":  # there every vector has a mark, its priority
            shown = batch.inputs[row, ~marks, :3][:vectors]
        else:
            shown = batch.inputs[row, 1 : length + 1, :3]
            assert torch.equal(batch.inputs[row, 1 : length + 1, 5], drawn["priorities"][row, :length])
        assert torch.equal(shown, bits)
        before = int(batch.mask[row].nonzero()[0])
        assert not batch.inputs[row, before:].any(), "nothing is shown while it has to be written"


def test_what_recall_is_asked_about_is_shown_again() -> None:
    drawn, batch = some(Tape(exercise="associative recall", bits=3, shortest=3, longest=3, examples=100, item=2))
    for row, query in enumerate(drawn["query"].tolist()):
        assert batch.inputs[row, 9:13, 4].tolist() == [1, 0, 0, 1]
        assert torch.equal(batch.inputs[row, 10:12, :3], drawn["vectors"][row, 2 * query : 2 * query + 2].float())


def test_all_test_sequences_have_the_length_tested_on_and_no_other_has() -> None:
    splits = Tape(longest=3, tested=7, examples=100).splits(generator(0, "data"))
    assert set(splits.test["lengths"].tolist()) == {7}
    assert max(splits.train["lengths"].max(), splits.validation["lengths"].max()) == 3


def test_wrong_bits_are_counted_by_the_sequence_and_only_where_they_are_wanted() -> None:
    task = Tape(bits=2, longest=2, shortest=2, examples=100)
    _, batch = some(task, 4)
    scores = batch.targets * 2 - 1
    scores[:, :4] *= -1  # nothing is wanted there
    scores[1, 4, 0] *= -1
    scores[1, 5] *= -1
    assert task.score(scores, batch)["wrong"].tolist() == [3, 4]
    assert task.score(scores, batch)["exact"].tolist() == [3, 4]


def test_guessing_is_told_for_the_lengths_of_the_chart_and_for_the_length_of_the_test() -> None:
    task = Tape(exercise="copy", bits=4, shortest=2, longest=2, tested=6, examples=200)
    found = task.baseline(task.splits(generator(0, "data")))
    assert (found["wrong"], found["test/wrong"]) == (4, 12)


def test_a_longer_task_has_examples_of_just_that_length() -> None:
    longer = Tape(exercise="priority sort", longest=4).longer(3)
    assert longer.longest_examples(5).inputs.shape == (5, 7 + 2 + 6, 6 + 3)
    assert Tape(longest=4).longer(-3).longest_examples(5).inputs.shape == (5, 4, 8)


def machine(**settings: Any) -> tuple[Spec, nn.Module, Splits]:
    """A machine that has learnt nothing, whose heads really move."""
    spec = FOUND.parse(
        {
            "task": {"name": "tape", "bits": 2, "longest": 3, "shortest": 3, "examples": 60},
            "architecture": {"name": "ntm", "hidden": 8, "slots": 5, "width": 3, **settings},
        }
    )
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    with torch.no_grad():
        for weights in network.parameters():
            weights.mul_(3)
    return spec, network, spec.task.splits(generator(0, "data"))


def values(packed: Numbers) -> np.ndarray[Any, Any]:
    whole = np.frombuffer(base64.b64decode(packed.values), "<i2").astype(float)
    return (whole / 32767 * packed.scale).reshape(packed.shape)


@pytest.mark.parametrize("heads", [1, 2])
def test_the_player_shows_a_memory_that_follows_from_what_its_heads_erase_and_add(heads: int) -> None:
    spec, network, splits = machine(heads=heads)
    drawn = look(TapePlayer(), network, spec, splits, "")
    assert isinstance(drawn, TapePicture)
    memory = values(drawn.memory)
    assert memory.shape == (9, 5, 3)
    for step in range(8):
        now = memory[step]
        for head in drawn.heads:
            w = values(head.stages)[step]
            assert w.shape == (4, 5)
            np.testing.assert_allclose(w.sum(1), 1, atol=1e-3)
            if head.erases and head.adds:
                e, a = values(head.erases)[step], values(head.adds)[step]
                now = now * (1 - w[-1][:, None] * e) + w[-1][:, None] * a
        np.testing.assert_allclose(now, memory[step + 1], atol=1e-3)


def test_a_number_of_the_memory_is_changed_and_the_run_goes_on_from_there() -> None:
    spec, network, splits = machine()
    plain = look(TapePlayer(), network, spec, splits, "length=5")
    drawn = look(TapePlayer(), network, spec, splits, "length=5&edit=4,1,2,5")
    assert isinstance(plain, TapePicture)
    assert isinstance(drawn, TapePicture)
    before, after = values(plain.memory), values(drawn.memory)
    assert before.shape == (13, 5, 3)
    np.testing.assert_allclose(after[:5], before[:5], atol=1e-3)
    assert after[5, 1, 2] == pytest.approx(5, abs=1e-3)
    assert np.abs(values(drawn.outputs)[5:] - values(plain.outputs)[5:]).max() > 1e-3
    assert drawn.edit is not None
    assert drawn.edit.wrong == plain.wrong
    assert drawn.edit.before == pytest.approx(before[5, 1, 2], abs=1e-3)
    for question in (
        "edit=99,0,0,1",
        "edit=1,9,0,1",
        "edit=1,2",
        "length=121",
        "sequence=101",
        "what",
        "edit=0,0,0,nan",
    ):
        with pytest.raises(ValueError, match="Ask as length=5"):
            look(TapePlayer(), network, spec, splits, question)


def test_any_sequence_of_any_length_is_played_that_the_error_against_length_tells_of() -> None:
    spec, network, splits = machine()
    drawn = look(TapePlayer(), network, spec, splits, "length=120&sequence=78")
    assert isinstance(drawn, TapePicture)
    longer = spec.task.longer(120 - 3)
    assert longer is not None
    batch = longer.longest_examples(100)
    np.testing.assert_allclose(values(drawn.inputs), batch.inputs[77].numpy(), atol=1e-3)
    with torch.no_grad():
        wrong = ((network(batch) > 0) != (batch.targets > 0.5)) & batch.mask.unsqueeze(-1)  # type: ignore[union-attr]
    assert (drawn.wrong, drawn.of) == (int(wrong[77].sum()), 240)
    assert [(knob.name, knob.value, knob.highest) for knob in drawn.knobs] == [
        ("length", 120, 120),
        ("sequence", 78, 100),
    ]
    assert (drawn.knobs[0].title, drawn.knobs[0].shaded) == ("Length; learnt from 3 to 3", [3, 3])


def test_a_memory_too_large_for_a_page_is_played_with_shorter_sequences() -> None:
    spec, network, splits = machine(slots=128, width=64)
    drawn = look(TapePlayer(), network, spec, splits, "")
    assert isinstance(drawn, TapePicture)
    longest = int(drawn.knobs[0].highest)
    assert (2 * longest + 3) * 128 * 64 <= 600_000 < (2 * longest + 5) * 128 * 64


def test_as_printed_nothing_is_sharpened_and_raw_shift_scores_reach_three_places() -> None:
    spec, network, splits = machine(sharpening=False, weights="raw shift scores", strength="at least 1")
    drawn = look(TapePlayer(), network, spec, splits, "")
    assert isinstance(drawn, TapePicture)
    assert not drawn.sharpens
    for head in drawn.heads:
        stages, figures = values(head.stages), values(head.figures)
        assert (figures[:, 0] >= 1).all()
        np.testing.assert_allclose(stages[:, 3], stages[:, 2], atol=1e-3)
        assert np.abs(stages[:, 4, [2, 3]]).max() == 0
        np.testing.assert_allclose(stages[:, 4][:, [4, 0, 1]], figures[:, 2:5], atol=1e-3)


def test_error_against_length_equals_each_length_alone_with_as_many_places_as_it_says() -> None:
    torch.set_num_threads(1)  # as a worker: two threads that share a core wait for each other
    spec, network, splits = machine()
    drawn = look(ErrorByLength(), network, spec, splits, "")
    assert isinstance(drawn, Charts)
    (chart,) = drawn.charts
    assert (chart.start, chart.step, chart.start + (chart.count - 1) * chart.step) == (1, 7, 120)
    assert chart.shaded is not None
    assert (chart.shaded.start, chart.shaded.end) == (3, 3)
    assert isinstance(network, WithSlots)
    for line, slots in zip(chart.lines, (5, 128), strict=False):
        network.slots = slots
        longer = spec.task.longer(8 - 3)
        assert longer is not None
        batch = longer.longest_examples(8)
        with torch.no_grad():
            wrong, count = spec.task.score(network(batch), batch)["wrong"].tolist()
        assert np.frombuffer(base64.b64decode(line.values), "<f4")[1] == pytest.approx(wrong / count)
