"""Stories on the page: hops that are seen while a network learns, and a story that is changed by hand."""

import re
import zipfile

from playwright.sync_api import FilePayload, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

FACTS = {"architecture__hops": 2, "training__epochs": 6, "training__learning_rate": 0.01, "training__batch_size": 20}


def test_a_story_is_changed_sentence_by_sentence_and_hops_and_answer_follow(visit: Visit) -> None:
    page = visit.page
    visit.open(link("stories", "memory_network", task__kinds="two%20facts", task__examples=800, **FACTS))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Hops").click()
    hops = page.locator(".HopTable_hops")
    expect(hops.locator(".HopTable_dot")).to_have_count(2)
    expect(hops).to_contain_text("Every true fact is where some hop looks most.")
    page.get_by_role("button", name="The textbook’s story").click()
    answer = hops.locator(".HopTable_answer")
    expect(answer).to_contain_text("office")
    fourth = page.get_by_label("Sentence 4", exact=True)
    expect(fourth).to_have_value("Joe travelled to the office.")
    fourth.fill("Joe travelled to the moon.")
    expect(hops).to_contain_text("“moon” is not among the words of these stories")
    fourth.fill("Joe travelled to the garden.")
    fourth.press("Enter")
    expect(answer).to_contain_text("garden")
    page.get_by_role("button", name="Move down: sentence 4").click()
    expect(page.get_by_label("Sentence 5", exact=True)).to_have_value("Joe travelled to the garden.")
    expect(answer).to_contain_text("kitchen")  # he left the milk before he went there
    page.get_by_role("button", name="Move up: sentence 5").click()
    expect(answer).to_contain_text("garden")
    page.get_by_role("button", name="Delete sentence 4").click()
    expect(answer).to_contain_text("kitchen")
    expect(hops.locator(".HopTable_remembered li").first).to_contain_text("deleted: Joe travelled to the garden.")
    page.get_by_role("button", name="Next example").click()
    expect(hops).to_contain_text(re.compile(r"Example 1 of \d+"))
    keeps_the_rules(visit)
    page.get_by_role("button", name="中文 (Chinese)").click()
    expect(hops).to_contain_text("教材里的故事")


def test_one_two_and_three_hops_stand_side_by_side_whole_and_follow_the_training(visit: Visit) -> None:
    page = visit.page
    race = "&race.architecture.hops=1~2~3"
    settings = {"task__kinds": "three%20facts", "task__examples": 1000, "training__epochs": 1000}
    visit.open(link("stories", "memn2n", **settings) + race)
    visit.button("^Race 1, 2, 3$").click()
    page.get_by_role("tab", name="Hops").click()
    seen = page.locator(".Inside_when")
    expect(seen).to_have_text([re.compile(r"epoch \d+")] * 3)
    expect(page.locator(".HopTable_table")).to_have_count(3)
    for place, before in enumerate(seen.all_inner_texts()):  # while they learn, later epochs are seen
        expect(seen.nth(place)).not_to_have_text(before)
    for run in visit.runs():
        visit.call(f"/api/runs/{run['id']}/stop", {})
    expect(page.locator("tr[data-state=stopped]")).to_have_count(3)
    tables = page.locator(".HopTable_table")
    expect(tables).to_have_count(3)
    for hops, table in enumerate(tables.all(), 1):
        expect(table.locator("thead th").filter(has_text="Hop")).to_have_count(hops)
        row = table.locator("tbody tr").first
        expect(row.locator(".HopTable_look")).to_have_count(hops)
        # Nothing of a row lies beyond the edge of its table's place.
        assert table.evaluate("one => one.scrollWidth <= one.parentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(".Charts_more summary").first.click()
    page.get_by_label("Facts found").check()
    expect(page.get_by_role("heading", name="Facts found")).to_be_visible()
    page.get_by_role("tab", name="By kind").click()
    expect(page.get_by_text("kind of question", exact=True).first).to_be_visible()


def test_made_up_stories_are_taken_away_changed_and_opened_as_ones_own(visit: Visit) -> None:
    page = visit.page
    visit.open(link("stories", "memory_network", task__examples=100, training__epochs=1))
    visit.train()
    visit.await_end()
    visit.button("^More for Memory network$").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Download stories (bAbI)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        told = archive.read("learn.txt")
    visit.unfold("Data")
    picker = visit.control("/task/data")
    own = FilePayload(name="own.txt", mimeType="text/plain", buffer=told.replace(b"Joe", b"Zoe"))
    picker.locator("input[type=file]").set_input_files(own)
    expect(picker.locator("option:checked")).to_contain_text("own")
    visit.train()
    expect(visit.rows).to_have_count(2)
    visit.await_end()
    page.get_by_role("tab", name="Hops").click()
    expect(page.locator(".HopTable_hops").first).to_contain_text(re.compile(r"Example 1 of \d+"))
    page.get_by_label("Sentence 1", exact=True).first.fill("Zoe went to the kitchen.")
    page.keyboard.press("Enter")
    expect(page.locator(".HopTable_remembered li").first).to_contain_text("changed: Zoe went to the kitchen.")
