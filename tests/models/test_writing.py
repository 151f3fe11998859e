"""What a network writes, how likely it finds a text, and which unit follows what: measured by the network itself."""

import base64
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.look.passages import Passage
from models.look.pictures import Lines
from models.look.reading import Style, write
from models.look.text_features import FEATURES, correlations
from models.look.view import look
from models.spec.kinds import Splits, run
from models.spec.seeds import generator
from models.spec.spec import Spec
from tests import specs
from tests.specs import FOUND
from tests.wording import untranslated

TASK: dict[str, Any] = {"amount": 12_000, "window": 16, "streams": 4}


def made(*, task: dict[str, Any] = TASK, **settings: Any) -> tuple[Spec, nn.Module, Splits]:
    spec = specs.spec("text/language_model", task=task, hidden=8, **settings)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights")).eval()
    network.get_submodule("output").get_parameter("weight").data.mul_(8)  # so that it is sure of something
    network.get_submodule("output").get_parameter("bias").data[0] = -50  # and never writes <unk>
    return spec, network, spec.task.splits(generator(0, "data"))


def seen(view: str, question: str, **settings: Any) -> Passage:
    spec, network, splits = made(**settings)
    picture = look(FOUND.views[view], network, spec, splits, question)
    assert isinstance(picture, Passage)
    assert not untranslated(picture)
    assert look(FOUND.views[view], network, spec, splits, question) == picture
    return picture


def values(picture: Passage) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(picture.values), "<f4")


def scores_of(network: nn.Module, spec: Spec, text: str) -> Tensor:
    """Scores after each symbol of ``text``, read at once, (time, symbols)."""
    with torch.no_grad():
        scores: Tensor = run(network, spec.task.pose(text))[0][0].double()
    return scores


@pytest.mark.parametrize("settings", [{}, {"cell": "LSTM", "layers": 2}, {"stateful": False}], ids=str)
def test_at_temperature_0_it_writes_the_likeliest_after_all_before(settings: dict[str, Any]) -> None:
    picture = seen("write", "Romeo\ntemperature=0&length=10", **settings)
    spec, network, _ = made(**settings)
    text = "Romeo"
    for _ in range(10):
        read = text if settings.get("stateful", True) else text[-16:]
        text += spec.task.pieces([int(scores_of(network, spec, read)[-1].argmax())])[0]
    assert "".join(picture.pieces) == text
    assert picture.prompt == 5
    assert picture.mark is not None
    assert (picture.mark.given, picture.mark.answer) == ("Romeo", text[5:])


def test_the_probabilities_are_those_of_the_temperature_and_the_likeliest_alone() -> None:
    spec, network, _ = made()
    style = Style(temperature=0.5, top=3, length=6, seed=4)
    with torch.no_grad():
        written = write(network, spec.task.pose("No, "), 16, style)
    text = "".join(spec.task.pieces(written.numbers.tolist()))
    expected = scores_of(network, spec, text)[:-1] / 0.5
    least = expected.topk(3).values[:, -1:]
    expected = expected.masked_fill(expected < least, -torch.inf).softmax(-1)
    own = expected.gather(1, written.numbers[1:].unsqueeze(1))[:, 0]
    torch.testing.assert_close(written.chances[1:], own, rtol=1e-4, atol=1e-6)
    assert (written.chances[4:] > 0).all()
    torch.testing.assert_close(written.shares[4:].sum(1), torch.ones(6, dtype=torch.double))


def test_a_symbol_that_a_person_takes_stands_there_and_what_is_before_it_stays() -> None:
    plain = seen("write", "Romeo\nlength=12&seed=2")
    assert plain.alternatives is not None
    spec, _, _ = made()
    other = next(one for one in plain.alternatives.numbers if spec.task.pieces([one])[0] != plain.pieces[5 + 4])
    changed = seen("write", f"Romeo\nlength=12&seed=2&take=4:{other}")
    assert changed.pieces[:9] == plain.pieces[:9]
    assert changed.pieces[9] == spec.task.pieces([other])[0]
    assert changed.takes == [(4, other)]


@pytest.mark.parametrize("part", ["temperature=9", "take=1", "length=0", "take=0:9999", "colour=1", "seed"])
def test_what_cannot_be_written_is_refused_in_a_sentence(part: str) -> None:
    spec, network, splits = made()
    with pytest.raises(ValueError, match="Ask as in"):
        look(FOUND.views["write"], network, spec, splits, f"Romeo\n{part}")


