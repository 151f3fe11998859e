"""Copying asks for what was shown, and the machine's heads follow the paper's equations."""

import base64
from typing import Any

import numpy as np
import pytest
import torch

from models.architectures.ntm import EMPTY, Ntm, ReadHead, WriteHead, addressed
from models.look.pictures import HeatMap
from models.look.view import look
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.tasks.copying import Copying
from models.views.heads import Heads
from tests.specs import FOUND


def spec(**architecture: Any) -> Spec:
    return FOUND.parse(
        {
            "task": {"name": "copying", "bits": 3, "longest": 4, "examples": 100},
            "architecture": {"name": "ntm", "hidden": 8, "slots": 5, "width": 4, **architecture},
        }
    )


def some(task: Any, rows: int = 20) -> Batch:
    splits = task.splits(generator(0, "data"))
    batch: Batch = task.batch(splits.train, torch.arange(rows), torch.Generator(), training=True)
    return batch


def test_a_sequence_is_shown_between_start_and_stop_and_asked_for_after_it() -> None:
    task = Copying(bits=3, shortest=2, longest=4, examples=100)
    splits = task.splits(generator(0, "data"))
    batch = some(task)
    assert batch.mask is not None
    lengths = splits.train["lengths"][:20].tolist()
    assert set(lengths) == {2, 3, 4}
    for row, length in enumerate(lengths):
        bits = splits.train["bits"][row, :length].float()
        inputs = torch.zeros(10, 5)
        inputs[0, 3] = inputs[length + 1, 4] = 1
        inputs[1 : length + 1, :3] = bits
        assert torch.equal(batch.inputs[row], inputs)
        assert batch.mask[row].nonzero()[:, 0].tolist() == list(range(length + 2, 2 * length + 2))
        assert torch.equal(batch.targets[row, length + 2 : 2 * length + 2], bits)


def test_the_loss_and_the_shares_equal_a_loop_over_the_bits_that_count() -> None:
    task = Copying(bits=3, longest=4, examples=100)
    batch = some(task)
    assert batch.mask is not None
    torch.manual_seed(0)
    scores = torch.randn(20, 10, 3, dtype=torch.double)
    scores[::2] = (batch.targets[::2] * 2 - 1) * 3  # every other one is right
    losses, right, count, wholes = [], 0, 0, 0
    for row in range(20):
        chances = 1 / (1 + np.exp(-scores[row].numpy()))
        places = batch.mask[row].nonzero()[:, 0].tolist()
        targets = batch.targets[row].numpy()
        of_right = np.array([np.where(targets[place] == 1, chances[place], 1 - chances[place]) for place in places])
        losses.append(-np.log(of_right).mean())
        right, count = right + int((of_right > 0.5).sum()), count + of_right.size
        wholes += bool((of_right > 0.5).all())
    assert task.loss(scores, batch.__class__(batch.inputs, batch.targets.double(), batch.mask)).item() == pytest.approx(
        np.mean(losses)
    )
    scored = task.score(scores, batch)
    assert scored["accuracy"].tolist() == [right, count]
    assert scored["exact"].tolist() == [wholes, 20]


def test_the_longest_cannot_be_shorter_than_the_shortest() -> None:
    with pytest.raises(SpecError, match="cannot be shorter than the shortest, 5") as refused:
        FOUND.parse({"task": {"name": "copying", "shortest": 5, "longest": 3}})
    assert refused.value.pointer == "/task/longest"


def softplus(x: Any) -> Any:
    return np.log1p(np.exp(x))


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def by_the_paper(M: Any, w_before: Any, k: Any, beta: float, g: float, s: Any, gamma: float) -> Any:
    """Equations 5 to 9, one place after the other. s(-1), s(0), s(1) are s[0], s[1], s[2]."""
    N = len(M)
    K = np.array([k @ M[i] / (np.linalg.norm(k) * np.linalg.norm(M[i])) for i in range(N)])
    w_c = np.exp(beta * K) / np.exp(beta * K).sum()
    w_g = g * w_c + (1 - g) * w_before
    w_tilde = np.array([sum(w_g[j] * s[(i - j + 1) % N] for j in range(N) if (i - j + 1) % N < 3) for i in range(N)])
    return w_tilde**gamma / (w_tilde**gamma).sum()


def test_addressing_follows_the_paper() -> None:
    draws = np.random.default_rng(0)
    rows, N, width = 7, 6, 4
    M, k = draws.normal(size=(rows, N, width)), draws.normal(size=(rows, width))
    before, s = draws.dirichlet(np.ones(N), rows), draws.dirichlet(np.ones(3), rows)
    beta, g, gamma = draws.uniform(0, 5, (rows, 1)), draws.uniform(0, 1, (rows, 1)), draws.uniform(1, 4, (rows, 1))
    ours = addressed(*map(torch.from_numpy, (M, before, k, beta, g, s, gamma))).numpy()
    for row in range(rows):
        expected = by_the_paper(M[row], before[row], k[row], beta[row, 0], g[row, 0], s[row], gamma[row, 0])
        np.testing.assert_allclose(ours[row], expected, atol=1e-9)


