"""The cosine's rivals are those that were worked out, and what the listing prints is a sum."""

import base64
import math
from typing import Any

import numpy as np
import pytest
import torch

from models.forecasts.rivals import rivals
from models.look.pictures import Charts, Lines
from models.look.view import look
from models.spec.kinds import Batch, Splits
from models.spec.metrics import score
from models.spec.seeds import generator
from models.tasks.cosine import Cosine
from models.tasks.waves import Waves
from models.training.points import BatchReport
from models.views.forecast import Forecast
from models.views.free_run import FreeRun, by_network
from tests.specs import spec

PUBLISHED = Cosine(test=False)


def splits_of(task: Cosine | Waves) -> Splits:
    return task.splits(generator(task.seed, "data"))


def test_the_windows_are_the_published_ones() -> None:
    splits = splits_of(PUBLISHED)
    assert (len(splits.train), len(splits.validation), len(splits.test)) == (100, 50, 50)
    values = torch.cos(torch.arange(200, dtype=torch.double)).float()
    torch.testing.assert_close(splits.train["rows"][7, :, 0], values[7:57])
    torch.testing.assert_close(splits.validation["next"][:, 0, 0], values[150:])
    assert splits.validation["when"][[0, -1]].tolist() == [150, 199]


def test_the_published_figure_lies_between_always_0_and_a_rule_of_two_values() -> None:
    splits = splits_of(PUBLISHED)
    windows, came = splits.validation["rows"], splits.validation["next"]
    missed = {str(name): rule(windows) - came for name, rule in rivals(PUBLISHED, splits.train).items()}
    roots = {name: one.square().mean().sqrt().item() for name, one in missed.items()}
    assert roots["Always 0"] == pytest.approx(0.7092, abs=5e-5)
    assert roots["Repeating the last value"] == pytest.approx(0.6764, abs=5e-5)
    assert roots["Linear rule"] < 1e-5
    assert PUBLISHED.baseline(splits)["rmse"] == pytest.approx(0.6764, abs=5e-5)
    last = windows[:, -1:]
    best = (last * came).sum() / last.square().sum()
    assert (best * last - came).square().mean().sqrt().item() == pytest.approx(0.595, abs=5e-4)
    assert best.item() == pytest.approx(0.55, abs=0.01)
    two = 2 * math.cos(1) * windows[:, -1:] - windows[:, -2:-1]
    assert (two - came).abs().max().item() < 1e-5


def test_what_the_listing_prints_is_a_sum_and_so_twice_as_large_for_twice_the_windows() -> None:
    def measured(task: Cosine, part: str) -> dict[str, float]:
        network = torch.nn.Module()
        network.forward = lambda batch: torch.zeros_like(batch.targets)
        return score(network, task, getattr(splits_of(task), part), 7)

    whole = measured(PUBLISHED, "validation")
    assert whole["rmse"] == pytest.approx(0.7092, abs=5e-5)
    assert whole["printed"] == pytest.approx(50 * whole["rmse"] ** 2 / 2, rel=1e-5)
    assert measured(PUBLISHED, "train")["printed"] == pytest.approx(2 * whole["printed"], rel=0.02)
    halved = measured(Cosine(test=False, halved=True), "validation")
    assert halved["loss"] == pytest.approx(whole["loss"] / 2)
    assert halved["rmse"] == pytest.approx(whole["rmse"])


def test_a_root_of_several_batches_is_that_of_all_their_squares() -> None:
    report = BatchReport()
    for squares in (1.0, 9.0):
        report.add((1, 1, 1, 1, 1), {"rmse": torch.tensor([squares, 1, 1])})
    assert report.take().columns["train/rmse"] == [1, 3]
    report.rows = 20_000
    for squares in (1.0, 7.0):
        report.add((1, 1, 1, 1, 1), {"rmse": torch.tensor([squares, 1, 1])})
    assert report.take().columns["train/rmse"] == [2]


