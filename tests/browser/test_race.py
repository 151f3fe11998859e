"""What a race makes equal for everybody."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link, small


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


def test_networks_join_a_race_as_the_form_has_them_each_with_settings_of_its_own(visit: Visit, artefacts: Path) -> None:
    visit.open(link("pictures", "mlp", architecture__hidden=42, task__side=16, training__epochs=1))
    visit.button("^Race…$").click()
    visit.page.get_by_label("What differs").select_option(label="Whole networks")
    expect(visit.page.get_by_role("dialog").get_by_role("listitem")).to_contain_text("hidden units 42")
    expect(visit.button("^Add this network")).to_be_disabled()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_label("Architecture", exact=True).select_option(label="Convolutional network")
    visit.button("^Race…$").click()
    visit.button("^Add this network: Convolutional network$").click()
    visit.page.get_by_role("dialog").screenshot(path=artefacts / "race-of-networks.png")
    keeps_the_rules(visit)
    visit.page.keyboard.press("Escape")
    visit.page.reload()  # the address has both
    visit.button("^Race 2$").click()
    expect(visit.rows).to_have_count(2)
    visit.await_end()
    expect(visit.row("Dense network")).to_be_visible()
    expect(visit.row("Convolutional network")).to_be_visible()
    networks = {run["spec"]["architecture"]["name"]: run["spec"]["architecture"] for run in visit.runs()}
    assert (networks["mlp"]["hidden"], set(networks)) == ([42], {"mlp", "convnet"})
