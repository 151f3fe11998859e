"""A machine with a tape: played step by step, a number of its memory changed, and its error against length."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

QUICK = {"task__examples": 400, "task__longest": 4, "architecture__slots": 8, "training__epochs": 2}


def test_a_machine_is_played_step_by_step_and_goes_on_from_a_changed_memory(visit: Visit, artefacts: Path) -> None:
    visit.open(link("tape", "ntm", **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Tape player", exact=True).click()
    length, which = (
        inside.get_by_role("slider", name=name) for name in ("Length; learnt from 1 to 4", "Sequence")
    )  # fmt: skip
    length.fill("120")
    expect(inside.locator(".Tape_steps output")).to_have_text(re.compile("of 242$"))
    which.fill("78")
    expect(which).to_have_attribute("aria-valuetext", "78")
    expect(inside.locator(".Tape_score")).to_contain_text("of 720 bits wrong")
    length.fill("4")
    step = inside.get_by_role("slider", name="Step", exact=True)
    step.fill("3")
    expect(inside.locator(".Tape_steps output")).to_have_text("3 of 10")
    stages = inside.get_by_role("group", name="Weights of the places")
    expect(stages.locator(".Tape_name")).to_have_text(["1 content", "2 interpolate", "3 shift", "4 sharpen", "Place"])
    inside.get_by_role("button", name="Writing head").click()
    expect(inside.locator(".Tape_emitted")).to_contain_text("strength β")
    memory = inside.get_by_role("slider", name="Number of the memory after this step")
    memory.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        visit.page.keyboard.press(key)
    expect(inside.locator(".Tape_change")).to_contain_text("Place 2, number 2 after step 3")
    inside.get_by_label("New value").fill("0.75")
    inside.get_by_role("button", name="Change it and go on").click()
    expect(inside.locator(".Tape_score")).to_contain_text("After step 3 you changed place 2, number 2 from")
    expect(inside.locator(".Tape_change")).to_contain_text("after step 3: 0.75")
    inside.screenshot(path=artefacts / "tape.png")
    keeps_the_rules(visit)
    visit.page.get_by_role("button", name="中文 (Chinese)").click()
    inside.get_by_role("button", name="撤销改动").click()
    expect(inside.get_by_role("button", name="撤销改动")).to_have_count(0)


def test_error_against_length_has_all_runs_in_one_picture_and_what_they_learnt_from_shaded(
    visit: Visit, artefacts: Path
) -> None:
    visit.open(link("tape", "ntm"))
    machine = {"name": "ntm", "slots": 8, "width": 8, "hidden": 16}
    beside = {"name": "recurrent", "cell": "LSTM", "hidden": 18}  # of as many weights, nearly
    spec = {"task": {"name": "tape", "examples": 200, "longest": 4}, "architecture": machine, "training": {"epochs": 1}}
    visit.call("/api/runs", {"spec": spec, "vary": {"/architecture": [machine, beside]}})
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Error against length", exact=True).click()
    expect(inside.locator(".Lines_shaded")).to_have_text(["learnt from"] * 3, timeout=30_000)  # each alone, and both
    both = inside.locator(".Lines_lines").filter(has_text="Neural Turing machine").filter(has_text="Recurrent network")
    expect(both).to_contain_text("length = 120")
    expect(both).to_contain_text("guessing360")
    expect(inside).to_contain_text("At length 120 it gets")
    inside.screenshot(path=artefacts / "error-by-length.png")
    keeps_the_rules(visit)
