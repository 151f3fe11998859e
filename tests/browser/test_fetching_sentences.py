"""The whole of GNOME Help lies in a package of Debian: one press fetches it through apt, which is a fake here."""

import itertools
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from models.data.sets.gnome_help import FOLDERS, aligned
from tests.browser.conftest import NewVisit
from tests.browser.rules import keeps_the_rules
from tests.browser.serving import Server
from tests.browser.visit import Visit, link
from tests.small_digits import raw_file

SENTENCES = {"C": "Press the {} {}.", "fr": "Pressez {1} {0}.", "de": "Drücken Sie {} {}.", "es": "Pulse {1} {0}."}
WORDS = {
    "C": "small big old new left right, button key lamp door box window",
    "fr": "petit grand vieux neuf gauche droit, bouton clé lampe porte boîte vue",
    "de": "klein groß alt neu links rechts, Knopf Taste Licht Tür Kiste Fenster",
    "es": "chico grande viejo nuevo izquierdo derecho, botón tecla luz puerta caja vista",
}
PAGE = '<page xmlns="http://projectmallard.org/1.0/"><title>Help</title>{}</page>'
PROGRAM = """#!{python}
import pathlib, shutil, sys
here = pathlib.Path(__file__).parent
{program}
"""
APT_GET = """
if (here / "answer").read_text() == "fail":  # a pipe: it waits for the test
    sys.exit("E: Unable to locate package gnome-user-docs")
pathlib.Path("gnome-user-docs_43_all.deb").write_bytes(b"")
"""
TASK = """
from dataclasses import replace

from models.data.fetching.fetch import RawFile
from models.data.sets import gnome_help
from models.tasks import sentences

gnome_help.DATASET = replace(gnome_help.DATASET, files=({file!r},))


class Sentences(sentences.Sentences):
    \"\"\"Those of the test's package.\"\"\"
"""
WHOLE = link("sentences", "seq2seq", task__corpus="whole", architecture__hidden=8, training__epochs=1)


def write_pages(folder: Path) -> None:
    """36 sentences in four languages, as the package has them."""
    for language, sentence in SENTENCES.items():
        adjectives, nouns = (words.split() for words in WORDS[language].split(","))
        texts = [sentence.format(*both) for both in itertools.product(adjectives, nouns)]
        page = folder / language / "gnome-help" / "press.page"
        page.parent.mkdir(parents=True)
        page.write_text(PAGE.format("".join(f"<p>{text}</p>" for text in texts)), "utf-8")


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an apt-get that waits for an answer, and a dpkg-deb that has the pages."""
    folder = tmp_path / "bin"
    write_pages(folder / "usr" / "share" / "help")
    os.mkfifo(folder / "answer")
    for name, program in (("apt-get", APT_GET), ("dpkg-deb", "shutil.copytree(here / 'usr', 'usr')")):
        (folder / name).write_text(PROGRAM.format(python=sys.executable, program=program))
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def server(apt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that has never seen the set, and expects the table that these pages make."""
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path / "cache"))
    rows = aligned(apt / "usr" / "share" / "help")
    assert len(rows) == 36
    assert all(len(row) == len(FOLDERS) and all(row) for row in rows)
    table = "".join("\t".join(row) + "\n" for row in rows).encode()
    tasks = tmp_path / "own" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "sentences.py").write_text(TASK.format(file=raw_file("gnome-help.tsv", table)))
    started = Server(tmp_path / "data", "--with", str(tmp_path / "own"))
    yield started
    started.end()


def offered(visit: Visit) -> Locator:
    """Opens the page on the whole set, which is not here; until it is, there is no plan and so no drawing."""
    visit.page.goto(f"{visit.address}/{WHOLE}")
    expect(section(visit)).to_contain_text("GNOME Help is not on this machine yet")
    expect(visit.button("^Train$")).to_be_disabled()
    return section(visit)


def section(visit: Visit) -> Locator:
    return visit.page.get_by_role("region", name="GNOME Help")


def test_the_whole_of_the_help_is_fetched_by_one_press_and_learnt_from(new_visit: NewVisit, apt: Path) -> None:
    one, other = new_visit(), new_visit()
    offered(other)
    expect(offered(one)).to_contain_text("Debian 12's gnome-user-docs")
    expect(section(one).get_by_role("link", name="CC BY-SA 3.0")).to_be_visible()
    keeps_the_rules(one)
    one.button("^Fetch GNOME Help").click()
    for visit in (one, other):
        expect(visit.page.get_by_role("progressbar", name="Fetching GNOME Help")).to_be_visible()
        expect(section(visit)).to_contain_text("gnome-user-docs through apt-get")
    other.button("^Cancel$").click()
    expect(section(one)).to_contain_text("It was cancelled. Nothing half fetched is used.")
    for answer in ("fail", "deliver"):
        one.button("^(Fetch GNOME Help|Try again)").click()
        expect(section(one)).to_contain_text("gnome-user-docs through apt-get")
        (apt / "answer").write_text(answer)
        if answer == "fail":
            expect(section(one).get_by_role("alert")).to_contain_text("Unable to locate package gnome-user-docs")
            expect(one.button("^Train$")).to_be_disabled()
    for visit in (one, other):
        expect(visit.button("^Train$")).to_be_enabled()
        expect(section(visit)).to_have_count(0)
    other.train()
    other.await_end()
    assert other.runs()[0]["spec"]["task"]["corpus"] == "whole"
    other.page.get_by_role("tab", name="Answers", exact=True).click()
    expect(other.page.locator(".Inside_inside")).to_contain_text(re.compile("press the", re.I))


def test_the_sample_is_learnt_from_without_the_whole(new_visit: NewVisit) -> None:
    visit = new_visit()
    offered(visit)
    visit.control("/task/corpus").get_by_role("radio", name="sample").check()
    expect(visit.button("^Train$")).to_be_enabled()
    expect(section(visit)).to_have_count(0)
    visit.control("/task/corpus").get_by_role("radio", name="whole").check()
    expect(section(visit)).to_be_visible()
    expect(visit.button("^Train$")).to_be_disabled()