@pytest.mark.parametrize("wave", ["sine", "three sines", "square", "chirp", "noise"])
def test_no_value_is_foretold_in_two_parts_and_each_column_is_an_eighth_of_a_period_ahead(wave: Any) -> None:
    task = Waves(wave=wave, horizon=3, columns=2, noise=0.0, period=16, training_windows=50, held_out_windows=20)
    splits = splits_of(task)
    ends = [(part["when"][0].item(), part["when"][-1].item() + 2) for part in vars(splits).values()]
    assert ends[0][1] < ends[1][0] < ends[1][1] < ends[2][0]
    assert ends[2][1] == task.rows() - 1
    if wave in ("sine", "three sines"):
        after = splits.train["next"]
        torch.testing.assert_close(after[:-2, 0, 1], after[2:, 0, 0])


def test_what_is_no_sum_of_sines_a_linear_rule_misses() -> None:
    def missed(**settings: Any) -> float:
        task = Waves(noise=0.0, **settings)
        splits = splits_of(task)
        *_, rule = rivals(task, splits.train).values()
        return float((rule(splits.validation["rows"]) - splits.validation["next"]).square().mean())

    assert missed(wave="three sines") < 1e-8
    assert missed(wave="noise") > 0.7
    assert missed(wave="square") > 1e-2


def drawn(picture: Lines) -> dict[str, np.ndarray[Any, Any]]:
    return {str(line.name): np.frombuffer(base64.b64decode(line.values), "<f4") for line in picture.lines}


def test_a_free_run_reads_nothing_that_came_after_its_first_window() -> None:
    """The network repeats the last value: one step ahead it follows what came, on its own it stands still."""
    made = spec("cosine/forecaster", hidden=2, difference=True, stateful=True)
    network = made.architecture.build(made.task.shapes(), generator(0, "weights"))
    for parameter in network.get_submodule("output").parameters():
        torch.nn.init.zeros_(parameter)
    splits = splits_of(Cosine())
    ahead, alone = (look(view, network, made, splits, "") for view in (Forecast(), FreeRun()))
    assert isinstance(ahead, Lines)
    assert isinstance(alone, Lines)
    last = splits.validation["rows"][:, -1, 0].numpy()
    np.testing.assert_allclose(drawn(ahead)["Network"], last, rtol=1e-5)
    np.testing.assert_allclose(drawn(alone)["Network"], np.full(50, last[0]), rtol=1e-5)
    np.testing.assert_allclose(drawn(alone)["Linear rule"], drawn(alone)["What came"], atol=1e-3)
    assert len(alone.remarks) == 5
    assert str(ahead.remarks[1]).startswith("Always 0: mean square 0.5")


def test_a_free_run_carries_the_state_by_what_leaves_the_window() -> None:
    made = spec("waves/forecaster", hidden=3, horizon=2, window=4, columns=2)
    network = made.architecture.build(made.task.shapes(), generator(0, "weights")).eval()
    whole = torch.randn(4, 2)
    with torch.no_grad():
        answers = by_network(network, whole, 5)
        read = torch.cat([whole, answers])[:8].unsqueeze(0)  # all that was read before the last answer
        outputs = network(Batch(read, torch.zeros(1, 0))).outputs
    torch.testing.assert_close(outputs[0, :1], answers[4:5])


def test_every_column_and_the_farthest_step_have_a_chart() -> None:
    made = spec("waves/forecaster", hidden=2, horizon=3, columns=2)
    network = made.architecture.build(made.task.shapes(), generator(0, "weights"))
    picture = look(Forecast(), network, made, made.task.splits(generator(0, "data")), "")
    assert isinstance(picture, Charts)
    titles = [str(one.title) for one in picture.charts]
    assert titles == ["Column 1 · 1 value ahead", "Column 2 · 1 value ahead", "Column 1 · 3 values ahead"]
    assert picture.charts[2].start == picture.charts[0].start + 2
