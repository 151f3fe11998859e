"""What a race makes equal for everybody."""

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small


def test_networks_of_a_race_are_made_equally_large_and_the_link_says_so(visit: Visit) -> None:
    visit.open(small("SimpleRNN", "LSTM", training__epochs=1))
    visit.button("^Change race…$").click()
    visit.page.get_by_role("switch", name="Equal parameters").click()
    keeps_the_rules(visit, schemes=("light",))
    visit.page.keyboard.press("Escape")
    visit.page.reload()
    visit.button("^Race SimpleRNN, LSTM$").click()
    expect(visit.rows).to_have_count(2)
    visit.await_end()
    units = {run["spec"]["architecture"]["cell"]: run["spec"]["architecture"]["hidden"] for run in visit.runs()}
    sizes = [run["parameters"] for run in visit.runs()]
    assert units["SimpleRNN"] > units["LSTM"]
    assert max(sizes) < 1.1 * min(sizes)
    # The colour is the cell's, as in every race, and the name has what else differs.
    expect(visit.rows.first).to_contain_text("units")
