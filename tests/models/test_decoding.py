"""Searches find what they promise, whatever network offers the steps."""

import itertools
from typing import Any

import pytest
import torch
from torch import Tensor

from models.layers.decoding import DecoderState, StepDecoder, beam_search, greedy
from models.spec.kinds import Batch
from models.spec.seeds import generator
from tests.specs import spec

SYMBOLS, PLACES, END = 3, 4, 2


class Table(StepDecoder):
    """Log-probabilities that depend on the whole text before: one row of a table for each text; END is symbol 2."""

    first_symbol, places = SYMBOLS, PLACES

    def __init__(self, rows: int, seed: int) -> None:
        super().__init__()
        scores = torch.randn(
            rows, (SYMBOLS + 1) ** (PLACES + 1), SYMBOLS, generator=torch.Generator().manual_seed(seed)
        )
        self.table = (2 * scores).log_softmax(-1)

    def start(self, batch: Batch) -> DecoderState:
        return torch.arange(len(batch.inputs)), torch.zeros(len(batch.inputs), dtype=torch.long)

    def step(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor]:
        rows, texts = state
        texts = texts * (SYMBOLS + 1) + symbols
        return self.table[rows, texts % self.table.shape[1]], (rows, texts), torch.ones(len(rows), 1)


def batch_of(rows: int) -> Batch:
    return Batch(torch.zeros(rows, 1, dtype=torch.long), torch.zeros(rows, PLACES, dtype=torch.long))


def every_text(decoder: Table, row: int, normalisation: float) -> list[tuple[float, float, list[int]]]:
    """Score, log-probability and symbols of every text that there is, the best first."""
    found = {}
    for text in itertools.product(range(SYMBOLS), repeat=PLACES):
        ended = text[: text.index(END) + 1] if END in text else text
        found[ended] = probability(decoder, row, ended)
    scored = [(total / ((5 + len(text)) / 6) ** normalisation, total, list(text)) for text, total in found.items()]
    return sorted(scored, reverse=True)


def probability(decoder: Table, row: int, text: tuple[int, ...]) -> float:
    state: Any = (torch.tensor([row]), torch.tensor([0]))
    total, last = 0.0, SYMBOLS
    for symbol in text:
        chances, state, _ = decoder.step(torch.tensor([last]), state)
        total, last = total + float(chances[0, symbol]), symbol
    return total


@pytest.mark.parametrize("normalisation", [0.0, 0.6])
def test_a_beam_that_holds_every_text_finds_the_best_ones_in_order(normalisation: float) -> None:
    decoder = Table(3, seed=1)
    width = SYMBOLS**PLACES
    found = beam_search(decoder, batch_of(3), width, END, normalisation)
    for row in range(3):
        for place, (score, total, text) in enumerate(every_text(decoder, row, normalisation)):
            assert found.symbols[row, place].tolist() == text + [END] * (PLACES - len(text))
            assert float(found.totals[row, place]) == pytest.approx(total, abs=1e-5)
            assert float(found.scores[row, place]) == pytest.approx(score, abs=1e-5)


def test_a_beam_of_one_is_greedy_and_a_wider_one_never_finds_less_likely_texts_here() -> None:
    decoder = Table(20, seed=2)
    plainly = greedy(decoder, batch_of(20))
    narrow = beam_search(decoder, batch_of(20), 1, END)
    ends = (plainly == END).long().cumsum(1)
    assert torch.equal(torch.where(ends > 0, END, plainly), narrow.symbols[:, 0])
    whole = beam_search(decoder, batch_of(20), SYMBOLS**PLACES, END)
    assert bool((whole.totals[:, 0] >= narrow.totals[:, 0] - 1e-5).all())
    assert bool((whole.totals[:, 0] > narrow.totals[:, 0] + 1e-5).any())


def test_a_text_begins_with_what_is_forced_and_is_as_likely_as_the_network_says() -> None:
    decoder = Table(1, seed=3)
    found = beam_search(decoder, batch_of(1), 2, END, 0.0, (1, 0))
    assert found.symbols[0, :, :2].tolist() == [[1, 0], [1, 0]]
    text = found.symbols[0, 0].tolist()
    ended = text[: text.index(END) + 1] if END in text else text
    assert float(found.totals[0, 0]) == pytest.approx(probability(decoder, 0, tuple(ended)), abs=1e-5)


def test_a_search_of_many_rows_finds_what_one_of_each_row_finds() -> None:
    decoder = Table(5, seed=4)
    together = beam_search(decoder, batch_of(5), 3, END, 0.6)
    for row in range(5):
        alone = Table(5, seed=4)
        alone.table = alone.table[row : row + 1]
        assert torch.equal(beam_search(alone, batch_of(1), 3, END, 0.6).symbols[0], together.symbols[row])


@pytest.mark.parametrize(
    ("architecture", "settings"),
    [
        ("attention", {"cell": "SimpleRNN", "attention": "none"}),
        ("attention", {"cell": "GRU", "layers": 2}),
        ("attention", {"cell": "LSTM", "layers": 2, "input_feeding": True}),
        ("seq2seq", {"cell": "LSTM"}),
        ("seq2seq", {"cell": "GRU", "layers": 3}),
    ],
)
def test_steps_write_what_the_whole_pass_writes(architecture: str, settings: dict[str, Any]) -> None:
    one = spec(f"translation/{architecture}", task={"examples": 60}, hidden=6, **settings)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights")).eval()
    assert isinstance(network, StepDecoder)
    splits = one.task.splits(generator(0, "data"))
    batch = one.task.batch(splits.train, torch.arange(4), torch.Generator(), training=False)
    with torch.no_grad():
        scores = network(batch)
        assert torch.equal(greedy(network, batch), scores.argmax(-1))
        state, last, forced = network.start(batch), torch.full((4,), network.first_symbol), scores.argmax(-1)
        for place in range(3):
            chances, state, looks = network.step(last, state)
            torch.testing.assert_close(chances, scores[:, place].log_softmax(-1))
            assert looks is None or torch.allclose(looks.sum(1), torch.ones(4))
            last = forced[:, place]
