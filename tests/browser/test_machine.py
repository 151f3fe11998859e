"""The use of the machine is measured while somebody looks, and not a moment longer."""

import re

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, small


def test_the_use_of_the_machine_is_shown_while_somebody_looks(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url) if "/api/hardware" in request.url else None)
    visit.open(small(training__epochs=1000, task__examples=2000, training__batch_size=16))
    visit.train()
    expect(visit.rows).to_contain_text("left")
    assert asked == []
    panel = visit.page.get_by_role("region", name="What of the machine is in use")
    visit.button("workers? on CPU$").click()
    expect(panel).to_contain_text(re.compile(r"\d+ % busy".replace(" %", "\u202f%")))
    expect(panel).to_contain_text(re.compile(r"Memory\s*[\d.]+\s[kMG]B of [\d.]+\s[kMG]B"))
    expect(panel.get_by_role("row").filter(has_text="Recurrent")).to_contain_text("%")
    expect(panel.get_by_role("row").filter(has_text="Recurrent")).to_contain_text("torch")
    expect(panel).to_contain_text("waiting for a run")
    keeps_the_rules(visit)
    visit.page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    with visit.page.expect_response(re.compile("/api/runs/")):
        visit.rows.get_by_role("button", name=re.compile("^Stop")).click()
    before = len(asked)
    expect(visit.rows).to_contain_text("Stopped")
    assert len(asked) == before
