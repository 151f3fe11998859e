"""What is learnt from can be looked at before anything is trained."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

VIEWS = ["Examples", "How many of each", "One-hot", "What is fed", "What networks are given"]


def test_the_data_are_seen_before_training_and_others_can_be_drawn(visit: Visit, artefacts: Path) -> None:
    visit.open(link("pictures", "mlp"))
    visit.button("Look at the data").click()
    dialog = visit.page.get_by_role("dialog", name="Look at the data")
    expect(dialog.get_by_role("heading", level=3)).to_have_text(VIEWS)
    expect(dialog.locator("[aria-busy=true]")).to_have_count(0)
    answers = dialog.locator(".Answers_images li")
    expect(answers).to_have_count(25)
    before = answers.all_inner_texts()
    dialog.get_by_role("button", name="25 others").click()
    expect(answers).not_to_have_text(before)
    tiles = dialog.locator(".Answers_images").evaluate("list => getComputedStyle(list).gridTemplateColumns")
    assert len(tiles.split()) == 5  # and so five rows
    cells = dialog.locator(".Heat_heat[data-words] tbody td").evaluate_all("all => all.map(one => one.offsetWidth)")
    assert max(cells) < 40  # "triangle" stands upright above its column
    visit.page.screenshot(path=artefacts / "data-desk-light.png")
    keeps_the_rules(visit, size="desk")
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="中文").click()
    visit.button("看看数据").click()
    expect(visit.page.get_by_role("heading", name="独热编码")).to_be_visible()
    keeps_the_rules(visit, schemes=("light",), size="phone")


def test_a_chart_of_the_first_five_is_offered_where_there_are_ten_classes(visit: Visit) -> None:
    five = visit.page.get_by_role("checkbox", name="Among the first five")
    visit.open(link("digits", "mlp"))
    visit.page.locator(".Charts_more > summary").first.click()
    expect(five).to_be_visible()
    visit.page.get_by_role("combobox", name="Task").select_option("pictures")
    expect(five).to_have_count(0)
    expect(visit.page.locator(".Charts_more").get_by_text("Loss", exact=True)).to_have_count(1)