@pytest.mark.parametrize("unit", ["characters", "words"])
def test_the_probability_of_a_sentence_is_the_product_of_its_words(unit: str) -> None:
    picture = seen("sentence", "the two lovers", task=TASK | {"reads": unit})
    spec, network, _ = made(task=TASK | {"reads": unit})
    numbers = spec.task.pose("↵the two lovers").inputs[0]
    logs = scores_of(network, spec, "↵the two lovers")[:-1].log_softmax(-1).gather(1, numbers[1:, None])[:, 0]
    assert picture.pieces == ["the", " two", " lovers"]
    assert np.prod(values(picture).astype(float)) == pytest.approx(float(logs.sum().exp()), rel=1e-3)
    whole, turned = (remark.values for remark in picture.remarks[:2])
    back = scores_of(network, spec, "↵lovers two the")[:-1].log_softmax(-1)
    back = back.gather(1, spec.task.pose("↵lovers two the").inputs[0][1:, None])
    assert turned["power"] == pytest.approx(float(-back.sum()) / np.log(10), rel=1e-4)
    assert whole["power"] == pytest.approx(float(-logs.sum()) / np.log(10), rel=1e-4)
    assert whole["perplexity"] == pytest.approx(float((-logs.mean()).exp()), rel=1e-4)


def test_surprise_is_that_of_the_held_out_text_after_all_before() -> None:
    picture = seen("surprise", "2")
    spec, network, _ = made()
    text = "".join(spec.task.pieces(spec.task.parts()[1].tolist()))  # type: ignore[attr-defined]
    shown = "".join(picture.pieces)
    assert picture.group == "2"
    assert shown in text, "no word is torn apart where the text is read at the next place"
    first = seen("surprise", "")
    start = scores_of(network, spec, "".join(first.pieces[:30]))
    numbers = spec.task.pose("".join(first.pieces[:30])).inputs[0]
    expected = -start[:-1].log_softmax(-1).gather(1, numbers[1:, None])[:, 0] / np.log(2)
    np.testing.assert_allclose(values(first)[1:30], expected, rtol=1e-3)


def test_units_are_ranked_by_their_correlation_with_what_is_looked_for() -> None:
    spec, network, _ = made()
    picture = seen("units", "blank")
    unit = int(picture.member.partition("/")[2])
    text = "".join(picture.pieces)
    states, _ = network.get_submodule("memory")(network.get_submodule("symbols")(spec.task.pose(text).inputs))
    np.testing.assert_allclose(values(picture), states[0, :, unit].detach(), atol=1e-5)
    others = [float(one.title.values["share"]) for one in picture.members]  # type: ignore[arg-type]
    assert [abs(one) for one in others] == sorted((abs(one) for one in others), reverse=True)
    assert picture.remarks[0].values["share"] == others[0]
    draws = torch.randn(2, 50, 3)
    found = correlations(draws[0], draws[1, :, 0].double())
    np.testing.assert_allclose(found, np.corrcoef(draws[0].T, draws[1, :, 0])[3, :3], atol=1e-6)


def test_features_of_a_text_are_what_a_reader_sees() -> None:
    text = 'x\n\nROMEO:\n"Ay me." he\nsaid'
    found = {name: count(list(text)) for name, (_, count) in FEATURES.items()}

    def marked(name: str) -> str:
        return "".join(one for one, value in zip(text, found[name], strict=True) if value)

    assert marked("name") == "ROMEO:"
    assert marked("quotes") == '"Ay me.'
    assert marked("capital") == "ROMEOA"
    assert marked("mark") == "."
    assert found["line"][-4:] == [1, 2, 3, 4]
    assert found["left"][-4:] == [4, 3, 2, 1]
    assert [one for one, value in zip(text, found["blank"], strict=True) if value] == [
        "x",
        "\n",
        "R",
        '"',
        "m",
        "h",
        "s",
    ]


def test_what_counting_gives_is_said_for_each_length_of_what_is_looked_back_at() -> None:
    spec, _, splits = made()
    picture = look(FOUND.views["counting"], nn.Identity(), spec, splits, "")
    assert isinstance(picture, Lines)
    assert not untranslated(picture)
    held_out, learnt = (np.frombuffer(base64.b64decode(one.values), "<f4") for one in picture.lines)
    symbols = len(spec.task.shapes().source or ())
    assert len(picture.names) == 7
    assert picture.highest == pytest.approx(np.log2(symbols))
    assert held_out[0] == learnt[0] == pytest.approx(np.log2(symbols))
    assert held_out[2] == pytest.approx(spec.task.baseline(splits)["bits"])
    assert (np.diff(learnt) < 0).all()
    assert picture.remarks[0].values["bits"] == pytest.approx(held_out.min())
