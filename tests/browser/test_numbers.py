"""Numbers shown belong together: who was first, a race once more, and where each figure is from."""

from playwright.sync_api import expect

from tests.browser.visit import Visit, small


def expect_origins(visit: Visit, words: str) -> None:
    """Of what the crosshair reads, of a number in the table of a chart, and where two runs stand side by side."""
    plot = visit.page.locator(".Charts_chart.Charts_headline .u-over")
    plot.hover(position={"x": 1, "y": 20})
    readout = visit.page.locator(".Charts_readout tr").filter(has_text="GRU")
    expect(readout.locator("td").last).to_have_text("0")
    expect(visit.page.locator(".Charts_readout thead th").last).to_have_text("Seed")
    visit.numbers()
    cell = visit.page.locator(".Charts_headline .Charts_chart-table tbody [data-origin]").first
    cell.hover()
    expect(cell).to_have_attribute("title", words.replace("GRU", "SimpleRNN"))
    visit.page.locator(".Charts_headline .Charts_chart-table summary").click()
    for name in visit.page.locator(".Runs_run-name").all():
        name.click()
    visit.page.locator(".Runs_runs").get_by_role("button", name="Compare", exact=True).click()
    compared = visit.page.get_by_role("dialog", name="Two runs side by side")
    expect(compared.locator(f"[data-origin][title='{words}']")).to_be_visible()
    visit.page.keyboard.press("Escape")
    for name in visit.page.locator(".Runs_run-name").all():
        name.click()


def expect_speed(visit: Visit) -> None:
    """Examples a second, and of what that is the mean."""
    speed = visit.row("GRU").locator("td.Runs_speed")
    run = next(run for run in visit.runs() if run["spec"]["architecture"]["cell"] == "GRU")
    figure, moment = speed.inner_text().split()
    shown = float(figure.replace(",", ""))
    assert moment == "mean"
    assert abs(shown / (run["examples"] / run["seconds"]) - 1) < 0.01
    assert f"{run['examples']:,} examples" in (speed.locator("[data-origin]").get_attribute("title") or "")


def test_a_race_says_who_was_first_is_run_again_with_other_seeds_and_its_figures_say_where_they_are_from(
    visit: Visit,
) -> None:
    visit.open(small("SimpleRNN", "GRU", training__epochs=1))
    visit.race()
    visit.await_end()
    expect(visit.summary).to_contain_text("Nobody got to 90\u202f%")
    level = visit.page.get_by_role("slider", name="The level that the runs race to")
    level.focus()
    for _ in range(9):
        visit.page.keyboard.press("PageDown")
    expect(visit.summary).to_contain_text("First to 0\u202f%: SimpleRNN and GRU, epoch 0")
    level.dblclick()
    expect(visit.summary).to_contain_text("Nobody got to 90\u202f%")

    best = visit.row("GRU").locator("td.Runs_figure").nth(1)
    words = "GRU: Exact answers 0\u202f%, validation examples, epoch 0, step 0, seed 0"
    origin = best.locator("[data-origin]")
    expect(origin).to_have_attribute("title", words)
    origin.focus()
    origin.press("Enter")  # no pointer is needed to learn where a number is from
    expect(visit.page.get_by_text(words)).to_be_visible()
    expect_speed(visit)
    expect_origins(visit, words)

    visit.race()
    expect(visit.page.get_by_text("The same race again, with the next seed: 1.")).to_be_visible()
    expect(visit.row("GRU · seed 1")).to_be_visible()
    assert sorted(run["spec"]["training"]["seed"] for run in visit.runs()) == [0, 0, 1, 1]
    # Whoever wanted the same seeds has them in the place of the others.
    visit.page.get_by_role("button", name="Same seeds").click()
    expect(visit.row("GRU (2)")).to_be_visible()
    expect(visit.rows).to_have_count(4)
    assert [run["spec"]["training"]["seed"] for run in visit.runs()] == [0, 0, 0, 0]
