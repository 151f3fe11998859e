"""What the views of recurrent networks show is what the networks do: every way, every layer, every step."""

import base64
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.look.pictures import HeatMap, Panel
from models.look.view import look
from models.spec.kinds import Splits, run
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.tasks.translation import END
from tests.specs import FOUND

SUM, DAY = "4+5", "May 3, 2017"
GRU = ["state", "reset", "update", "candidate"]
LSTM = ["state", "input", "forget", "candidate", "output", "memory"]


def made(task: str, architecture: str, **settings: Any) -> tuple[Spec, nn.Module, Splits]:
    """The smallest network for the smallest task, but for ``settings``."""
    described = {
        "task": {"name": task, **FOUND.tasks[task].smallest},
        "architecture": {"name": architecture, **FOUND.architectures[architecture].smallest, **settings},
    }
    spec = FOUND.parse(described)
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    return spec, network.eval(), spec.task.splits(generator(0, "data"))


def seen(view: str, spec: Spec, network: nn.Module, splits: Splits, question: str = "") -> list[Panel]:
    picture = look(FOUND.views[view], network, spec, splits, question)
    assert isinstance(picture, HeatMap)
    return picture.panels


def numbers(panel: Panel) -> np.ndarray[Any, Any]:
    """A panel's values, (rows, columns)."""
    packed = np.frombuffer(base64.b64decode(panel.values), np.uint8).reshape(len(panel.rows), len(panel.columns))
    return (packed.astype(float) - 128) / 127 * panel.scale if panel.signed else packed / 255


def assert_shows(panel: Panel, states: Tensor) -> None:
    """``states`` (time, units) are what the panel shows."""
    np.testing.assert_allclose(numbers(panel), states.detach().T.numpy(), atol=panel.scale / 200)


def titles(*parts: str, gates: list[str]) -> list[str]:
    return [f"{part} · {gate}" for part in parts for gate in gates]


Nudge = Callable[[int, int, float], list[Any]]
"""Hooks that make a place of the question a little more of a symbol."""


def slopes(spec: Spec, network: nn.Module, question: str, places: list[int], nudge: Nudge) -> Tensor:
    """(places written, places read) sizes of the gradients of the best scores, by finite differences."""
    batch = spec.task.pose(question)
    network = network.double()

    @torch.no_grad()
    def best(*by: Any) -> Tensor:
        hooks = nudge(*by) if by else []
        scores: Tensor = network(batch)[0]
        for hook in hooks:
            hook.remove()
        found: Tensor = scores.gather(1, chosen) if by else scores  # (places, 1) or (places, symbols)
        return found

    chosen = best().argmax(-1, keepdim=True)
    source = spec.task.shapes().source
    assert source is not None
    found = [
        torch.stack([(best(place, symbol, 1e-5) - best(place, symbol, -1e-5)) / 2e-5 for symbol in range(len(source))])
        for place in places
    ]
    sizes: Tensor = torch.stack(found)[..., 0].norm(dim=1)  # (places read, places written)
    return sizes.T


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"bidirectional": True, "encoder_layers": 2},
        {"bidirectional": True, "flavour": "tfjs"},
        {"bidirectional": True, "flavour": "tfjs", "encoder_layers": 2, "cell": "LSTM"},
    ],
    ids=str,
)
def test_what_a_sum_depends_on_is_the_slope_by_finite_differences(settings: dict[str, Any]) -> None:
    spec, network, splits = made("addition", "recurrent", **settings)
    (shown,) = seen("depends", spec, network, splits, SUM)

    def nudge(place: int, symbol: int, by: float) -> list[Any]:
        def changed(module: nn.Module, given: tuple[Tensor]) -> tuple[Tensor]:
            change = torch.zeros_like(given[0])
            change[0, place, symbol] = by
            return (given[0] + change,)

        return [network.get_submodule("encoder").register_forward_pre_hook(changed)]

    expected = slopes(spec, network, SUM, [0, 1, 2], nudge)
    np.testing.assert_allclose(numbers(shown), expected / expected.amax(1, keepdim=True), atol=0.004)
    assert shown.columns == list(SUM)


def embedded(network: nn.Module, length: int) -> Nudge:
    """Of a translator: the same character is changed for both ways of reading."""
    embedding = network.get_submodule("encoder.embedding")

    def nudge(place: int, symbol: int, by: float) -> list[Any]:
        order = iter((place, length - 1 - place))

        def changed(module: nn.Module, given: Any, output: Tensor) -> Tensor:
            output = output.clone()
            output[0, next(order)] += by * module.weight[symbol]  # type: ignore[index]
            return output

        return [embedding.register_forward_hook(changed)]

    return nudge


@pytest.mark.parametrize("both_ways", [False, True])
def test_what_an_attending_network_writes_depends_on_both_ways_of_reading(both_ways: bool) -> None:
    spec, network, splits = made("addition", "attention", bidirectional=both_ways)
    (shown,) = seen("depends", spec, network, splits, SUM)
    expected = slopes(spec, network, SUM, [0, 1, 2], embedded(network, 3))
    np.testing.assert_allclose(numbers(shown), expected / expected.amax(1, keepdim=True), atol=0.004)


