"""Translation counts only what is to be written, and attention follows Luong's equations."""

import base64
from typing import Any

import numpy as np
import pytest
import torch

from models.architectures.attention import ATTENDING, Attention
from models.data.sets import dates, number_words
from models.look.attention import weights_of
from models.look.pictures import HeatMap
from models.look.view import look
from models.spec.kinds import Batch, Shapes
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec_error import SpecError
from models.tasks.translation import END, PADDING, Translation
from models.views.attention_map import AttentionMap
from tests.models import old_attention
from tests.specs import FOUND


def spec(**architecture: Any) -> Spec:
    return FOUND.parse(
        {"task": {"name": "translation", "examples": 60}, "architecture": {"name": "attention", **architecture}}
    )


def some(task: Translation, rows: int = 6) -> Batch:
    splits = task.splits(generator(0, "data"))
    return task.batch(splits.train, torch.arange(rows), torch.Generator(), training=True)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("French", "mercredi 3 mai 2017"),
        ("German", "Mittwoch, 3. Mai 2017"),
        ("Spanish", "miércoles, 3 de mayo de 2017"),
    ],
)
@pytest.mark.parametrize("source", ["plain", "reversed", "twice"])
def test_a_question_is_a_date_and_its_translation(language: Any, expected: str, source: Any) -> None:
    task = Translation(language=language, source=source)
    batch = task.pose("  wednesday, May 3,  2017 ")
    assert task.read(batch) == ["Wednesday, May 3, 2017"]
    target = task.shapes().target
    assert target is not None
    assert target.decode(batch.targets[0].tolist()) == expected
    assert batch.inputs.shape[1:] + batch.targets.shape[1:] == task.shapes().inputs + task.shapes().targets


@pytest.mark.parametrize("nonsense", ["", "May 3, 2017", "Wednesday, May 33, 2017", "Friday, May 3, 1803", "miércoles"])
def test_nonsense_is_refused_with_an_example(nonsense: str) -> None:
    with pytest.raises(ValueError, match="such as Wednesday, May 3, 2017"):
        Translation().pose(nonsense)


def test_a_wrong_weekday_is_corrected() -> None:
    with pytest.raises(ValueError, match="Did you mean Wednesday, May 3, 2017"):
        Translation().pose("Monday, May 3, 2017")


@pytest.mark.parametrize("language", dates.LANGUAGES)
@pytest.mark.parametrize("weekday", [True, False])
def test_every_day_fits_the_alphabet_and_the_length(language: str, weekday: bool) -> None:
    symbols, longest = dates.extent(language, weekday)
    texts = [dates.written(day, language, weekday) for day in range(0, dates.DAYS, 97)]
    assert set("".join(texts)) <= set(symbols)
    assert max(map(len, texts)) <= longest
    assert not {PADDING, END} & set(symbols)


def test_the_masked_loss_equals_a_loop_over_the_characters_that_count() -> None:
    task = Translation(examples=60)
    batch = some(task)
    torch.manual_seed(0)
    scores = torch.randn(6, *task.shapes().targets, len(task.alphabets[1]), dtype=torch.double)
    losses, right, wholes = [], 0, 0
    for row, text in enumerate(batch.targets.tolist()):
        written = task.alphabets[1].decode(text) + END
        odds = scores[row].numpy() - np.log(np.exp(scores[row].numpy()).sum(-1, keepdims=True))
        numbers = task.alphabets[1].encode(written)
        losses.append(-np.mean([odds[place, number] for place, number in enumerate(numbers)]))
        hits = [scores[row, place].argmax() == number for place, number in enumerate(numbers)]
        right, wholes = right + sum(map(int, hits)), wholes + all(hits)
    assert task.loss(scores, batch).item() == pytest.approx(np.mean(losses))
    scored = task.score(scores, batch)
    assert scored["accuracy"].tolist() == [
        right,
        sum(len(task.alphabets[1].decode(row)) + 1 for row in batch.targets.tolist()),
    ]
    assert scored["exact"].tolist() == [wholes, 6]
    changed = scores.clone()
    assert batch.mask is not None
    changed[~batch.mask] = 100.0
    assert task.loss(changed, batch) == task.loss(scores, batch)


def softmax(values: Any) -> Any:
    return np.exp(values) / np.exp(values).sum()


