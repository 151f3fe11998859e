"""Other languages are complete: whoever adds a setting, a series, a view or a preset is told which text is missing."""

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from models.catalogue import Catalogue, find
from server.catalogue import lessons
from server.catalogue.listing import Listing, described
from server.catalogue.translated import Translator
from server.catalogue.translations import COMPLETE, LANGUAGES, beside, wanted
from server.schema.catalogue import Catalogue as ServedCatalogue
from server.schema.catalogue import Lesson

ROOT = Path(__file__).resolve().parent.parent
CHINESE = ROOT / "web" / "text" / "chinese"
ADVICE = "write it into the .zh.toml beside the file that says it: docs/languages.md"


def known(found: Catalogue) -> ServedCatalogue:
    """The catalogue as the server gives it to pages, in English."""
    return Listing(described(found, [], []), found).translated("en")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return find()


@pytest.fixture(scope="module")
def chinese(catalogue: Catalogue) -> Translator:
    translator = Translator("zh", catalogue)
    translator.catalogue(known(catalogue))
    return translator


def test_every_text_of_the_catalogue_is_there_in_chinese(chinese: Translator) -> None:
    assert not chinese.missing, ADVICE


def test_one_that_is_taken_away_is_named(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_one(file: Path, language: str) -> dict[str, Any]:
        table = copy.deepcopy(beside(file, language))
        if file.name == "convnet.py":
            del table["settings"]["blocks"]["text"]
        return table

    monkeypatch.setattr("server.catalogue.translated.beside", without_one)
    translator = Translator("zh", catalogue)
    found = translator.catalogue(known(catalogue))
    assert translator.missing.keys() == {"architectures.convnet.blocks.text (convnet.py)"}
    shown = {one.name: one for one in found.architectures}["convnet"].settings["properties"]["blocks"]
    assert shown["description"] == translator.missing.popitem()[1], "what is not translated is shown in English"
    assert shown["title"] == "积木"


ELSEWHERE = {"sentences", "parts", "types"}
"""Tables with tests of their own: tests/test_sentences.py and tests/test_layer_names.py."""


def leaves(table: dict[str, Any], *keys: str) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, *keys, key)
        else:
            yield (*keys, key), value


def test_no_chinese_is_left_over_and_none_is_in_english(chinese: Translator) -> None:
    for file in sorted([*ROOT.glob("models/**/*.zh.toml"), *ROOT.glob("server/**/*.zh.toml")]):
        stem = file.name.removesuffix(".zh.toml")
        (said_by,) = (one for end in ("py", "toml") if (one := file.with_name(f"{stem}.{end}")).exists())
        table = {key: value for key, value in beside(said_by, "zh").items() if key not in ELSEWHERE}
        for keys, words in leaves(table):
            assert (said_by, keys) in chinese.used, f"{file}: {keys} translates what is no more"
            assert keys[-1] != "text" or re.search("[\u4e00-\u9fff]", words), f"{file}: {keys}"


ARCHITECTURE = """
from typing import ClassVar
from models.architectures.mlp import Mlp as Dense
from models.spec.settings import setting

class Mine(Dense):
    title: ClassVar[str] = "Mine"
    text: ClassVar[str] = "A network of mine."
    width: int = setting(3, "Width", "Wider is slower.", between=(1, 9))
"""


def test_a_file_of_a_persons_own_brings_its_own_texts_and_inherits_others(tmp_path: Path) -> None:
    folder = tmp_path / "architectures"
    folder.mkdir()
    (folder / "mine.py").write_text(ARCHITECTURE, "utf-8")
    (folder / "mine.zh.toml").write_text('title = "我的网络"\n[settings.width]\ntitle = "宽度"\n', "utf-8")
    (folder / "other.zh.toml").write_text("title = 我的", "utf-8")
    found = find([tmp_path])
    assert [Path(one.file).name for one in found.broken] == ["other.zh.toml"]
    translated = Translator("zh", found).catalogue(known(found))
    (mine,) = (one for one in translated.architectures if one.name == "mine")
    fields = mine.settings["properties"]
    assert (mine.title, mine.text) == ("我的网络", "A network of mine.")
    assert (fields["width"]["title"], fields["width"]["description"]) == ("宽度", "Wider is slower.")
    assert fields["dropout"]["title"] == "随机失活"


def test_a_group_of_a_part_is_called_as_the_part_is(chinese: Translator) -> None:
    """The page puts what is of a group that is called as a part into the part itself."""
    page = "".join(file.read_text("utf-8") for file in CHINESE.glob("*.ts"))
    for part, group in (("task", "Data"), ("architecture", "Network"), ("training", "Training")):
        assert f'"form.part.{part}": "{chinese.texts[f"groups.{group}"]}"' in page


def deeds(lesson: Lesson) -> dict[str, object]:
    """All that a lesson does to the page, without what it says."""
    whole = lesson.model_dump(include={"minutes", "spec"})
    links = [re.findall(r'href="(.*?)"', html) for html in (lesson.html, *(step.html for step in lesson.steps))]
    steps = [step.model_dump(exclude={"title", "html", "predict", "names"}) for step in lesson.steps]
    predicted = [step.predict and step.predict.model_dump(exclude={"question"}) for step in lesson.steps]
    named = [{at: len(names) for at, names in step.names.items()} for step in lesson.steps]
    return {**whole, "links": links, "steps": steps, "predicted": predicted, "named": named}


def test_every_lesson_is_there_in_chinese_and_does_the_same() -> None:
    found, broken = lessons.find([], find())
    assert broken == []
    by_language = {one: {each.name: each for each in found if each.language == one} for one in ("en", "zh")}
    assert by_language["zh"].keys() == by_language["en"].keys()
    for name, lesson in by_language["en"].items():
        translated = by_language["zh"][name]
        assert deeds(translated) == deeds(lesson), name
        titles = [translated.title, translated.text, *(step.title for step in translated.steps)]
        assert all(re.search(r"[\u4e00-\u9fff]", title) for title in titles), name


def test_a_language_that_somebody_begins_is_found_and_said_in_english_where_it_is_not_there(
    catalogue: Catalogue,
) -> None:
    assert LANGUAGES[:2] == COMPLETE
    assert "de" in LANGUAGES
    found = Translator("de", catalogue).catalogue(known(catalogue))
    tasks = {one.name: one.text for one in found.tasks}
    assert tasks["addition"].startswith("Liest eine Summe")
    assert tasks["digits"] == catalogue.tasks["digits"].text
    assert wanted("de-DE,de;q=0.9") == "en", "nobody gets half a language who has not chosen it"