def test_what_a_translation_depends_on_leaves_out_the_padding() -> None:
    spec, network, splits = made("translation", "attention", attention="none")
    (shown,) = seen("depends", spec, network, splits, DAY)
    assert shown.columns == list(DAY)
    places = [2, 9]
    expected = slopes(spec, network, DAY, places, embedded(network, len(DAY)))[: len(shown.rows)]
    found = numbers(shown)[:, places]
    # Rows are shown in shares of their largest place, which two places alone do not tell.
    scaled = expected.numpy() * (found.sum(1) / expected.sum(1).numpy())[:, None]
    np.testing.assert_allclose(found, scaled, atol=0.005)
    assert found.min() > 0


def test_a_translator_has_a_panel_for_each_state_and_gate_however_often_its_decoder_is_called() -> None:
    spec, network, splits = made("translation", "attention")
    network.get_parameter("output.bias").data[-1] = 0.2  # the end is written somewhere
    given: list[Any] = []
    hook = network.get_submodule("decoder.cell").register_forward_hook(lambda module, _, output: given.append(output))
    scores = network(spec.task.pose(DAY))
    hook.remove()
    panels = seen("gates", spec, network, splits, DAY)
    parts = ("encoder · forwards", "encoder · backwards", "decoder")
    assert [panel.title for panel in panels] == titles(*parts, gates=GRU)
    target = spec.task.shapes().target
    assert target is not None
    answer = target.decode(scores[0].argmax(-1).tolist())
    assert panels[8].columns in (list(answer), [*answer, END])
    written = torch.cat([states[0] for states, _ in given])  # (places, units)
    assert_shows(panels[8], written[: len(panels[8].columns)])


def test_a_translator_s_gates_stand_in_the_order_of_the_text_both_ways() -> None:
    spec, network, splits = made("translation", "attention")
    panels = seen("gates", spec, network, splits, DAY)
    assert all(panel.columns == list(DAY) for panel in panels[:8])
    encoder: Any = network.get_submodule("encoder")
    letters = encoder.embedding(spec.task.pose(DAY).inputs[:, : len(DAY)])
    assert_shows(panels[0], encoder.forwards(letters)[0][0])
    assert_shows(panels[4], encoder.backwards(letters.flip(1))[0][0].flip(0))


def test_each_layer_and_direction_in_the_way_of_tensorflow_js_is_named_and_in_the_order_of_the_text() -> None:
    spec, network, splits = made("addition", "recurrent", bidirectional=True, flavour="tfjs", encoder_layers=2)
    panels = seen("gates", spec, network, splits, SUM)
    ways = [f"encoder · layer {layer} · {way}" for layer in (1, 2) for way in ("forwards", "backwards")]
    assert [panel.title for panel in panels] == titles(*ways, "decoder", gates=GRU)
    assert all(panel.columns == list(SUM) for panel in panels[:16])
    layers: Any = network.get_submodule("encoder.stack.layers")
    symbols = nn.functional.one_hot(spec.task.pose(SUM).inputs, layers[0].weight_inputs.shape[1]).float()
    first = torch.cat([layers[0](symbols)[0], layers[1](symbols.flip(1))[0].flip(1)], 2)
    assert_shows(panels[4], first[0, :, 4:])
    assert_shows(panels[12], layers[3](first.flip(1))[0].flip(1)[0])


@pytest.mark.parametrize("layers", [1, 2])
def test_each_layer_and_direction_of_torch_s_own_is_drawn(layers: int) -> None:
    spec, network, splits = made("addition", "recurrent", bidirectional=True, encoder_layers=layers, cell="LSTM")
    panels = seen("gates", spec, network, splits, SUM)
    numbered = [""] if layers == 1 else ["layer 1 · ", "layer 2 · "]
    ways = [f"encoder · {number}{way}" for number in numbered for way in ("forwards", "backwards")]
    assert [panel.title for panel in panels] == titles(*ways, "decoder", gates=LSTM)
    ours: Any = network.get_submodule("encoder.stack")
    theirs = nn.LSTM(ours.input_size, 4, layers, batch_first=True, bidirectional=True)
    theirs.load_state_dict(ours.state_dict())
    symbols = nn.functional.one_hot(spec.task.pose(SUM).inputs, ours.input_size).float()
    last, (_, memories) = theirs(symbols)
    assert_shows(panels[12 * layers - 12], last[0, :, :4])
    assert_shows(panels[12 * layers - 6], last[0, :, 4:])
    for way in range(2 * layers):  # a memory ends where its reading does
        panel, end = panels[6 * way + 5], -1 if way % 2 == 0 else 0
        np.testing.assert_allclose(numbers(panel)[:, end], memories[way, 0].detach(), atol=panel.scale / 200)


