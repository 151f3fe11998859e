"""Running text: read in order it is one long text, what is held out is never learnt from, counting is counted anew."""

import hashlib
import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

import pytest
import torch
from torch import Tensor

from models.data.sets import plays, romeo_and_juliet
from models.plan.plan import plan
from models.spec.kinds import run
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.tasks.text import OwnText
from models.texts import counting
from models.texts.symbols import UNKNOWN, numbers_of, pieces, symbols_of, vocabulary
from tests import specs
from tests.models.test_continuing import same_when_interrupted
from tests.server.exports.test_script import both

SMALL: dict[str, Any] = {"amount": 3000, "window": 7, "streams": 6}


def test_the_play_is_all_that_is_spoken_in_it() -> None:
    play = romeo_and_juliet.load()
    assert hashlib.sha256(play.encode()).hexdigest() == (
        "b13934fbc3aec682251d213b3566f9fb11103f38562f4de13fcb14a1a224525a"
    )
    assert play.startswith("Prologue:\nTwo households, both alike in dignity,\n")
    markdown = "# A\n\n## ACT I\n\n_Enter B,\nwith C_\n\n**B**  \nNo, _aside_ no.  \nSo.\n\n\\[_Exit_\\]\n\n**C:**\nAy."
    assert plays.speeches(markdown) == "B:\nNo, no.\nSo.\n\nC:\nAy.\n"


def test_windows_in_order_are_one_text_at_every_place() -> None:
    task = OwnText(**SMALL)
    train = task.splits(generator(0, "data")).train
    learnt = task.parts()[0]
    length = len(learnt) // 6
    for stream in range(6):
        own = train["windows"][stream::6]  # (windows, window + 1)
        assert (train["stream"][stream::6] == stream).all()
        text = torch.cat([own[:, :-1].flatten(), own[-1:, -1]])
        assert torch.equal(text, learnt[stream * length : stream * length + len(text)])
        assert length - 7 <= len(text) <= length


def test_what_is_held_out_lies_after_what_is_learnt_from_and_its_symbols_may_be_unknown() -> None:
    task = OwnText(reads="words", vocabulary=50, **SMALL)
    parts = task.parts()
    assert torch.equal(torch.cat(parts), task.numbers()[0])
    assert [round(len(part) / sum(map(len, parts)), 1) for part in parts] == [0.8, 0.1, 0.1]
    symbols = symbols_of(romeo_and_juliet.load()[:3000], "words")
    common = [one for one, _ in Counter(symbols[: len(parts[0])]).most_common(50)]
    assert task.numbers()[1] == (UNKNOWN, *common)
    assert all(
        (number == 0) == (one not in common)
        for number, one in zip(parts[2].tolist(), symbols[-len(parts[2]) :], strict=True)
    )


@pytest.mark.parametrize("cell", ["SimpleRNN", "GRU", "LSTM", "PeepholeLSTM"])
def test_with_its_state_carried_a_network_reads_on_as_if_it_had_read_all_at_once(cell: str) -> None:
    spec = specs.spec("text/language_model", cell=cell, hidden=5, layers=2, task=SMALL)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights")).eval()
    train = spec.task.splits(generator(0, "data")).train
    state, found = None, []
    with torch.no_grad():
        for batch in batches(spec.task, train, 4):  # fewer at once than there are places side by side
            outputs, state = run(network, batch.after(state))
            found.append(outputs)
        scores = torch.cat(found)
        whole = train["windows"][2::6, :-1].flatten().unsqueeze(0)
        at_once = network.get_submodule("output")(
            network.get_submodule("memory")(network.get_submodule("symbols")(whole))[0]
        )
    torch.testing.assert_close(scores[2::6].flatten(0, 1), at_once[0], rtol=1e-4, atol=1e-5)


def test_shuffled_windows_are_read_from_nothing_and_so_are_those_of_a_network_that_keeps_no_state() -> None:
    for task, settings in ((SMALL | {"windows": "shuffled"}, {}), (SMALL, {"stateful": False})):
        spec = specs.spec("text/language_model", hidden=4, task=task, **settings)
        network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
        batch = next(batches(spec.task, spec.task.splits(generator(0, "data")).train))
        assert run(network, batch)[1] is None


def test_bits_and_perplexity_are_what_the_loss_says() -> None:
    spec = specs.spec("text/language_model", hidden=4, task=SMALL)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    symbols = len(spec.task.shapes().source or ())
    scores = spec.architecture.measured(network, spec.task, spec.task.splits(generator(0, "data")).validation)
    assert scores["bits"] == pytest.approx(scores["loss"] / math.log(2), rel=1e-5)
    assert scores["perplexity"] == pytest.approx(math.exp(scores["loss"]), rel=1e-5)
    assert scores["perplexity"] == pytest.approx(symbols, rel=0.2)  # it knows nothing yet