@pytest.mark.parametrize("kind", ["dot", "general", "concat"])
def test_attention_follows_the_equations_one_place_at_a_time(kind: str) -> None:
    torch.manual_seed(0)
    module = ATTENDING[kind](5).double()
    weights = {name: parameter.detach().numpy() for name, parameter in module.named_parameters()}
    written, read = torch.randn(2, 3, 5).double(), torch.randn(2, 4, 5).double()
    lengths = [4, 2]
    inside = torch.arange(4) < torch.tensor(lengths).unsqueeze(1)
    outputs, given = module(written, read, inside)
    for row, place in np.ndindex(2, 3):
        h = written[row, place].numpy()
        scores = []
        for h_s in read[row, : lengths[row]].numpy():
            if kind == "dot":
                scores.append(h @ h_s)
            elif kind == "general":
                scores.append(h @ (weights["W.weight"] @ h_s))
            else:
                scores.append(weights["v.weight"][0] @ np.tanh(weights["W_h.weight"] @ h + weights["W_s.weight"] @ h_s))
        a = np.append(softmax(np.array(scores)), [0.0] * (4 - lengths[row]))
        expected = np.tanh(weights["combine.weight"] @ np.concatenate([a @ read[row].numpy(), h]))
        np.testing.assert_allclose(given[row, place].detach().numpy(), a, atol=1e-12)
        np.testing.assert_allclose(outputs[row, place].detach().numpy(), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("cell", "attention"), [("SimpleRNN", "dot"), ("GRU", "general"), ("LSTM", "concat"), ("LSTM", "none")]
)
def test_padding_is_never_read(cell: Any, attention: Any) -> None:
    one = spec(cell=cell, attention=attention, hidden=6)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights")).eval()
    batch = some(one.task)  # type: ignore[arg-type]
    changed = batch.inputs.clone()
    for row, length in zip(changed, batch.more["lengths"].tolist(), strict=True):
        row[length:] = 3
    torch.testing.assert_close(network(batch), network(Batch(changed, batch.targets, batch.mask, batch.more)))


def test_reading_both_ways_equals_packed_sequences_of_torch() -> None:
    one = spec(hidden=6)
    encoder = one.architecture.build(one.task.shapes(), generator(0, "weights")).get_submodule("encoder")
    both = torch.nn.GRU(32, 6, batch_first=True, bidirectional=True)
    own = encoder.state_dict()
    both.load_state_dict(
        {
            f"{name}{ending}": own[f"{way}.{name}"]
            for way, ending in (("forwards", ""), ("backwards", "_reverse"))
            for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        }
    )
    batch = some(one.task)  # type: ignore[arg-type]
    lengths = batch.more["lengths"]
    embedded = encoder.get_submodule("embedding")(batch.inputs)
    packed = torch.nn.utils.rnn.pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
    theirs, last = both(packed)
    states, _ = torch.nn.utils.rnn.pad_packed_sequence(theirs, batch_first=True, total_length=batch.inputs.shape[1])
    read, ours = encoder(batch.inputs, lengths)
    inside = torch.arange(read.shape[1]) < lengths.unsqueeze(1)
    torch.testing.assert_close(read[inside], (states[..., :6] + states[..., 6:])[inside])
    torch.testing.assert_close(ours, last.sum(0))


def test_targets_are_told_while_learning_and_never_seen_when_scored() -> None:
    one = spec(hidden=6)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    batch = some(one.task)  # type: ignore[arg-type]
    other = Batch(batch.inputs, batch.targets.flip(0), batch.mask, batch.more)
    assert not torch.equal(network(batch), network(other))
    network.eval()
    assert torch.equal(network(batch), network(other))


def test_being_told_what_it_would_have_said_changes_nothing() -> None:
    one = spec(hidden=6, cell="LSTM")
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    batch = some(one.task)  # type: ignore[arg-type]
    alone = network.eval()(batch)
    told = network.train()(Batch(batch.inputs, alone.argmax(-1), batch.mask, batch.more))
    torch.testing.assert_close(told, alone)


def test_the_attention_map_shows_the_weights_up_to_the_ends() -> None:
    one = spec(hidden=6)
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    splits = one.task.splits(generator(0, "data"))
    picture = look(AttentionMap(), network, one, splits, "Wednesday, May 3, 2017")
    assert isinstance(picture, HeatMap)
    (panel,) = picture.panels
    assert "".join(panel.columns) == "Wednesday, May 3, 2017"
    shown = np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(len(panel.rows), len(panel.columns))
    with torch.no_grad():
        (weights,) = weights_of(network.eval(), one.task.pose("Wednesday, May 3, 2017"))[1].values()
    np.testing.assert_allclose(shown / 255, weights[0, 0, : len(panel.rows), : len(panel.columns)].numpy(), atol=0.002)
    assert picture.mark is not None
    assert picture.mark.expected == "mercredi 3 mai 2017"


def test_a_network_without_attention_says_so() -> None:
    one = spec(hidden=6, attention="none")
    network = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    with pytest.raises(ValueError, match="no attention to look at"):
        look(AttentionMap(), network, one, one.task.splits(generator(0, "data")), "Wednesday, May 3, 2017")
    assert not AttentionMap().offered(one.task, one.architecture)


def test_it_adds_as_well_where_all_are_equally_long() -> None:
    shapes: Shapes = FOUND.tasks["addition"]().shapes()
    network = Attention(hidden=4).build(shapes, generator(0, "weights")).eval()
    batch = FOUND.tasks["addition"]().pose("47+38")
    assert network(batch).shape == (1, 3, 12)