def test_a_decoder_s_columns_are_what_it_wrote() -> None:
    spec, network, splits = made("addition", "recurrent")
    answer = network(spec.task.pose(SUM)).argmax(-1)[0].tolist()
    target = spec.task.shapes().target
    assert target is not None
    assert seen("gates", spec, network, splits, SUM)[4].columns == [target.symbols[number] for number in answer]


@pytest.mark.parametrize("task", ["sunspots", "series"])
@pytest.mark.parametrize(("cell", "gates"), [("GRU", GRU), ("LSTM", LSTM)])
def test_a_forecaster_shows_its_last_held_out_window_with_the_state_that_it_kept(
    task: str, cell: str, gates: list[str]
) -> None:
    spec, network, splits = made(task, "forecaster", cell=cell, layers=2)
    panels = seen("gates_example", spec, network, splits)
    assert [panel.title for panel in panels] == titles("memory · layer 1", "memory · layer 2", gates=gates)
    assert panels[0].columns == [str(step) for step in range(spec.task.shapes().inputs[0], 0, -1)]
    given: list[Any] = []
    hook = network.get_submodule("memory").register_forward_hook(lambda module, _, output: given.append(output))
    state = None
    for batch in batches(spec.task, splits.validation, spec.architecture.at_once(spec.task)):
        _, state = run(network, batch.after(state))
    hook.remove()
    states, ends = given[-1]
    assert_shows(panels[len(gates)], states[-1])
    if cell == "LSTM":
        memory = panels[len(gates) - 1]
        np.testing.assert_allclose(numbers(memory)[:, -1], ends[1][0, -1].detach(), atol=memory.scale / 200)


def test_a_turing_machine_s_controller_is_drawn_over_the_whole_sequence() -> None:
    spec, network, splits = made("copying", "ntm")
    panels = seen("gates_example", spec, network, splits)
    assert [panel.title for panel in panels] == titles("controller", gates=LSTM)
    batch = next(batches(spec.task, splits.validation))
    assert batch.mask is not None
    longest = int(batch.mask.sum(1).argmax())
    given: list[Any] = []
    hook = network.get_submodule("controller").register_forward_hook(lambda module, _, output: given.append(output[1]))
    network(batch)
    hook.remove()
    steps = spec.task.shapes().inputs[0]
    assert len(given) == steps == len(panels[0].columns)
    assert_shows(panels[0], torch.stack([h[longest] for h, _ in given]))
    assert_shows(panels[5], torch.stack([c[longest] for _, c in given]))


def test_a_turing_machine_without_an_lstm_says_that_it_has_no_gates() -> None:
    spec, network, splits = made("copying", "ntm", controller="dense")
    with pytest.raises(ValueError, match="no recurrent layer"):
        seen("gates_example", spec, network, splits)


@pytest.mark.parametrize("settings", [{}, {"difference": True, "cell": "GRU"}], ids=str)
def test_what_a_forecast_depends_on_is_the_slope_by_finite_differences(settings: dict[str, Any]) -> None:
    spec, network, splits = made("series", "forecaster", stateful=False, **settings)
    (shown,) = seen("depends_window", spec, network, splits)
    network = network.double()
    (rows,) = list(batches(spec.task, splits.validation.rows(len(splits.validation) - 1, len(splits.validation))))
    inputs = rows.inputs.double()  # (1, time, 1)

    @torch.no_grad()
    def foretold(step: int, by: float) -> Tensor:
        nudged = inputs.clone()
        nudged[0, step] += by
        outputs, _ = run(network, type(rows)(nudged, rows.targets))
        values: Tensor = outputs[0, :, 0]
        return values

    steps = range(inputs.shape[1])
    expected = torch.stack([(foretold(step, 1e-5) - foretold(step, -1e-5)).abs() for step in steps], 1)
    np.testing.assert_allclose(numbers(shown), expected / expected.amax(1, keepdim=True), atol=0.004)
    assert (shown.rows, shown.columns) == (["1", "2"], ["", "", "", "1"])


def test_a_look_at_gates_draws_no_random_numbers() -> None:
    spec, network, splits = made("addition", "recurrent", bidirectional=True)
    before = torch.get_rng_state()
    seen("gates", spec, network, splits, SUM)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(("task", "architecture"), [("sunspots", "forecaster"), ("copying", "ntm")])
def test_what_a_task_is_about_stands_before_the_gates_of_an_example(task: str, architecture: str) -> None:
    spec, _, _ = made(task, architecture)
    offered = {name: view for name, view in FOUND.views.items() if view.offered(spec.task, spec.architecture)}
    names = [name for name, view in offered.items() if not view.of_data and name not in ("along_slope", "step")]
    assert names[0] in ("forecast", "heads", "tape_player")
    assert names[-6:-1] == ["gates_example", "activations", "before_the_bend", "gates_by_hand", "gradient_over_time"]
