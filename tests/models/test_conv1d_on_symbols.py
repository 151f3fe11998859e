"""Convolutions over time read symbols: they recall within their reach, tell moods apart, and are refused elsewhere."""

from dataclasses import replace
from typing import Any

import pytest
import torch

from models.events import Points
from models.look.view import look
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.training.loop import train
from tests.specs import FOUND, spec

MOMENTS = ("last", "all", "mean", "max")


def best(names: str, **settings: Any) -> float:
    """The highest share of held-out examples that it gets right after an epoch."""
    quick = {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 32, "epochs": 6}
    events = train(spec(names, **{**quick, **settings}))
    points = [one for one in events if isinstance(one, Points) and one.clock == "epoch"]
    return max(value or 0.0 for one in points for value in one.columns["validation/accuracy"])


def test_it_recalls_a_letter_that_its_filters_reach_and_guesses_one_that_they_do_not() -> None:
    gap = {"gap": 10, "examples": 600, "filters": [16, 16, 16]}
    assert best("gap/conv1d", **gap) == 1.0  # 15 moments: the letter lies 11 before the question
    assert best("gap/conv1d", **gap, dilation="none") < 0.5  # 7 moments, of four letters


def test_it_knows_moods_that_order_alone_tells_better_than_a_bag_of_words() -> None:
    reviews = {"examples": 800, "by_order": 1.0}
    assert best("sentiment/conv1d", **reviews, moments="max") > 0.9
    assert best("sentiment/bag_of_words", **reviews) < 0.7


@pytest.mark.parametrize("pool", ["none", "max"])
@pytest.mark.parametrize("moments", MOMENTS)
def test_a_text_that_is_asked_is_read_as_one_of_the_set_whatever_its_length(moments: str, pool: str) -> None:
    made = spec("sentiment/conv1d", examples=60, filters=[4, 4], moments=moments, pool=pool)
    network = made.architecture.build(made.task.shapes(), generator(0, "weights")).eval()
    split, source = made.task.splits(generator(0, "data")).test, made.task.shapes().source
    assert source is not None
    lengths = set()
    for place in range(6):
        batch = made.task.batch(split, torch.tensor([place]), generator(0, "noise"), training=False)
        asked = batch.inputs[batch.inputs != source.symbols.index(source.padding)].unsqueeze(0)  # (1, words)
        lengths.add(asked.shape[1])
        torch.testing.assert_close(network(replace(batch, inputs=asked)), network(batch))
    assert len(lengths) > 1


@pytest.mark.parametrize("moments", MOMENTS)
@pytest.mark.parametrize("names", ["gap/conv1d", "sentiment/conv1d"])
def test_every_view_of_it_is_drawn(names: str, moments: str) -> None:
    made = spec(names, examples=60, filters=[4, 4], moments=moments)
    network = made.architecture.build(made.task.shapes(), generator(0, "weights"))
    splits = made.task.splits(generator(0, "data"))
    form = made.task.question()
    assert form is not None
    views = [view for view in FOUND.views.values() if view.offered(made.task, made.architecture)]
    assert len(views) > 3
    for view in views:
        assert look(view, network, made, splits, form.example if view.asks else "").type


def test_where_an_answer_is_a_text_it_is_refused_with_what_fits() -> None:
    for task in ("addition", "text"):
        with pytest.raises(SpecError) as refused:
            spec(f"{task}/conv1d")
        assert refused.value.pointer == "/architecture"
        assert refused.value.detail
        assert isinstance(refused.value.allowed, list)
        assert "conv1d" not in refused.value.allowed
