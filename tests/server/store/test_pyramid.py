"""The pyramid keeps every extreme, both ends and any gap, and gives rows as they were measured."""

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.events import Number
from server.store.curves import LEAF, Curve
from server.store.pyramid import joined, lists, stretches_of_one_form, table
from server.store.sqlite.schema import TABLES
from server.store.sqlite.stretches import Stretches

END = 2**62


@pytest.fixture
def curve() -> Iterator[Curve]:
    yield from _curves()


def _curves() -> Iterator[Curve]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    yield Curve(Stretches(connection, 1, "batch"))
    connection.close()


def rows(values: list[Number], first: int = 0, name: str = "train/loss") -> dict[str, list[Number]]:
    return {"step": [float(first + index) for index in range(len(values))], name: values}


numbers = st.one_of(st.none(), st.floats(-1e6, 1e6), st.integers(-3, 3).map(float))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(numbers, min_size=1, max_size=70), min_size=1, max_size=12), st.integers(2, 60))
def test_a_thinned_curve_has_the_extremes_and_ends_of_the_measured_one(parts: list[list[Number]], most: int) -> None:
    for curve in _curves():
        values: list[Number] = []
        for part in parts:
            curve.write(table(rows(part, len(values))))
            values += part
        thinned, _ = curve.read(0, END, most)
        steps = thinned.steps.astype(int).tolist()
        assert steps == sorted(set(steps))
        assert (steps[0], steps[-1]) == (0, len(values) - 1)
        assert lists(thinned)["train/loss"] == [values[step] for step in steps]
        finite = [value for value in values if value is not None]
        kept = [value for value in lists(thinned)["train/loss"] if value is not None]
        if finite:
            assert (min(finite), max(finite)) == (min(kept), max(kept))
        assert (None in values) == (None in lists(thinned)["train/loss"])


@settings(max_examples=60, deadline=None)
@given(st.integers(40, 600), st.integers(0, 600), st.integers(0, 600), st.integers(2, 50))
def test_a_part_of_a_curve_has_the_extremes_of_that_part(length: int, one: int, other: int, most: int) -> None:
    first, last = sorted((one, other))
    values = np.random.default_rng(length).normal(size=length)
    for curve in _curves():
        curve.write(table(rows(values.tolist())))
        part, _ = curve.read(first, last, most)
        expected = values[first : last + 1]
        kept = lists(part).get("train/loss", [])
        assert len(kept) == 0 or len(expected)
        if len(expected):
            assert (min(expected), max(expected)) == (min(kept), max(kept))  # type: ignore[type-var]
            assert (kept[0], kept[-1]) == (expected[0], expected[-1])


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 300), st.integers(-1, 320), st.integers(0, 100))
def test_a_curve_cut_and_continued_equals_one_written_at_once(length: int, step: int, more: int) -> None:
    values = np.random.default_rng(step + 1).normal(size=length + more).tolist()
    kept = max(0, min(length, step + 1))
    for curve in _curves():
        curve.write(table(rows(values[:length])))
        curve.cut(step)
        if more:
            curve.write(table(rows(values[length:], kept)))
        for most in (10, END):
            after, _ = curve.read(0, END, most)
            for fresh in _curves():
                if kept + more:
                    fresh.write(table(rows(values[:kept] + values[length:])))
                assert lists(after) == lists(fresh.read(0, END, most)[0])


def test_what_fits_is_given_as_measured(curve: Curve) -> None:
    values: list[Number] = [0.1, None, 1e-300, -2.0, 3.0]
    curve.write(table(rows(values)))
    whole, thinned = curve.read(0, END, 5)
    assert not thinned
    assert lists(whole) == {"step": [0, 1, 2, 3, 4], "train/loss": values}


def test_a_long_curve_is_read_in_about_as_many_rows_as_asked_for(curve: Curve) -> None:
    random = np.random.default_rng(0)
    count = 20_000
    columns = {
        "step": list(range(count)),
        "a": random.normal(size=count).tolist(),
        "b": random.normal(size=count).tolist(),
    }
    curve.write(table(columns))
    touched: list[str] = []
    assert isinstance(curve.shelf, Stretches)
    curve.shelf.connection.set_trace_callback(touched.append)
    thinned, was = curve.read(0, END, 2000)
    curve.shelf.connection.set_trace_callback(None)
    assert was
    assert 900 <= len(thinned) <= 2000 + 4 * LEAF
    assert len(touched) < 60


def test_series_measured_only_now_and_then_are_told_apart_from_gaps(curve: Curve) -> None:
    curve.write(table({"step": [0], "loss": [1.0]}))
    curve.write(table({"step": [1, 2], "loss": [0.5, None], "norm": [3.0, 4.0]}))
    parts = stretches_of_one_form(curve.read(0, END, 100)[0])
    assert [lists(part) for part in parts] == [
        {"step": [0], "loss": [1]},
        {"step": [1, 2], "loss": [0.5, None], "norm": [3, 4]},
    ]


def test_points_without_a_step_are_refused() -> None:
    with pytest.raises(ValueError, match="step"):
        table({"loss": [1.0]})


def test_nothing_joined_is_an_empty_table() -> None:
    assert len(joined([])) == 0