def by_hand(learnt: list[tuple[int, ...]], asked: tuple[int, ...], symbols: int) -> float:
    """Witten and Bell's probability, with dictionaries."""
    if not asked:
        return 1 / symbols
    followers: dict[tuple[int, ...], Counter[int]] = defaultdict(Counter)
    for row in learnt:
        followers[row[:-1]][row[-1]] += 1
    shorter = by_hand([row[1:] for row in learnt], asked[1:], symbols)
    seen = followers[asked[:-1]]
    return (seen[asked[-1]] + len(seen) * shorter) / (seen.total() + len(seen)) if seen else shorter


def test_what_counting_says_is_counted_anew_and_adds_up_to_one() -> None:
    draws = torch.Generator().manual_seed(1)
    learnt = torch.randint(5, (60, 3), generator=draws) % torch.tensor([5, 3, 5])
    every = torch.cartesian_prod(*[torch.arange(5)] * 3)
    found = counting.probabilities(learnt, every, 5)
    expected = [by_hand([tuple(row) for row in learnt.tolist()], tuple(row), 5) for row in every.tolist()]
    torch.testing.assert_close(found, torch.tensor(expected, dtype=torch.double))
    torch.testing.assert_close(found.view(5, 5, 5).sum(2), torch.ones(5, 5, dtype=torch.double))
    likeliest = counting.likeliest(learnt, every[:, :2], 5)
    counts = Counter(tuple(row) for row in learnt.tolist())
    assert all(counts[(*row, best)] == max(counts[(*row, one)] for one in range(5))
               for row, best in zip(map(tuple, every[:, :2].tolist()), likeliest.tolist(), strict=True)
               if any(counts[(*row, one)] for one in range(5)))  # fmt: skip


def test_the_baseline_is_what_counting_pairs_gives() -> None:
    task = OwnText(windows="shuffled", amount=2500, window=9)
    splits = task.splits(generator(0, "data"))
    pairs = [(a, b) for row in splits.train["windows"].tolist() for a, b in pairwise(row)]
    asked = [(a, b) for row in splits.validation["windows"].tolist() for a, b in pairwise(row)]
    symbols = len(task.numbers()[1])
    nats = -sum(math.log(by_hand([*pairs], one, symbols)) for one in asked[:40]) / 40
    learnt: Tensor = counting.contexts_of(splits.train["windows"], 1)
    known = counting.probabilities(learnt, torch.tensor(asked[:40]), symbols)
    assert float(-known.log().mean()) == pytest.approx(nats)
    assert task.baseline(splits)["bits"] == pytest.approx(task.baseline(splits)["loss"] / math.log(2))


def test_words_come_apart_and_together_again() -> None:
    text = "O Romeo, Romeo! wherefore art thou?\nDeny thy father; 我爱你。"
    symbols = symbols_of(text, "words")
    assert symbols[:4] == ["O", "Romeo", ",", "Romeo"]
    assert symbols[-4:] == ["我", "爱", "你", "。"]
    assert "".join(pieces(symbols, "words")).strip() == text
    known = vocabulary(symbols, 2)
    assert known == (UNKNOWN, "Romeo", "O")
    assert numbers_of(["O", "thou"], known).tolist() == [2, 0]


def test_tied_outputs_share_one_table_which_the_plan_counts_once() -> None:
    spec = specs.spec("text/language_model", tied=True, hidden=6, embedding=3, task=SMALL)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    planned = plan(spec)
    count = len(spec.task.shapes().source or ())
    assert planned.parameters == sum(layer.parameters for layer in planned.layers)
    assert planned.parameters == sum(one.numel() for one in network.parameters())
    assert {layer.name: layer.parameters for layer in planned.layers}["output"] == count
    assert set(network.state_dict()) >= {"symbols.weight", "output.bias"}
    assert "output.weight" not in network.state_dict()


@pytest.mark.parametrize(
    "settings",
    [{"cell": "LSTM", "layers": 2, "dropout": 0.3}, {"tied": True, "batch_size": 4}, {"shown": "one-hot"}],
    ids=str,
)
def test_a_carried_state_continues_to_the_last_bit_and_is_in_the_script(
    settings: dict[str, Any], tmp_path: Any
) -> None:
    settings = {"task": SMALL, "hidden": 4, "batch_size": 6, "epochs": 2, **settings}
    same_when_interrupted(specs.spec("text/language_model", **settings))
    run_rows, script_rows = both(specs.spec("text/language_model", **settings, engine="torch"), tmp_path)
    assert script_rows == run_rows