@pytest.mark.parametrize(
    ("cell", "attention"), [("SimpleRNN", "dot"), ("GRU", "general"), ("LSTM", "concat"), ("PeepholeLSTM", "none")]
)
def test_one_layer_without_input_feeding_gives_what_earlier_versions_gave_to_the_last_bit(
    cell: Any, attention: Any
) -> None:  # fmt: skip
    one = spec(cell=cell, attention=attention, hidden=6)
    now = one.architecture.build(one.task.shapes(), generator(0, "weights"))
    torch.manual_seed(int(torch.randint(2**62, (), generator=generator(0, "weights"))))
    before = old_attention.Translator(one.architecture, one.task.shapes())
    assert [*now.state_dict()] == [*before.state_dict()]
    assert all(torch.equal(new, old) for new, old in zip(now.parameters(), before.parameters(), strict=True))
    batch = some(one.task)  # type: ignore[arg-type]
    for network in (now, before):
        one.task.loss(network(batch), batch).backward()  # type: ignore[no-untyped-call]
    for new, old in zip(now.parameters(), before.parameters(), strict=True):
        assert new.grad is not None
        assert old.grad is not None
        assert torch.equal(new.grad, old.grad)
    assert torch.equal(now.eval()(batch), before.eval()(batch))


def test_what_earlier_versions_called_reversed_is_a_source_that_is_reversed() -> None:
    before = {"task": {"name": "translation", "reverse": True}, "architecture": {"name": "attention"}}
    assert FOUND.parse(before).task == Translation(source="reversed")
    assert FOUND.current(before)["task"] == {"name": "translation", "source": "reversed"}
    assert FOUND.current_setting(before, "/task/reverse") == "/task/source"
    assert FOUND.current_race(before, {"/task/reverse": [False, True]}) == {"/task/source": ["plain", "reversed"]}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("French", "mille deux cent trente-quatre"),
        ("German", "eintausendzweihundertvierunddreißig"),
        ("Spanish", "mil doscientos treinta y cuatro"),
    ],
)
@pytest.mark.parametrize("asked", ["1234", "1,234", "one thousand, two hundred and thirty-four"])
def test_a_number_is_asked_in_digits_or_in_words(language: Any, expected: str, asked: str) -> None:
    task = Translation(what="numbers", language=language)
    batch = task.pose(asked)
    assert task.read(batch) == ["one thousand, two hundred and thirty-four"]
    assert task.alphabets[1].decode(batch.targets[0].tolist()) == expected


def test_thousands_that_end_in_one_lose_their_o_in_spanish() -> None:
    words = [number_words.written(number, "Spanish") for number in (1000, 21_000, 31_001, 101_101)]
    assert words == ["mil", "veintiún mil", "treinta y un mil uno", "ciento un mil ciento uno"]


@pytest.mark.parametrize("nonsense", ["", "12345", "minus one", "one thousand thousand", "vierunddreißig"])
def test_what_is_no_number_is_refused_with_an_example(nonsense: str) -> None:
    with pytest.raises(ValueError, match="at most 4 digits, such as one thousand"):
        Translation(what="numbers").pose(nonsense)


@pytest.mark.parametrize("language", number_words.LANGUAGES)
@pytest.mark.parametrize("digits", [3, 4, 6])
def test_every_number_fits_the_alphabet_and_the_length(language: str, digits: int) -> None:
    symbols, longest = number_words.extent(language, digits)
    step = max(1, 10**digits // 997)
    texts = [number_words.written(number, language) for number in range(0, 10**digits, step)]
    assert set("".join(texts)) <= set(symbols)
    assert max(map(len, texts)) <= longest
    assert not {PADDING, END} & set(symbols)


def test_there_are_not_more_numbers_than_there_are() -> None:
    with pytest.raises(SpecError) as refused:
        FOUND.parse(
            {"task": {"name": "translation", "what": "numbers", "digits": 3}, "architecture": {"name": "seq2seq"}}
        )
    assert (refused.value.pointer, refused.value.nearest) == ("/task/examples", 1000)


def test_what_a_plain_encoder_has_read_last_is_the_end_of_the_text() -> None:
    one = FOUND.parse({"task": {"name": "translation"}, "architecture": {"name": "seq2seq", "hidden": 6}})
    encoder = one.architecture.build(one.task.shapes(), generator(0, "weights")).get_submodule("encoder")
    padded = encoder(torch.tensor([[1, 2, 3, 0, 0], [4, 3, 2, 1, 5]]), torch.tensor([3, 5]))
    before = encoder(torch.tensor([[0, 0, 1, 2, 3], [4, 3, 2, 1, 5]]), None)
    assert all(torch.equal(one, other) for one, other in zip(padded, before, strict=True))
