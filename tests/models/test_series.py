"""Series of a table of one's own: which column, how its numbers are read, in which order."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.data.uploads import files, intake
from models.data.uploads.tables.reading import tables_of
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.tasks.series import OwnSeries
from tests.own_files import wave
from tests.specs import FOUND, spec_json


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[None]:
    with files.looking_in(tmp_path):
        yield


def keep(text: str) -> str:
    return intake.keep(text.encode(), "table.csv").data


def test_a_table_is_learnt_from_in_the_encoding_that_its_owners_languages_decided() -> None:
    """The page shows the note; of a month that is read wrongly nobody would know that the file is not turned round."""
    months = ["Ara", "Kas", "Eki", "Eyl", "Ağu", "Tem", "Haz", "May", "Nis", "Mar", "Şub", "Oca"]
    dates = [f"1 {month} 2023" for month in months]
    dates += [f"{day} {month} 2022" for month in months[:4] for day in (20, 10, 1)]
    rows = [f"{date};{place % 7 + 1},5{place % 4}" for place, date in enumerate(dates)]
    own_data = intake.keep("\n".join(["Tarih;Fiyat", *rows]).encode("cp1254"), "table.csv", languages=["tr"])
    (noted,), (read,) = own_data.tables, tables_of(own_data.data)
    assert (noted.encoding, noted.names, noted.falls) == ("Windows-1254", ["Tarih", "Fiyat"], "Tarih")
    assert (read.encoding, list(read.names), read.falls) == (noted.encoding, noted.names, noted.falls)


def refused(**settings: Any) -> SpecError:
    with pytest.raises(SpecError) as error:
        FOUND.parse({"task": {"name": "series", "window": 4, **settings}, "architecture": {"name": "forecaster"}})
    return error.value


def test_what_is_foretold_first_is_the_first_column_that_is_worth_it() -> None:
    data = keep("\n".join(["Year;same;value", *(f"{1990 + row};5;{value}" for row, value in enumerate(wave(30)))]))
    assert OwnSeries(data=data, window=4).rows().tolist() == wave(30)
    assert OwnSeries(data=data, window=4, column=1).rows()[0] == 1990
    assert OwnSeries(data=data, window=4).narrowed()["column"] == {"maximum": 3}


def test_a_column_that_is_always_the_same_names_another_one() -> None:
    data = keep("\n".join(["a,b", *(f"5,{value}" for value in wave(30))]))
    error = refused(data=data, column=1)
    assert (error.pointer, error.nearest) == ("/task/column", 2)
    assert "the same number in all rows" in error.detail
    assert refused(data=data, column=3).nearest == 2
    assert refused(column=2).detail == "The example has 1 column."


def test_what_is_ambiguous_is_refused_by_a_question_until_it_is_answered() -> None:
    data = keep("\n".join(["day;price", *(f"{row};{row % 7 + 1}.23{row % 3}" for row in range(30))]))
    error = refused(data=data)
    assert (error.pointer, error.nearest) == ("/task/numbers", None)
    assert error.detail == "price: '1.230' may mean 1.23 (decimals) or 1230 (thousands). Choose which."
    assert OwnSeries(data=data, window=4, numbers="decimals").rows()[0] == 1.23
    assert OwnSeries(data=data, window=4, numbers="thousands").rows()[0] == 1230
    assert OwnSeries(data=data, window=4, column=1).rows()[5] == 5


def test_a_line_that_may_be_one_number_or_two_is_asked_about() -> None:
    data = keep("\n".join(f"{11 + row % 7},{25 + row % 5}" for row in range(30)))
    error = refused(data=data)
    assert error.detail == "A line such as '11,25' may be one number (11.25) or several cells (11 | 25). Choose which."
    assert OwnSeries(data=data, window=4, numbers="decimals").rows()[0] == 11.25
    both = [OwnSeries(data=data, window=4, numbers="columns", column=column).rows()[0] for column in (1, 2)]
    assert both == [11, 25]


def test_a_table_that_begins_with_the_newest_is_turned_round_unless_that_is_switched_off() -> None:
    dates = [f"2024-12-{day}" for day in range(31, 9, -1)]
    rows = [f"{day},{value}" for day, value in zip(dates, wave(22), strict=True)]
    data = keep("\n".join(["day,value", *rows]))
    assert OwnSeries(data=data, window=4).rows().tolist() == wave(22)[::-1]
    assert OwnSeries(data=data, window=4, oldest_first=False).rows().tolist() == wave(22)


def test_a_table_that_an_older_version_kept_and_this_one_refuses_is_said_in_its_words() -> None:
    content = b"a\n1\n2\n"
    data = hashlib.sha256(content).hexdigest()
    note = {"data": data, "form": "table", "title": "a", "name": "a.csv", "bytes": len(content), "added": ""}
    (files.folders()[0] / data).write_bytes(content)
    files.note_of(data, files.folders()[0]).write_text(json.dumps(note))
    error = refused(data=data)
    assert (error.pointer, error.detail.partition(".")[0]) == ("/task/data", "The table has 2 rows")


def test_a_saved_spec_of_an_older_version_means_what_it_meant() -> None:
    dates = [f"2024-12-{day}" for day in range(31, 9, -1)]
    data = keep("\n".join(["day;value", *(f"{day};{row % 7 + 1}.234" for row, day in enumerate(dates))]))
    saved = spec_json("series/forecaster", data=data, column=1, window=4)
    task = FOUND.parse(FOUND.upgraded(saved)).task
    assert isinstance(task, OwnSeries)
    assert task.rows()[:2].tolist() == [1.234, 2.234]
    newer = {**saved, "task": FOUND.parse(FOUND.upgraded(saved)).to_json()["task"]}
    assert FOUND.upgraded(newer) == newer
    plain = {"task": {"name": "addition"}, "architecture": {"name": "gone"}}
    assert FOUND.upgraded(plain) == plain


def two_columns(rows: int = 40) -> str:
    lines = [f"{row},{value},{row % 7}.5,3" for row, value in enumerate(wave(rows))]
    return keep("\n".join(["day,price,sold,same", *lines]))


def test_other_columns_are_read_and_foretold_and_the_chosen_one_comes_first() -> None:
    data = two_columns()
    read = OwnSeries(data=data, window=4, column=3, columns="read")
    assert (read.shapes().inputs, read.shapes().targets) == ((4, 2), (1, 1))
    every = OwnSeries(data=data, window=4, column=3, columns="all", horizon=2)
    assert (every.shapes().inputs, every.shapes().targets) == ((4, 2), (2, 2))
    assert every.column_names() == ["sold", "price"]
    splits = every.splits(generator(0, "data"))
    came = every.in_units(splits.test["next"])
    assert came[-1, :, 1].tolist() == pytest.approx(wave(40)[-2:], abs=1e-4)
    assert came[-1, :, 0].tolist() == pytest.approx([38 % 7 + 0.5, 39 % 7 + 0.5], abs=1e-4)


def test_where_nothing_else_is_worth_reading_several_columns_are_refused() -> None:
    data = keep("\n".join(["day,price", *(f"{row},{value}" for row, value in enumerate(wave(30)))]))
    assert refused(data=data, columns="all").nearest == "one"
    assert refused(columns="read").detail == "The example has 1 column."
