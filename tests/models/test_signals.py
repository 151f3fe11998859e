"""Classes of stretches of a table: which column holds them, what is refused, and that no row is read in two parts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from models.catalogue import find
from models.data.uploads import files, intake
from models.forecasts.stretches import begins_of
from models.look.curves import HEIGHT, WIDTH, curves
from models.look.pictures import ImageGrid
from models.look.view import look
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.tasks.signals import Signals
from tests.own_files import wave


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[None]:
    with files.looking_in(tmp_path):
        yield


def keep(text: str) -> str:
    return intake.keep(text.encode(), "table.csv").data


def walking(rows: int = 80) -> str:
    """A time, what is done, and two numbers."""
    states = ["resting" if row // 20 % 2 == 0 else "walking" for row in range(rows)]
    lines = [f"{row},{states[row]},{value},{row % 7}.5" for row, value in enumerate(wave(rows))]
    return "\n".join(["time,state,force,turn", *lines])


def refused(**settings: Any) -> SpecError:
    with pytest.raises(SpecError) as error:
        find().parse({"task": {"name": "signals", **settings}, "architecture": {"name": "conv1d"}})
    return error.value


def test_the_column_of_few_entries_holds_the_classes_and_all_other_numbers_are_read() -> None:
    task = Signals(data=keep(walking()), window=4)
    assert task.class_names() == ["resting", "walking"]
    assert task.shapes().inputs == (4, 2)
    splits = task.splits(generator(0, "data"))
    batch = task.batch(splits.train, torch.tensor([0]), generator(0, "noise"), training=True)
    assert batch.inputs.shape == (1, 4, 2)
    assert batch.inputs.abs().max() <= 1
    assert Signals(data=keep(walking()), window=4, label=2).class_names() == ["resting", "walking"]


@pytest.mark.parametrize("window", [1, 5, 30])
def test_no_row_is_read_in_two_parts_and_every_window_lies_within_its_class(window: int) -> None:
    task = Signals(window=window)
    found, (_, classes, _) = task.begins(), task.table()
    rows = [{int(begin) + at for begin in part for at in range(window)} for part in vars(found).values()]
    assert not rows[0] & rows[1]
    assert not (rows[0] | rows[1]) & rows[2]
    for part in vars(found).values():
        assert all(len(set(classes[begin : begin + window].tolist())) == 1 for begin in part)
    assert {len(set(task.labelled(part).tolist())) for part in vars(found).values()} == {3}


def test_of_too_few_rows_nothing_begins() -> None:
    assert [len(part) for part in vars(begins_of(torch.zeros(3, dtype=torch.long), 4, 0.2, 0.2)).values()] == [0, 0, 0]


def test_what_cannot_be_learnt_is_refused_in_words() -> None:
    data = keep(walking())
    error = refused(data=data, window=20)
    assert (error.pointer, error.nearest) == ("/task/window", 6)
    assert "'resting' leaves" in error.detail
    assert "state" not in refused(data=data, label=3).detail
    assert refused(data=data, label=3).detail.startswith("force holds")
    assert refused(data=data, label=9).nearest == 4
    assert refused(label=1).detail == "The example has classes of its own: choose a table first."
    numbers = keep("\n".join(["a,b", *(f"{value},{row}.25" for row, value in enumerate(wave(40)))]))
    assert refused(data=numbers).detail.startswith("No column holds classes")
    alone = keep("\n".join(["time,state,same", *(f"{row},{'ab'[row // 10 % 2]},5" for row in range(40))]))
    assert refused(data=alone, label=2).detail.startswith("Beside state no column of numbers")


def test_without_a_table_a_network_learns_the_pulse() -> None:
    task = Signals()
    assert task.class_names() == ["steady", "fast", "uneven"]
    assert task.baseline(task.splits(generator(0, "data")))["accuracy"] < 0.5


def test_windows_are_drawn_on_one_scale_from_left_to_right_each_column_in_its_colour() -> None:
    rising, flat = torch.linspace(0, 1, 24), torch.full((24,), 0.5)
    drawn = curves(torch.stack([rising, flat]).unsqueeze(2))
    assert drawn.shape == (2, 1, HEIGHT, WIDTH)
    middle = drawn[:, 0].argmax(1).double() / (HEIGHT - 1)  # (window, width), from the top
    assert middle[0, 0] > 0.9
    assert middle[0, -1] < 0.1
    assert torch.all((middle[1] - 0.5).abs() < 0.05)

    both = curves(torch.stack([rising, flat], 1).unsqueeze(0))
    assert both.shape == (1, 3, HEIGHT, WIDTH)
    inked = both.flatten(2).mT[both.amax(1).flatten(1) > 0]  # (pixels, channels)
    assert len({tuple(colour) for colour in inked.tolist()}) >= 2


def test_what_is_answered_to_a_window_stands_below_its_lines() -> None:
    spec = find().parse({"task": {"name": "signals"}, "architecture": {"name": "conv1d", "filters": [3]}})
    splits = spec.task.splits(generator(0, "data"))
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    picture = look(find().views["answers"], network, spec, splits, "")
    assert isinstance(picture, ImageGrid)
    assert picture.labels == ["steady", "fast", "uneven"]
    assert len(picture.marks) == picture.of == min(100, len(splits.test))
    assert [mark.expected for mark in picture.marks] == [picture.labels[label] for label in splits.test["labels"][:100]]