def test_a_shift_of_one_walks_on_and_around() -> None:
    M, k = torch.ones(1, 4, 2), torch.ones(1, 2)
    one, nothing = torch.ones(1, 1), torch.zeros(1, 1)
    where = torch.tensor([[0.0, 0.0, 0.0, 1.0]])
    on = addressed(M, where, k, one, nothing, torch.tensor([[0.0, 0.0, 1.0]]), one)
    back = addressed(M, where, k, one, nothing, torch.tensor([[1.0, 0.0, 0.0]]), one)
    torch.testing.assert_close(on, torch.tensor([[1.0, 0.0, 0.0, 0.0]]), atol=1e-6, rtol=0)
    torch.testing.assert_close(back, torch.tensor([[0.0, 0.0, 1.0, 0.0]]), atol=1e-6, rtol=0)


def test_heads_read_and_write_as_the_paper_says() -> None:
    torch.manual_seed(0)
    width, N = 4, 5
    reader, writer = ReadHead(6, width).double(), WriteHead(6, width).double()
    h, memory = torch.randn(1, 6).double(), torch.randn(1, N, width).double()
    before = torch.rand(1, N).double().softmax(-1)
    read, w_r = reader(h, memory, before)
    written, w_w = writer(h, memory, before)
    M = memory[0].numpy()
    for head, weights in ((reader, w_r), (writer, w_w)):
        said = head.speak(h)[0].detach().numpy()
        k, (beta, g), s, gamma = said[:width], said[width : width + 2], said[width + 2 : width + 5], said[width + 5]
        shift = np.exp(s) / np.exp(s).sum()
        w = by_the_paper(M, before[0].numpy(), np.tanh(k), softplus(beta), sigmoid(g), shift, 1 + softplus(gamma))
        np.testing.assert_allclose(weights[0].detach().numpy(), w, atol=1e-9)
    w = w_w[0].detach().numpy()
    e, a = sigmoid(said[width + 6 : 2 * width + 6]), np.tanh(said[2 * width + 6 :])
    after = np.array([M[i] * (1 - w[i] * e) + w[i] * a for i in range(N)])
    np.testing.assert_allclose(written[0].detach().numpy(), after, atol=1e-9)
    r = sum(weight * row for weight, row in zip(w_r[0].detach().numpy(), M, strict=True))
    np.testing.assert_allclose(read[0].detach().numpy(), r, atol=1e-9)


@pytest.mark.parametrize("controller", ["LSTM", "dense"])
@pytest.mark.parametrize("heads", [1, 2])
def test_nothing_of_one_pass_or_example_is_left_in_the_next(controller: Any, heads: int) -> None:
    one = spec(controller=controller, heads=heads)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    batch = some(one.task)
    whole = network(batch)
    torch.testing.assert_close(network(batch), whole)
    last = Batch(batch.inputs[-1:], batch.targets[-1:])
    torch.testing.assert_close(network(last), whole[-1:])


def test_an_output_depends_on_nothing_that_comes_later() -> None:
    one = spec()
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    batch = some(one.task)
    later = batch.inputs.clone()
    later[:, 6:] = 1 - later[:, 6:]
    torch.testing.assert_close(network(batch)[:, :6], network(Batch(later, batch.targets))[:, :6])


def test_memory_that_begins_as_a_constant_still_has_a_slope() -> None:
    network = Ntm(slots=4, width=3, hidden=5).build(Copying(bits=2, longest=2).shapes(), generator(0, "weights"))
    network(Batch(torch.randn(3, 6, 4), torch.zeros(3, 6, 2))).square().sum().backward()
    assert EMPTY > 0
    assert all(torch.isfinite(parameter.grad).all() for parameter in network.parameters())  # type: ignore[arg-type]


def test_the_heads_are_drawn_over_memory_and_time() -> None:
    one = spec(heads=2)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    splits = one.task.splits(generator(0, "data"))
    picture = look(Heads(), network, one, splits, "")
    assert isinstance(picture, HeatMap)
    assert [panel.title for panel in picture.panels] == [
        "Given", "To be written", "Written",
        "Writing head 1", "Writing head 2", "Reading head 1", "Reading head 2",
    ]  # fmt: skip
    for panel in picture.panels[3:]:
        assert (len(panel.rows), len(panel.columns)) == (5, 10)
        weights = np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(5, 10)
        np.testing.assert_allclose(weights.sum(0), 255, atol=3)
