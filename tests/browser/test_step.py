"""One step explained: a weight is chosen by press, by key and by slider, and its gradient is checked on the page."""

import pytest
from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link


def figures(visit: Visit, part: str) -> dict[str, str]:
    """What each line of a part comes to, by what it is."""
    whole = visit.page.locator(".ExplainedStep_part").filter(has_text=part)
    names, values = whole.locator("dt").all_inner_texts(), whole.locator("dd b").all_inner_texts()
    return dict(zip(names, values, strict=True))


def number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


def test_the_step_of_a_run_is_followed_for_any_weight_and_its_gradient_is_right(visit: Visit) -> None:
    page = visit.page
    small = {"task__examples": 200, "task__digits": 1, "architecture__hidden": 8, "training__epochs": 2}
    rule = {"training__optimizer": "sgd", "training__momentum": 0, "training__learning_rate": 0.01}
    visit.open(link("addition", "recurrent", **small, **rule))
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="One step").click()
    parts = page.locator(".ExplainedStep_part")
    expect(parts).to_have_count(5)
    expect(parts.last).to_contain_text("the gradient is right")
    gradient = number(figures(visit, "Backward")["gradient: the same of the whole batch"])
    taken = number(figures(visit, "Update")["what is taken off the weight"])
    assert taken == pytest.approx(0.01 * gradient, rel=1e-3)
    checked = figures(visit, "Is the gradient right?")
    numeric, computed = (number(checked[name]) for name in ("central difference", "back-propagation says"))
    assert numeric == pytest.approx(computed, rel=1e-6)

    title = page.locator(".ExplainedStep_step h4")
    cells = page.get_by_role("slider", name="weights", exact=False).first
    cells.click(position={"x": 2, "y": 2})
    expect(title).to_have_text("Weight 1, 1 of output.weight")
    cells.press("ArrowRight")
    cells.press("Enter")
    expect(title).to_have_text("Weight 1, 2 of output.weight")
    example = page.get_by_role("slider", name="Example of the batch")
    example.press("ArrowRight")
    expect(example).to_have_value("2")
    expect(title).to_have_text("Weight 1, 2 of output.weight")
    page.get_by_label("Weights of").select_option(index=0)
    expect(title).not_to_contain_text("output.weight")
    expect(parts.last).to_contain_text("the gradient is right")
    keeps_the_rules(visit)
