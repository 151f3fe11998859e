"""Sentences: what Python says carries a code and values; every language has every sentence, with the same places."""

import ast
import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

import models
import server
from models.events import EVENT, State
from models.sentences import SENTENCES, Sentence, Text, places, text_of
from server.catalogue.translations import COMPLETE, Template, beside, file_of, sentences

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = {"ray"}
"""What modules of ours import that only an extra brings."""
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SPOKEN = "[\u4e00-\u9fff]"
ODD = re.compile(rf"{SPOKEN} ?[,;:!?](?:\s|$)|{SPOKEN}\.|{SPOKEN}[A-Za-z0-9]|[A-Za-z0-9]{SPOKEN}")
"""Chinese that is punctuated as English is, or has no space beside Latin letters."""


@pytest.fixture(scope="module", autouse=True)
def _everything_is_imported() -> None:
    for package in (models, server):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                import_where_its_extra_is(module.name)


def import_where_its_extra_is(module: str) -> None:
    """Of a module for which an extra has to be installed no sentence is missed: none of them says any."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        found = importlib.util.find_spec(module)
        if error.name not in EXTRAS or not found or "Sentence(" in Path(str(found.origin)).read_text("utf-8"):
            raise


def forms(template: Template) -> list[str]:
    return list(template.values()) if isinstance(template, dict) else [template]


def ours() -> dict[str, Sentence]:
    """Those of the library and the server; other tests make some of their own."""
    return {code: one for code, one in SENTENCES.items() if one.module.split(".")[0] in ("models", "server")}


def test_a_code_names_a_condition_in_at_most_five_words_and_is_not_numbered() -> None:
    assert not [code for code in ours() if len(code.split("-")) > 5 or code[-1].isdigit() or not CODE.fullmatch(code)]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_sentence_is_there_in_every_language_and_fills_the_same_places(language: str) -> None:
    known = sentences(language)
    missing = {f"{file_of(one.module).relative_to(ROOT)}: {code}" for code, one in ours().items() if code not in known}
    assert not missing, f"add them to the .{language}.toml beside each file: docs/languages.md"
    for code, sentence in ours().items():
        for words in forms(known[code]):
            assert words.strip(), code
            assert {*places(words)} == {*places(sentence.english)}, code


def translated() -> Iterator[tuple[Path, str, str]]:
    """Every translation file's sentences: the Python file that it lies beside, code and words."""
    for file in sorted([*ROOT.glob("models/**/*.zh.toml"), *ROOT.glob("server/**/*.zh.toml")]):
        beside_it = file.with_name(file.name.removesuffix(".zh.toml") + ".py")
        for code, words in beside(beside_it, "zh").get("sentences", {}).items():
            yield from ((beside_it, code, one) for one in forms(words))


def in_english(words: str) -> bool:
    plain = re.sub(r"{.*?}", "", words)
    return not re.search(SPOKEN, plain) and re.search("[a-z]", plain, re.IGNORECASE) is not None


def test_no_translation_is_left_over_and_chinese_is_written_as_chinese_is() -> None:
    said = {(file_of(one.module), code) for code, one in SENTENCES.items()}
    assert not [f"{file}: {code}" for file, code, _ in translated() if (file, code) not in said]
    assert not [words for _, _, words in translated() if ODD.search(words) or in_english(words)]


def refusals() -> Iterator[tuple[str, ast.Call]]:
    """Every place that makes a refusal."""
    for file in sorted(ROOT.glob("server/**/*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_no_refusal_is_in_english_alone() -> None:
    found = list(refusals())
    assert len(found) > 50
    assert not [place for place, call in found if any(isinstance(one, ast.Constant) for one in call.args[1:])]


class Body(BaseModel):
    text: Text


def test_a_text_reads_as_english_and_carries_its_code_and_values_through_json() -> None:
    said = Sentence("of-this-test", "{title:within} reached {share:percent} of {rows:whole}: {others}", one="one")
    text = said(title=Text("Exact", "tasks.sums.title"), share=0.98, rows=12_000, others=["a", "b"])
    assert text == "exact reached 98.0 % of 12,000: a, b"
    assert said(count=1) == "one"
    again = Body.model_validate_json(Body(text=text).model_dump_json()).text
    assert (again, again.code, again.values) == (text, "of-this-test", text.values)
    title = again.values["title"]
    assert isinstance(title, Text)
    assert title.code == "tasks.sums.title"
    assert text_of(ValueError(text)) is text
    assert Text.restored(text.stored()).values == text.values
    assert Text.restored("in words") == "in words"


def test_a_code_belongs_to_one_sentence_and_a_format_is_one_that_the_page_knows() -> None:
    with pytest.raises(ValueError, match="has a sentence with the code all-done already"):
        Sentence("all-done", "something else")
    with pytest.raises(ValueError, match=r"unknown formats: \.2f"):
        Sentence("of-no-use", "{value:.2f}")


def test_events_of_older_stores_are_read_as_the_english_that_they_are() -> None:
    old = EVENT.validate_python({"type": "state", "state": "stopped", "reason": "stopped by hand"})
    assert isinstance(old, State)
    assert (old.reason, old.reason.code) == ("stopped by hand", "")
