"""Lessons are read from Markdown; what is wrong with one is said with its place."""

from pathlib import Path

import pytest

from models.catalogue import find as find_catalogue
from server import lessons
from server.lessons import LessonError, read
from tests.server.world import World

CATALOGUE = find_catalogue()
FRONT = (
    '+++\ntitle = "T"\ntext = "t"\nminutes = 5\n[task]\nname = "addition"\n[architecture]\nname = "recurrent"\n+++\n'
)
STEP = '## One\n```step\nset = {{ "/architecture/cell" = "GRU" }}\n{more}\n```\nProse with *emphasis*.\n'


def test_every_lesson_of_ours_can_be_used() -> None:
    found, broken = lessons.find((), CATALOGUE)
    assert broken == []
    assert found
    assert len({(one.name, one.language) for one in found}) == len(found)


def test_a_section_is_a_step_with_what_it_does_and_its_prose() -> None:
    lesson = read("3-cells.zh", FRONT + "Before.\n" + STEP.format(more="") + "## Two\nMore.\n", CATALOGUE)
    assert (lesson.name, lesson.language, lesson.html) == ("cells", "zh", "<p>Before.</p>")
    one, two = lesson.steps
    assert (one.title, one.set, two.set) == ("One", {"/architecture/cell": "GRU"}, {})
    assert one.html == "<p>Prose with <em>emphasis</em>.</p>"


def test_html_in_a_lesson_is_text() -> None:
    lesson = read("x", FRONT + "## One\n<script>alert(1)</script> [a](javascript:alert(1))\n", CATALOGUE)
    assert "<script>" not in lesson.steps[0].html
    assert "javascript:" not in lesson.steps[0].html.replace("(javascript:", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# No front matter", "begins with its front matter"),
        (FRONT, "at least one step"),
        (FRONT.replace("minutes = 5", "minutes = "), "not TOML"),
        (FRONT.replace("minutes", "hours") + STEP.format(more=""), "minutes"),
        (FRONT + STEP.format(more='look = "nothing"'), "no view called nothing"),
        (FRONT + STEP.format(more='race = { "/architecture/cell" = ["Elman"] }'), "/architecture/cell"),
        (FRONT + STEP.format(more='goal = { series = "speed", value = 1, fewest = "parameters" }'), "no series speed"),
        (FRONT + STEP.format(more="jump = 3"), "jump"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(LessonError, match=said):
        read("x", text, CATALOGUE)


def test_a_folder_of_ones_own_adds_lessons_and_reports_broken_ones(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "mine.md").write_text(FRONT + STEP.format(more=""))
    (folder / "torn.md").write_text("torn")
    found, broken = lessons.find([tmp_path], CATALOGUE)
    assert "mine" in {one.name for one in found}
    assert [(Path(one.file).name, one.line) for one in broken] == [("torn.md", 1)]


async def test_the_server_reads_a_lesson_that_a_link_brings(world: World) -> None:
    answer = await world.http.post("/api/lessons", json={"text": FRONT + STEP.format(more="")})
    assert answer.json()["steps"][0]["set"] == {"/architecture/cell": "GRU"}
    refused = await world.http.post("/api/lessons", json={"text": "nothing"})
    assert refused.status_code == 422
    assert refused.json()["field"] == "/text"


async def test_the_catalogue_lists_lessons(world: World) -> None:
    listed = (await world.http.get("/api/catalogue")).json()["lessons"]
    assert "first-network" in {one["name"] for one in listed}
