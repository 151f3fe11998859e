"""Clips of moving digits are what their answers say; networks of frames have the weights that the formulas count."""

import base64
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from models.images.clips import Moves, clips_of, paths
from models.layers.conv_lstm import ConvLstm
from models.look.pictures import PictureRows
from models.look.view import look
from models.plan.plan import plan
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches, score
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.tasks.moving_digits import ARROWS, WAYS
from tests.specs import FOUND, spec

SMALL: dict[str, Any] = {"examples": 60, "validation": 50}


def made(names: str, **settings: Any) -> tuple[Spec, nn.Module, Splits]:
    found = spec(names, **SMALL, **settings)
    network = found.architecture.build(found.task.shapes(), generator(0, "weights")).eval()
    return found, network, found.task.splits(generator(found.task.seed, "data"))


def middles(clips: Tensor) -> Tensor:
    """Where the ink of (clips, frames, 1, side, side) lies in the mean: (clips, frames, 2), across and down."""
    places = torch.arange(clips.shape[-1], dtype=clips.dtype)
    ink = clips.squeeze(2)
    whole = ink.sum((2, 3))
    return torch.stack([(ink.sum(2) * places).sum(2) / whole, (ink.sum(3) * places).sum(2) / whole], 2)


@pytest.mark.parametrize("directions", ["4", "8"])
def test_a_digit_goes_at_last_where_its_class_says_and_never_by_less_than_a_step(directions: str, mnist: None) -> None:
    found, _, splits = made("moving_digits/cnn_lstm", asked="where", directions=directions, frames=12)
    batch = next(batches(found.task, splits.train))
    steps = middles(batch.inputs).diff(dim=1)  # (clips, frames - 1, 2)
    ways = torch.tensor(WAYS[:: 8 // int(directions)], dtype=torch.float)
    torch.testing.assert_close(steps[:, -1], 2 * ways[batch.targets], atol=1e-3, rtol=0)
    assert (steps.abs().amax(2) - 2).abs().max() < 1e-3  # also where it turns round
    assert (steps[:, 1:].sign() != steps[:, :-1].sign()).any()  # some do
    assert found.task.class_names() == list(ARROWS[:: 8 // int(directions)])


def test_of_two_digits_the_faster_one_is_asked_about_and_ink_lies_over_ink(mnist: None) -> None:
    images = torch.zeros(2, 28, 28, dtype=torch.uint8)
    images[0], images[1, :14] = 100, 200
    places = torch.tensor([[[[0, 0], [1, 0]], [[0, 0], [10, 10]]]])  # (1 clip, 2 digits, 2 frames, across and down)
    clip = clips_of(images, torch.tensor([[0, 1]]), places, (14, 24))[0]
    assert clip.shape == (2, 24, 24)
    assert bool((clip[0, :7, :14] == 200).all())
    assert bool((clip[0, 7:14, :14] == 100).all())
    assert clip[1, 16, 20] == 200
    found, _, splits = made("moving_digits/cnn_lstm", digits="two", asked="which and where")
    assert splits.train["clips"].dtype == torch.uint8
    assert found.task.shapes().classes == 40
    assert set(found.measured) == {"loss", "accuracy", "which", "where"}


def test_digit_and_way_are_scored_each_by_itself(mnist: None) -> None:
    found = spec("moving_digits/cnn_lstm", **SMALL)
    targets = torch.tensor([4 * 3 + 1, 4 * 3 + 1, 4 * 3 + 1])
    answers = torch.tensor([4 * 3 + 1, 4 * 3 + 2, 4 * 5 + 1])  # all right; the digit alone; the way alone
    outputs = torch.nn.functional.one_hot(answers, 40).float()
    scores = found.task.score(outputs, Batch(outputs, targets))
    shares = {name: (pair[0] / pair[1]).item() for name, pair in scores.items()}
    assert shares == pytest.approx({"accuracy": 1 / 3, "which": 2 / 3, "where": 2 / 3})


def test_the_next_frames_are_the_frames_after_and_repeating_the_last_is_scored_as_a_network_that_does(
    mnist: None,
) -> None:
    found, _, splits = made("moving_digits_next/convlstm", frames=4, ahead=3, turns=0.5)
    batch = next(batches(found.task, splits.validation))
    assert batch.inputs.shape == (50, 4, 1, 28, 28)
    assert batch.targets.shape == (50, 6, 1, 28, 28)
    assert torch.equal(batch.inputs[:, 1:], batch.targets[:, :3])
    again = nn.Module()
    again.forward = lambda batch: torch.logit(
        torch.cat([batch.inputs, batch.inputs[:, -1:].expand(-1, 2, 1, 28, 28)], 1), 1e-7
    )
    scored, rival = score(again, found.task, splits.validation), found.task.baseline(splits)
    assert scored["error"] == pytest.approx(rival["error"], rel=1e-4)
    assert scored["sharpness"] == pytest.approx(rival["sharpness"], rel=1e-4)


def test_clips_that_memory_cannot_hold_are_refused_with_how_many_it_can() -> None:
    with pytest.raises(SpecError) as refused:
        spec("moving_digits/cnn_lstm", examples=20_000, frames=20, side=64)
    assert refused.value.pointer == "/task/examples"


@pytest.mark.parametrize("peepholes", [False, True])
def test_a_convolutional_lstm_follows_the_equations_of_the_paper(peepholes: bool) -> None:
    torch.manual_seed(0)
    layer = ConvLstm(2, 3, 3, (5, 4), peepholes).double()
    if layer.peepholes is not None:
        nn.init.normal_(layer.peepholes)
    x = torch.randn(2, 4, 2, 5, 4, dtype=torch.double)
    states, (h, c) = layer(x)
    wx, wh = layer.of_input.weight.chunk(4), layer.of_state.weight.chunk(4)
    b = layer.of_input.bias.chunk(4)  # type: ignore[union-attr]
    p = torch.zeros(3, 3, 5, 4) if layer.peepholes is None else layer.peepholes
    conv = torch.nn.functional.conv2d
    own = memory = torch.zeros(2, 3, 5, 4, dtype=torch.double)
    for time in range(4):
        i, f, g, o = (conv(x[:, time], wx[k], b[k], padding=1) + conv(own, wh[k], padding=1) for k in range(4))
        i, f = torch.sigmoid(i + p[0] * memory), torch.sigmoid(f + p[1] * memory)
        memory = f * memory + i * torch.tanh(g)
        own = torch.sigmoid(o + p[2] * memory) * torch.tanh(memory)
        torch.testing.assert_close(states[:, time], own)
    torch.testing.assert_close((h, c), (own, memory))
    parts = layer.parts(x)
    torch.testing.assert_close(parts["state"], states)
    torch.testing.assert_close(parts["memory"][:, -1], memory)


def test_a_convolutional_lstm_has_as_many_weights_as_the_formula_and_keras_count() -> None:
    assert sum(one.numel() for one in ConvLstm(1, 8, 3, (28, 28), False).parameters()) == 2_624  # Keras' ConvLSTM2D
    whole = plan(spec("moving_digits_next/convlstm", filters=5, kernel="5", layers=2, peepholes=True, patch="2"))
    first, second = 4 * 5 * (25 * (4 + 5) + 1), 4 * 5 * (25 * (5 + 5) + 1)
    assert whole.parameters == first + second + 2 * 3 * 5 * 14 * 14 + 4 * (10 + 1)


def test_what_is_drawn_further_on_comes_from_its_own_drawings(mnist: None) -> None:
    _, network, splits = made("moving_digits_next/convlstm", frames=3, patch="4", filters=2)
    frames = splits.train["clips"][:2, :3].unsqueeze(2).float() / 255
    drawn = network.drawn(frames, 2)  # type: ignore[operator]
    longer = torch.cat([frames, drawn[:, 2:3].sigmoid()], 1)
    torch.testing.assert_close(network.drawn(longer, 1), drawn)  # type: ignore[operator]


def test_the_answer_after_a_frame_is_that_to_a_clip_which_ends_there(mnist: None) -> None:
    found, network, splits = made("moving_digits/cnn_lstm", asked="where", frames=5)
    picture = look(FOUND.views["clip_answers"], network, found, splits, "clip=3")
    assert isinstance(picture, PictureRows)
    inputs = splits.test["clips"][2:3].unsqueeze(2).float() / 255
    with torch.no_grad():
        scores = torch.cat([network(Batch(inputs[:, :end], inputs)) for end in range(1, 6)])
    answers = scores.argmax(1).tolist()
    assert [str(note) for note in picture.rows[0].notes] == [found.task.class_names()[one] for one in answers]
    assert (picture.strip.columns, picture.played) == (5, True)
    assert picture.chart is not None
    right = torch.frombuffer(bytearray(base64.b64decode(picture.chart.lines[0].values)), dtype=torch.float32)
    torch.testing.assert_close(right, 100 * scores.softmax(1)[:, int(splits.test["labels"][2])])  # in per cent


def test_a_network_that_sees_the_last_frame_or_the_mean_knows_no_order(mnist: None) -> None:
    for memory, order in (("last frame", [1, 0, 2]), ("mean of frames", [2, 0, 1]), ("LSTM", [2, 0, 1])):
        found, network, splits = made("moving_digits/cnn_lstm", frames=3, memory=memory)
        batch = next(batches(found.task, splits.train, 4))
        same = torch.allclose(network(batch), network(Batch(batch.inputs[:, order], batch.targets)), atol=1e-6)
        assert same is (memory != "LSTM")


def test_a_fast_digit_moves_by_whole_steps_wherever_it_is() -> None:
    steps = torch.tensor([[[10.0, 0.0]], [[0.0, -10.0]]]).repeat(50, 1, 1)  # in a room of 14
    places, _ = paths(Moves(steps), 12, 14, generator(0, "data"))
    assert set(places.diff(dim=2).abs().amax(3).flatten().tolist()) == {7}
