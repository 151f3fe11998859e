"""Lessons are read from Markdown; what is wrong with one is said with its place."""

import contextlib
from pathlib import Path

import pytest

from models.catalogue import find as find_catalogue
from server.catalogue import lessons
from server.catalogue.lessons import LessonError, read
from tests.bounded import processor_seconds
from tests.server.world import World

CATALOGUE = find_catalogue()
FRONT = (
    '+++\ntitle = "T"\ntext = "t"\nminutes = 5\n[task]\nname = "addition"\n[architecture]\nname = "recurrent"\n+++\n'
)
STEP = '## One\n```step\nset = {{ "/architecture/cell" = "GRU" }}\n{more}\n```\nProse with *emphasis*.\n'
RACE = 'race = { "/architecture/cell" = ["GRU", "LSTM"] }'


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


def test_a_table_in_a_race_gives_its_values_names() -> None:
    race = (
        'race = { "/architecture/cell" = { "one gate" = "GRU", "no gate" = "SimpleRNN" }, "/training/seed" = [0, 1] }'
    )
    step = read("x", FRONT + STEP.format(more=race), CATALOGUE).steps[0]
    assert step.race == {"/architecture/cell": ["GRU", "SimpleRNN"], "/training/seed": [0, 1]}
    assert step.names == {"/architecture/cell": ["one gate", "no gate"]}


def test_names_of_a_setting_of_an_earlier_version_are_those_of_todays() -> None:
    front = FRONT.replace("addition", "digits").replace("recurrent", "convnet")
    race = '## One\n```step\nrace = { "/architecture/filters" = { few = [2], many = [9] } }\n```\n'
    step = read("x", front + race, CATALOGUE).steps[0]
    assert step.race == {"/architecture/blocks": ["2k5 max2 drop", "9k5 max2 drop"]}
    assert step.names == {"/architecture/blocks": ["few", "many"]}


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
        (
            FRONT.replace("addition", "sunspots").replace("recurrent", "forecaster")
            + '## One\n```step\ngoal = { series = "loss", value = 1, fewest = "data" }\n```\n',
            "no setting for how many training examples",
        ),
        (FRONT + STEP.format(more='charts = ["speed", "beauty"]'), "no series beauty"),
        (FRONT + STEP.format(more="jump = 3"), "jump"),
        (FRONT + STEP.format(more="names = {}"), "names: this does not belong here"),
        (FRONT + STEP.format(more='race = { "/architecture/cell" = { "" = "GRU" } }'), "names"),
        (FRONT + STEP.format(more='look = "filters"'), "nothing to show inside this network"),
        (FRONT + STEP.format(more='look = "examples"'), "link to it in the prose, as #inside/examples"),
        (FRONT + STEP.format(more='hide = ["/training/wings"]'), "nothing called /training/wings"),
        (FRONT + STEP.format(more='hide = ["Race!"]'), "nothing called Race!"),
        (FRONT + "## One\n[Units](#/architecture/wings)\n", "nothing called /architecture/wings"),
        (FRONT + "## One\n[Look](#inside/nothing)\n", "no view called nothing"),
        (FRONT + "## One\n[Try](#laboratory/alchemy)\n", "no laboratory called alchemy"),
        (FRONT + "## One\n[Try](#laboratory/activations&wings=2&layers=3)\n", "no setting wings"),
        (
            FRONT + STEP.format(more='predict = { question = "?", series = "exact", by = "best" }'),
            "nothing to predict without a race",
        ),
        (FRONT + '## One\n```step\nset = { "/task/name" = "digits" }\n```\n', "/architecture"),
    ],
)
def test_what_is_wrong_is_said(text: str, said: str) -> None:
    with pytest.raises(LessonError, match=said):
        read("x", text, CATALOGUE)


def test_a_mistake_is_said_with_its_line() -> None:
    good = FRONT + STEP.format(more="")
    wrong = {"look = ": "not TOML", "jump = 3": "jump", 'look = "nothing"': "no view"}
    for more, said in wrong.items():
        text = good + STEP.format(more=more).replace("One", "Two")
        with pytest.raises(LessonError, match=said) as caught:
            read("x", text, CATALOGUE)
        near = text.splitlines().index("## Two") + 1
        assert near <= caught.value.line <= near + 3


def test_another_architecture_begins_with_its_own_settings() -> None:
    front = FRONT.replace("addition", "digits").replace("recurrent", "mlp") + "hidden = [8]\n"
    front = front.replace("+++\nhidden = [8]\n", "hidden = [8]\n+++\n")
    change = '## One\n```step\nset = { "/architecture/filters" = [2], "/architecture/name" = "convnet" }\n```\n'
    assert read("x", front + change, CATALOGUE).steps[0].set["/architecture/name"] == "convnet"


def test_lines_of_chinese_are_joined_without_a_space_and_those_of_english_with_one() -> None:
    assert lessons.html("一行，\n又一行 `85`。\n完") == "<p>一行，又一行 <code>85</code>。完</p>"
    assert lessons.html("one\ntwo\n\n三") == "<p>one\ntwo</p>\n<p>三</p>"


