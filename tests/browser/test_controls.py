"""Controls answer while they are moved, and lead into no dead end."""

import re

from playwright.sync_api import expect

from tests.browser.visit import Visit, link
from tests.specs import spec_json


def test_moving_a_slider_changes_the_parameters_to_what_the_plan_says(visit: Visit) -> None:
    visit.open()
    slider = visit.control("/architecture/hidden").get_by_role("slider")
    slider.focus()
    for _ in range(3):
        visit.page.keyboard.press("ArrowLeft")
    units = int(slider.get_attribute("aria-valuetext") or "")
    assert units < 128
    spec = spec_json("addition/recurrent", cell="GRU", hidden=units)
    parameters = visit.call("/api/plan", spec)["parameters"]
    expect(visit.page.locator(".Network_costs")).to_contain_text(f"{parameters:,} parameters")
    expect(visit.page.locator(".Network_block .Network_shape").first).to_have_text(str(units))


def test_a_setting_without_room_gives_way_says_so_and_comes_back(visit: Visit) -> None:
    visit.open()
    visit.unfold("Data")
    digits = visit.control("/task/digits").get_by_role("slider")
    examples = visit.control("/task/examples").get_by_role("textbox")
    expect(examples).to_have_value("5000")
    digits.focus()
    visit.page.keyboard.press("ArrowLeft")
    expect(examples).to_have_value("55")
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("only 55 different sums, so Examples is now 55.")
    expect(visit.page.locator(".problem")).to_have_count(0)
    expect(visit.button("^Race S")).to_be_enabled()
    visit.page.keyboard.press("ArrowRight")
    expect(examples).to_have_value("5000")
    expect(visit.page.locator(".Toasts_toast")).to_have_text("There is room again: Examples is back at 5000.")


def test_a_link_to_more_sums_than_there_are_leads_to_settings_that_work(visit: Visit) -> None:
    visit.open(link("addition", "recurrent", task__digits=1, task__examples=5000, training__epochs=1))
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("Examples is now 55")
    visit.train()
    visit.await_end()


def test_a_link_that_says_what_is_not_known_opens_all_the_same(visit: Visit) -> None:
    visit.open(link("addition", "recurrent", training__epochs=7, training__charm=3))
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("training.charm=3")
    visit.unfold("Training")
    expect(visit.control("/training/epochs").get_by_role("textbox")).to_have_value("7")


def test_the_form_stays_short_and_shows_only_what_applies(visit: Visit) -> None:
    visit.open()
    expect(visit.page.locator(".Fold_section > summary")).to_have_text(["Network", "Data", "Training"])
    visit.unfold("Training")
    expect(visit.page.locator("details.Fold_advanced[open]")).to_have_count(0)
    fold = visit.page.locator("details.Fold_advanced", has=visit.page.get_by_text("Optimiser", exact=True))
    fold.locator("summary").click()
    expect(visit.control("/training/beta1")).to_be_visible()
    expect(visit.control("/training/momentum")).to_have_count(0)
    visit.control("/training/optimizer").get_by_role("radio", name=re.compile("^sgd$", re.IGNORECASE)).check()
    expect(visit.control("/training/momentum")).to_be_visible()
    expect(visit.control("/training/beta1")).to_have_count(0)


def test_pointing_at_a_control_says_what_it_does_and_lights_its_layers(visit: Visit) -> None:
    visit.open()
    visit.control("/architecture/hidden").hover()
    expect(visit.page.locator(".Form_explanation")).to_contain_text("Units")
    expect(visit.page.locator(".Network_block.Network_pointed")).not_to_have_count(0)


def test_another_task_keeps_its_own_runs_and_its_own_setup(visit: Visit) -> None:
    visit.open(link("addition", "recurrent", training__epochs=9))
    visit.page.get_by_role("combobox", name="Task").select_option("digits")
    expect(visit.page).to_have_url(re.compile("#digits/"))
    expect(visit.page.locator(".Charts_chart.Charts_headline h2")).to_have_text("Right answers")
    visit.page.get_by_role("combobox", name="Task").select_option("addition")
    expect(visit.page).to_have_url(re.compile("#addition/.*training.epochs=9"))


def test_every_preset_opens_without_a_problem(visit: Visit) -> None:
    visit.open()
    catalogue = visit.call("/api/catalogue")
    assert catalogue["broken"] == []
    there = {task["name"] for task in catalogue["tasks"] if task["missing"] is None}
    for preset in catalogue["presets"]:
        task = preset["spec"]["task"]["name"]
        if task in there:
            parameters = visit.call("/api/plan", preset["spec"])["parameters"]
            visit.page.get_by_role("combobox", name="Task").select_option(task)
            visit.page.get_by_label("Preset").select_option(label=preset["title"])
            expect(visit.page.locator(".Network_costs")).to_contain_text(f"{parameters:,} parameters")
            expect(visit.page.locator(".problem:not(:empty)")).to_have_count(0)


def test_the_schedule_is_drawn_before_anything_is_trained(visit: Visit) -> None:
    visit.open(link("addition", "recurrent", training__epochs=60, training__learning_rate=0.003))
    visit.unfold("Training")
    preview = visit.page.locator(".Form_rates")
    expect(preview).to_contain_text("0.003 over 60 epochs")
    visit.control("/training/schedule").get_by_role("combobox").select_option("cosine")
    expect(preview).to_contain_text("0.003 → almost 0 over 60 epochs")
    expect(preview.locator("polyline")).to_have_attribute("points", re.compile("^0.0000,0.0000 .* 1.0000,"))
    visit.control("/training/schedule").get_by_role("combobox").select_option("plateau")
    expect(preview).to_contain_text("only the training will show")


def test_a_row_of_a_published_table_is_set_up_by_one_press_and_stands_beside_ones_own_run(visit: Visit) -> None:
    visit.open(link("digits", "mlp"))
    visit.page.get_by_label("Preset").select_option(label="The published table of dense networks")
    row = visit.page.get_by_role("row", name=re.compile("128-128-128"))
    row.get_by_role("button", name=re.compile("^128")).click()
    expect(visit.button("^Race 2")).to_be_visible()
    expect(visit.page.get_by_role("row", name=re.compile("128, 128.*not yet run"))).to_have_count(2)
    expect(row).to_contain_text("97.7")
    expect(visit.page.get_by_label("Preset").locator("option:checked")).to_have_text(
        "The published table of dense networks"
    )
