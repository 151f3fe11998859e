"""A forecast beside its rivals, a network that reads its own words, and classes of a table of one's own."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link
from tests.models.test_signals import walking

QUICK = {"training__epochs": 3, "training__learning_rate": 0.01, "training__batch_size": 20}


def test_each_rival_has_its_figure_and_the_network_runs_on_its_own_words(visit: Visit, artefacts: Path) -> None:
    visit.open(link("waves", "conv1d", task__columns=2, task__horizon=3, task__window=8, **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Forecast").click()
    expect(inside.locator("figure h3")).to_have_text(
        ["Column 1 · 1 value ahead", "Column 2 · 1 value ahead", "Column 1 · 3 values ahead"]
    )
    for rival in ("Network", "Always 0", "Repeating the last value", "Linear rule"):
        expect(inside).to_contain_text(f"{rival}: mean square ")
    inside.screenshot(path=artefacts / "forecast.png")
    keeps_the_rules(visit)
    inside.get_by_role("tab", name="Free run").click()
    expect(inside).to_contain_text("102 values without seeing one that came.")
    inside.screenshot(path=artefacts / "free-run.png")
    keeps_the_rules(visit)


def test_a_column_of_classes_is_chosen_by_its_name(visit: Visit) -> None:
    visit.open(link("signals", "conv1d", task__window=4, **QUICK))
    visit.control("/task/data").locator("input[type=file]").set_input_files(
        {"name": "walk.csv", "mimeType": "text/csv", "buffer": walking().encode()}
    )
    column = visit.control("/task/label").get_by_role("combobox")
    expect(column.locator("option")).to_have_text(["As the table shows", "time", "state", "force", "turn"])
    column.select_option(label="force")
    expect(visit.control("/task/label").get_by_role("alert")).to_contain_text("a column of classes holds 2 to 20")
    column.select_option(label="state")
    keeps_the_rules(visit)
    visit.train()
    visit.await_end()
