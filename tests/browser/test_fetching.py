"""A task whose data are not here offers them; one press, and it can be trained on every page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import small_digits
from tests.browser.conftest import NewVisit
from tests.browser.rules import keeps_the_rules
from tests.browser.serving import Server
from tests.browser.visit import Visit, link
from tests.mirror import Network, listening

TASK = """
from typing import ClassVar

from models.data.fetching.fetch import Dataset, RawFile
from models.data.fetching.sources import Mirror
from models.data.labelled import from_idx_files, split_images
from models.tasks.digits import Digits

SET = Dataset(
    "doodles", "Doodles of the class", {files}, (Mirror("{address}"),), "CC BY 4.0",
    "https://creativecommons.org/licenses/by/4.0/", "Class 7b, 2026",
)


class Doodles(Digits):
    title: ClassVar[str] = "Doodles"

    @classmethod
    def dataset(cls):
        return SET

    def splits(self, generator):
        SET.fetch()
        pictures = from_idx_files(*(SET.path(file.name) for file in SET.files))
        return split_images(pictures, (self.examples, self.validation), 10, 0.0, generator)
"""
FILES = small_digits.raw_files(train=300, test=100)
DOODLES = link("doodles", "mlp", task__examples=100, task__validation=100, training__epochs=1)


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network(FILES, slow=True)
    with listening(made):
        yield made


@pytest.fixture
def server(network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that has a task of somebody's own, whose data are on the network alone."""
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path / "cache"))
    tasks = tmp_path / "own" / "tasks"
    tasks.mkdir(parents=True)
    files = tuple(small_digits.raw_file(name, content) for name, content in FILES.items())
    (tasks / "doodles.py").write_text(TASK.format(files=files, address=network.address))
    started = Server(tmp_path / "data", "--with", str(tmp_path / "own"))
    yield started
    started.end()


def test_one_press_fetches_the_data_of_a_task_for_every_page(new_visit: NewVisit, network: Network) -> None:
    one, other = new_visit(), new_visit()
    for visit in (one, other):
        visit.open(DOODLES)
        expect(visit.button("^Train$")).to_be_disabled()
    section = one.page.get_by_role("region", name="Doodles of the class")
    expect(section).to_contain_text("is not on this machine yet")
    expect(section).to_contain_text("Published by Class 7b, 2026")
    licence = section.get_by_role("link", name="CC BY 4.0")
    expect(licence).to_have_attribute("href", "https://creativecommons.org/licenses/by/4.0/")
    keeps_the_rules(one)
    one.button("^Fetch Doodles of the class").click()
    for visit in (one, other):
        expect(visit.page.get_by_role("progressbar", name="Fetching Doodles of the class")).to_be_visible()
    keeps_the_rules(other)
    other.button("^Cancel$").click()
    expect(section).to_contain_text("It was cancelled. Nothing half fetched is used.")
    one.button("^Fetch Doodles of the class").click()
    network.go_on.set()
    for visit in (one, other):
        expect(visit.button("^Train$")).to_be_enabled()
        expect(visit.page.get_by_role("region", name="Doodles of the class")).to_have_count(0)
    other.train()
    other.await_end()


def test_the_offer_is_made_in_chinese_too(new_visit: NewVisit) -> None:
    visit: Visit = new_visit()
    visit.open(DOODLES)
    visit.page.get_by_role("button", name=re.compile("Chinese")).click()
    expect(visit.page.get_by_role("button", name=re.compile("^取 Doodles of the class"))).to_be_visible()
