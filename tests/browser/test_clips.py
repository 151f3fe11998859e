"""Clips are played with what is read at each frame, and next frames stand beside the true ones; in both languages."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link

QUICK = {"task__examples": 100, "task__validation": 50, "training__epochs": 2, "training__batch_size": 20}


def test_a_clip_is_played_with_the_answer_after_each_frame(visit: Visit, artefacts: Path) -> None:
    visit.open(link("moving_digits", "cnn_lstm", task__frames=4, architecture__hidden=8, **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Frame by frame").click()
    output = inside.locator(".ClipPlayer_controls output")
    expect(output).to_have_text("4 of 4")
    frame = inside.get_by_role("slider", name="Frame", exact=True)
    frame.fill("1")
    expect(output).to_have_text("2 of 4")
    expect(inside.locator(".PictureRows_shown")).to_have_count(1)
    expect(inside.locator(".Lines_crosshair")).to_have_attribute("aria-valuenow", "2")  # the chart is at the same frame
    inside.get_by_role("button", name="Play").click()
    expect(inside.get_by_role("button", name="Pause")).to_be_visible()
    expect(inside.get_by_role("button", name="Play")).to_be_visible(timeout=10_000)  # once, where motion is not wanted
    expect(output).to_have_text("4 of 4")
    inside.get_by_role("slider", name="Clip", exact=True).fill("3")
    expect(inside.get_by_role("slider", name="Clip", exact=True)).to_have_value("3")
    keeps_the_rules(visit)
    inside.screenshot(path=artefacts / "clip.png")
    inside.get_by_role("tab", name="Maps by frame").click()
    expect(inside.locator(".ClipPlayer_screens figure")).to_have_count(8)
    visit.page.get_by_role("button", name="中文 (Chinese)").click()
    expect(inside.get_by_role("button", name="播放")).to_be_visible()
    keeps_the_rules(visit)


def test_drawn_frames_stand_beside_the_true_ones_and_a_rival(visit: Visit) -> None:
    settings = {"task__frames": 4, "task__ahead": 2, "architecture__filters": 2, "architecture__patch": "4"}
    visit.open(link("moving_digits_next", "convlstm", **settings, **QUICK))
    visit.train()
    visit.await_end()
    inside = visit.page.locator(".Inside_inside")
    inside.get_by_role("tab", name="Next frames").click()
    expect(inside.locator(".ClipPlayer_screens figure")).to_have_count(4)
    rows = inside.locator(".PictureRows_scroll tr")
    expect(rows.nth(2).locator("th")).to_contain_text("From frame 3 on")
    inside.get_by_role("slider", name="True frames until").fill("1")
    expect(rows.nth(2).locator("th")).to_contain_text("From frame 2 on")
    expect(rows.nth(3).locator("th")).to_contain_text("frame 1 again")
    keeps_the_rules(visit)


def test_a_clip_does_not_push_a_phones_page_sideways(visit: Visit) -> None:
    visit.look("phone", "light")
    visit.open(link("moving_digits", "cnn_lstm", task__frames=10, architecture__hidden=8, **QUICK))
    visit.train()
    visit.await_end()
    visit.place("Inside")
    for view in ("Frame by frame", "Maps by frame"):
        visit.view(view)
        expect(visit.page.locator(".ClipPlayer_screens figure").first).to_be_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