def test_links_to_the_page_stay_and_others_open_beside_it() -> None:
    prose = "## One\n[Cell](#/architecture/cell) [Answers](#inside/answers) [slopes](#laboratory/activations&layers=9) [elsewhere](https://example.org/)\n"
    html = read("x", FRONT + prose, CATALOGUE).steps[0].html
    assert html.count('target="_blank" rel="noreferrer"') == 1
    assert '<a href="#/architecture/cell">' in html
    assert '<a href="#laboratory/activations&amp;layers=9">' in html


def test_a_race_with_a_prediction_and_a_goal_can_be_used() -> None:
    more = (
        f'{RACE}\nhide = ["/training", "/task/digits", "race"]\n'
        'predict = { question = "Which?", series = "exact", by = "first", value = 0.5 }\n'
        'goal = { series = "exact", value = 0.9, fewest = "parameters" }'
    )
    step = read("x", FRONT + STEP.format(more=more), CATALOGUE).steps[0]
    assert step.predict is not None
    assert step.goal is not None
    assert (step.predict.by, step.predict.value, step.goal.fewest) == ("first", 0.5, "parameters")


def test_whole_networks_race_in_a_lesson_where_each_can_be_trained() -> None:
    front = FRONT.replace("addition", "digits").replace("recurrent", "mlp")
    race = 'race = {{ "/architecture" = [{{ name = "mlp", hidden = [42] }}, {{ name = "convnet", {old} }}] }}'
    predict = '\npredict = { question = "Which?", series = "accuracy", by = "best" }'
    step = f"## One\n```step\n{race.format(old='filters = [4]')}{predict}\n```\n"  # as version 0.1.0 had it
    networks = [{"name": "mlp", "hidden": [42]}, {"name": "convnet", "blocks": "4k5 max2 drop"}]
    assert read("x", front + step, CATALOGUE).steps[0].race == {"/architecture": networks}
    for wrong in ("filters = 4", 'blocks = "900k5"', "wings = 2"):
        with pytest.raises(LessonError):
            read("x", front + f"## One\n```step\n{race.format(old=wrong)}\n```\n", CATALOGUE)


def test_a_folder_of_ones_own_adds_lessons_and_reports_broken_ones(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "mine.md").write_text(FRONT + STEP.format(more=""))
    (folder / "marked.md").write_text(FRONT + STEP.format(more=""), "utf-8-sig")  # as Windows' Notepad may write it
    (folder / "torn.md").write_text("torn")
    found, broken = lessons.find([tmp_path], CATALOGUE)
    assert {"mine", "marked"} <= {one.name for one in found}
    assert [(Path(one.file).name, one.line) for one in broken] == [("torn.md", 1)]


def test_the_number_before_a_name_is_its_place_and_ten_comes_after_two(tmp_path: Path) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    for name in ("10-tenth", "2-second", "last", "2-second.zh"):
        (folder / f"{name}.md").write_text(FRONT + STEP.format(more=""))
    found, _ = lessons.find([tmp_path], CATALOGUE)
    assert [(one.name, one.language) for one in found[-4:]] == [
        ("second", "en"),
        ("second", "zh"),
        ("tenth", "en"),
        ("last", "en"),
    ]


async def test_the_server_reads_a_lesson_that_a_link_brings(world: World) -> None:
    answer = await world.http.post("/api/lessons", json={"text": FRONT + STEP.format(more="")})
    assert answer.json()["steps"][0]["set"] == {"/architecture/cell": "GRU"}
    refused = await world.http.post("/api/lessons", json={"text": "nothing"})
    assert refused.status_code == 422
    assert refused.json()["field"] == "/text"


async def test_the_catalogue_lists_lessons_and_each_is_had_by_its_name(world: World) -> None:
    listed = (await world.http.get("/api/catalogue")).json()["lessons"]
    (first,) = [one for one in listed if (one["name"], one["language"]) == ("first-network", "en")]
    assert (first["task"], "steps" in first) == ("digits", False)
    lesson = (await world.http.get("/api/lessons/first-network?language=tlh")).json()
    assert lesson["title"] == first["title"]
    assert lesson["steps"][0]["html"]
    assert (await world.http.get("/api/lessons/nothing")).status_code == 404


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("a = " + "[" * 9000, "nested too deep"),
        ("a = " + "{a = " * 1900, "nested too deep"),
        (".".join("a" * 4000) + " = 1", "title"),
        ("a = 1\n" * 2000, "longer than 10,000 characters"),
        ('title = 1\ntext = nan\nminutes = "x"\ntask = 5\nspec = []', "spec: this does not belong here"),
    ],
)
def test_toml_of_any_depth_and_length_is_refused_by_its_line(toml: str, words: str) -> None:
    with processor_seconds(10), pytest.raises(LessonError, match=words):
        read("x", f"+++\n{toml}\n+++\n## One\n", CATALOGUE)


@pytest.mark.parametrize("piece", ["```step\n", "![", "*a_ ", "|a"])
def test_the_longest_text_is_read_in_a_time_that_grows_as_it_does(piece: str) -> None:
    text = FRONT + "## One\n" + piece * (8_000 // len(piece))
    with processor_seconds(10), contextlib.suppress(LessonError):
        read("x", text, CATALOGUE)
