"""A report of a comparison: saved with one click, and whole without a server or a network."""

import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small

SETUP = "&".join([small("SimpleRNN", "GRU", training__epochs=2), "race.training.seed=0~1"])


def saved(visit: Visit, folder: Path) -> Path:
    with visit.page.expect_download() as download:
        visit.button("^Report on 4 runs$").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_a_report_opens_offline_with_the_measured_figures(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    visit.open(SETUP)
    visit.button("^Race").click()
    visit.await_end()
    runs = visit.runs()
    note = "<script>document.title = 'mine'</script>"
    visit.call(f"/api/runs/{runs[0]['id']}", {"note": note}, method="PATCH")
    visit.page.reload()  # so that the page surely knows of it: other pages are told a moment later
    expect(visit.page.locator(".Inside_one-run :is(.Answers_marks, .Inside_history)").first).to_be_visible()
    file = saved(visit, tmp_path)
    assert re.fullmatch(r"addition-\d{4}-\d\d-\d\d\.html", file.name)
    expect(visit.page.locator(".Toasts_toast")).to_contain_text("The report is saved.")

    away = browser.new_context(offline=True, reduced_motion="reduce")
    reader = Visit(away.new_page(), "")
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.page.goto(file.as_uri())
    expect(reader.page).to_have_title(re.compile("^Addition: .*SimpleRNN.*GRU"))
    results = reader.page.get_by_role("region", name="Results")
    for run in runs:
        seed = run["spec"]["training"]["seed"]
        row = results.get_by_role("row", name=re.compile(rf"{run['varied']['/architecture/cell']} · seed {seed}"))
        expect(row).to_contain_text(f"{run['parameters']:,}")
        expect(row).to_contain_text(f"{run['test']['loss']:.2f}")
    expect(results.get_by_role("row", name=re.compile("mean of 2"))).to_have_count(2)
    expect(reader.page.get_by_text(note)).to_be_visible()
    expect(reader.page.locator("figure.chart svg")).to_have_count(2)
    expect(reader.page.locator(".Inside_one-run")).to_have_count(2)
    assert reader.page.get_by_role("link").get_attribute("href") == f"{visit.address}/{SETUP}"
    reader.page.locator("summary").first.click()
    expect(reader.page.locator("pre").first).to_contain_text("import torch")
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    keeps_the_rules(reader)
    keeps_the_rules(reader, schemes=("light",), size="phone")
    assert reader.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert reader.problems == []
    away.close()
