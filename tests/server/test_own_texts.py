"""Texts of a person's own: pasted or uploaded, with labels or without, learnt from and exported."""

from pathlib import Path
from typing import Any

import pytest

from models.data.uploads import files, intake
from models.data.uploads.texts import labelled
from models.data.uploads.unusable import Unusable
from models.tasks.sentiment import Sentiment
from models.tasks.series import OwnSeries
from models.tasks.text import OwnText
from tests import specs
from tests.own_files import table
from tests.server.exports.test_script import both
from tests.server.world import World

STORY = ("Es war einmal ein König, der hatte eine Tochter.\r\n" * 60).encode("cp1252")
LINES = "text,label\n" + "".join(
    f"the soup was {word},{mood}\n" for word, mood in [("good", "yes"), ("cold", "no")] * 15
)


async def sent(world: World, content: bytes, form: str) -> Any:
    kind = {"content-type": "application/octet-stream"}
    return await world.http.post("/api/data", params={"name": "mine.txt", "form": form}, content=content, headers=kind)


async def test_a_text_is_answered_with_what_it_holds_and_one_with_labels_with_how_many_of_each(world: World) -> None:
    text = (await sent(world, STORY, "text")).json()
    assert (text["form"], text["characters"], text["title"]) == ("text", 60 * 49, "mine")
    assert text["beginning"].startswith("Es war einmal ein König, der hatte eine Tochter.\nEs war")
    both_labels = (await sent(world, LINES.encode(), "labelled")).json()
    assert (both_labels["form"], both_labels["classes"], both_labels["rows"]) == ("labelled", {"yes": 15, "no": 15}, 30)
    short = await sent(world, b"Too short.", "text")
    assert (short.status_code, short.json()["code"]) == (422, "own-text-too-short")
    plan = {"task": {"name": "series", "data": text["data"]}}
    refused = await world.http.post("/api/plan", json=plan)
    assert "mine is a text; what is needed here is a table of numbers." in refused.json()["detail"]


async def test_a_table_is_a_text_too_and_a_text_becomes_a_table_once_somebody_wants_it_as_one(world: World) -> None:
    content = table(200)
    assert (await sent(world, content, "text")).json()["form"] == "text"
    as_table = (await sent(world, content, "table")).json()
    assert (as_table["form"], as_table["rows"]) == ("table", 200)
    assert (await sent(world, content, "text")).json() == as_table
    plan = {"task": {"name": "text", "data": as_table["data"], "window": 8}, "architecture": {"name": "language_model"}}
    assert (await world.http.post("/api/plan", json=plan)).status_code == 200


def test_one_s_own_text_is_learnt_and_the_script_asks_for_it(tmp_path: Path) -> None:
    with files.looking_in(tmp_path / "uploads"):
        data = intake.keep(STORY, "story.txt", tmp_path / "uploads", form="text").data
        task: dict[str, Any] = {"data": data, "window": 8, "streams": 8}
        assert OwnText(**task).whole().startswith("Es war einmal ein König")
        with pytest.raises(ValueError, match="a table of numbers"):
            OwnSeries(data=data)
        settings: dict[str, Any] = {"task": task, "hidden": 4, "batch_size": 8, "epochs": 1, "engine": "torch"}
        run, script_rows = both(specs.spec("text/language_model", **settings), tmp_path)
    assert script_rows == run


def test_one_s_own_labels_are_the_classes_and_the_script_has_them(tmp_path: Path) -> None:
    with files.looking_in(tmp_path / "uploads"):
        data = intake.keep(LINES.encode(), "soup.csv", tmp_path / "uploads", form="labelled").data
        task = Sentiment(data=data)
        assert task.class_names() == ["no", "yes"]
        assert task.read(task.pose("The soup was Cold, sir!")) == ["the soup was cold <unk> <unk> <unk>"]
        spec = specs.spec("sentiment/bag_of_words", task={"data": data}, batch_size=8, epochs=2, engine="torch")
        run, script_rows = both(spec, tmp_path)
    assert script_rows == run


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("good;It was fine, really\nbad;It was not, alas\ngood;Yes\n" * 8, ("It was fine, really", "good"), 24),
        ('"Well, well",1\n"Oh, no",0\n' * 12, ("Well, well", "1"), 24),
        ("Sentiment\ttext\n" + "up\tfine\ndown\tpoor\nup\tgreat\n" * 8, ("fine", "up"), 24),
    ],
)
def test_labels_are_found_first_or_last_whatever_parts_them(text: str, first: tuple[str, str], count: int) -> None:
    texts, labels = labelled(text)
    assert ((texts[0], labels[0]), len(texts)) == (first, count)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n" * 10, "too-few-labelled-lines"),
        ("".join(f"text {number},{number}\n" for number in range(30)), "labels-unlikely"),
        ("fine,yes\nbad,no\n" * 15 + "odd,maybe\n", "label-too-rare"),
    ],
)
def test_a_table_without_a_few_labels_is_refused_in_a_sentence(text: str, code: str) -> None:
    with pytest.raises(Unusable) as refused:
        labelled(text)
    assert refused.value.args[0].code == code
