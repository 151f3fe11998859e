"""Data of one's own, from a file or from the pad, to a network that is asked about them."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.rules import keeps_the_rules
from tests.browser.visit import Visit, link
from tests.own_files import drawings, packed, table

QUICK = {"training__batch_size": 8, "training__epochs": 12, "training__learning_rate": 0.01}
HASH = re.compile("data=[0-9a-f]{64}")


def mark(page: Page, canvas: str, shape: str, at: float) -> None:
    """A stroke on a pad, lying or standing."""
    pad = page.locator(canvas)
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    ends = [(0.15, at), (0.85, at)] if shape == "lying" else [(at, 0.15), (at, 0.85)]
    (left, top), (right, bottom) = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in ends]
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()


def test_a_zip_is_uploaded_learnt_and_asked_about_by_its_classes(visit: Visit, tmp_path: Path) -> None:
    visit.open(link("pictures", "mlp", task__side=16, **QUICK))
    visit.unfold("Data")
    picker = visit.control("/task/data")
    expect(picker.get_by_role("combobox")).to_have_value("")
    file = picker.locator("input[type=file]")
    file.set_input_files({"name": "bad.zip", "mimeType": "application/zip", "buffer": packed({"a/1.png": b"x"})})
    expect(picker.get_by_role("alert")).to_contain_text("Two or more folders with pictures are needed")
    file.set_input_files({"name": "bars.zip", "mimeType": "application/zip", "buffer": packed(drawings(12))})
    expect(picker.get_by_role("combobox").locator("option:checked")).to_have_text("bars")
    expect(picker).to_contain_text("24 pictures: lying 12, standing 12.")
    expect(picker.get_by_role("alert")).to_have_count(0)
    expect(visit.page).to_have_url(HASH)
    keeps_the_rules(visit)
    visit.train()
    visit.await_end()
    for tab, place in (("Classes", ".Answers_shares th"), ("Confusion", ".Heat_heat tbody th")):
        visit.page.get_by_role("tab", name=tab).click()
        expect(visit.page.locator(place)).to_have_text(["lying", "standing"])
    visit.page.get_by_role("tab", name="Ask").click()
    mark(visit.page, ".Inside_inside .Pad_pad canvas", "standing", 0.5)
    expect(visit.page.locator(".Inside_one-run .Answers_bars th")).to_have_text(["lying", "standing"])
    expect(visit.page.locator(".Inside_one-run .Answers_asked")).to_contain_text("standing")
    picker.get_by_role("button", name="Delete").click()
    expect(visit.page.locator(".Toasts_toast").last).to_contain_text("Runs have learnt from it")


DROP = """([name, text]) => {
  const all = new DataTransfer();
  all.items.add(new File([text], name));
  const drop = new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true });
  document.querySelector("[data-panel=charts] > *").dispatchEvent(drop);
  return drop.defaultPrevented;
}"""


def test_data_come_first_and_a_file_is_taken_wherever_it_is_dropped(visit: Visit) -> None:
    page = visit.page
    visit.open(link("pictures", "mlp", task__side=16))
    picker = visit.control("/task/data")
    for words in ("Upload…", "Draw your own…"):
        expect(picker.get_by_role("button", name=words)).to_be_in_viewport()
    bad = {"lying/no.png": b"x", "readme.txt": b"hello", "__MACOSX/._lying": b"x"}
    picker.locator("input[type=file]").set_input_files(
        {"name": "bars.zip", "mimeType": "application/zip", "buffer": packed({**drawings(5), **bad})}
    )
    expect(picker.locator(".Data_data-row")).to_have_count(2)
    expect(picker.get_by_role("img", name="The first pictures of lying")).to_be_visible()
    shown = page.evaluate(
        "fetch(document.querySelector('.Data_data-row').style.backgroundImage.slice(5, -2)).then(a => a.status)"
    )
    assert shown == 200
    picker.get_by_text("2 left out").click()
    expect(picker.locator(".Data_data-left li").first).to_contain_text("lying/no.png It cannot be read as a picture")
    keeps_the_rules(visit)
    assert page.evaluate(DROP, ["weather.csv", table(60).decode()])
    toast = page.locator(".Toasts_toast").last
    expect(toast).to_contain_text("weather.csv can be learnt from in Series.")
    toast.get_by_role("button", name="Use it in Series").click()
    expect(picker).to_contain_text("60 rows.")
    assert page.evaluate(DROP, ["more.csv", table(70).decode()])
    expect(picker).to_contain_text("70 rows.")


def test_a_link_to_data_that_are_not_here_says_whom_to_ask(visit: Visit) -> None:
    visit.open(link("series", "forecaster"))
    visit.page.goto(f"{visit.address}/{link('series', 'forecaster', task__data='abcdef01' * 8)}")
    picker = visit.control("/task/data")
    expect(picker.get_by_role("alert")).to_have_text(
        "This link needs data that is not here: abcdef01. Ask whoever made it for the file."
    )
    expect(picker.locator("option:checked")).to_have_text("Not here: abcdef01")
    expect(visit.button("^Train$")).to_be_visible()
    dropped = visit.page.evaluate_handle(
        "text => { const all = new DataTransfer(); all.items.add(new File([text], 'weather.csv')); return all; }",
        table(120).decode(),
    )
    picker.locator(".Data_data-input").dispatch_event("drop", {"dataTransfer": dropped})
    expect(picker).to_contain_text("120 rows. Columns: 1 hour, 2 temperature.")
    expect(picker.get_by_role("alert")).to_have_count(0)
    picker.get_by_role("button", name="Delete").click()
    expect(picker.locator("option:checked")).to_have_text("Example")
    visit.page.locator(".Toasts_toast").last.get_by_role("button", name="Undo").click()
    expect(picker.locator("option", has_text="weather")).to_have_count(1)


def test_a_table_is_seen_asked_about_and_learnt_from_by_the_name_of_its_column(visit: Visit) -> None:
    days = [f"2024-12-{31 - row % 31:02}" if row < 31 else f"2024-11-{61 - row:02}" for row in range(60)]
    rows = [f"{day};{row % 7 + 1}.23{row % 3};5" for row, day in enumerate(days)]
    content = "\n".join(["Tag;Preis;gleich", *rows]).encode()
    visit.open(link("series", "forecaster", task__column=3, task__window=4, **QUICK))
    visit.unfold("Data")
    picker, column = visit.control("/task/data"), visit.control("/task/column").get_by_role("combobox")
    picker.locator("input[type=file]").set_input_files(
        {"name": "prices.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(picker.get_by_text("How are the numbers of Preis to be read?")).to_be_visible()
    expect(visit.button("^Train$")).to_be_disabled()
    expect(visit.control("/task/numbers").get_by_role("alert")).to_contain_text("1.23 (decimals) or 1230 (thousands)")
    expect(column.locator("option")).to_have_text(["Preis", "gleich (always the same)"])
    expect(column.locator("option:checked")).to_have_text("Preis")
    expect(picker.locator(".Data_table-head th.Data_chosen")).to_have_text("Preis")
    expect(picker.locator(".Data_data-left")).to_contain_text("Not numbers, e.g. '2024-12-31' in line 2.")
    picker.get_by_role("button", name="Thousands 1.230 is 1230").click()
    expect(picker.get_by_role("img", name="Preis, from 1230 to 7232")).to_be_visible()
    expect(visit.page).to_have_url(re.compile("task.numbers=thousands"))
    expect(visit.button("^Train$")).to_be_enabled()
    keeps_the_rules(visit)
    expect(picker).to_contain_text("Tag goes from the newest to the oldest, so the table is turned round.")
    picker.get_by_role("button", name="Leave it as it is").click()
    expect(visit.page).to_have_url(re.compile("task.oldest_first=false"))
    column.select_option(label="gleich (always the same)")
    expect(visit.control("/task/column").get_by_role("alert")).to_contain_text("the same number in all rows")
    column.select_option(label="Preis")
    visit.train()
    visit.await_end()


def test_drawings_of_ones_own_are_learnt_and_asked(visit: Visit) -> None:
    page = visit.page
    visit.open(link("pictures", "mlp", task__side=16, task__moved=2, **QUICK))
    visit.unfold("Data")
    visit.button("^Draw your own").click()
    dialog = page.get_by_role("dialog", name="Draw your own")
    use = dialog.get_by_role("button", name="Use these")
    expect(use).to_be_disabled()
    for place, shape in enumerate(("lying", "standing")):
        dialog.get_by_role("radio").nth(place).check()
        dialog.get_by_role("textbox").nth(place).fill(shape)
        for at in (0.3, 0.4, 0.5, 0.6, 0.7):
            mark(page, ".Data_draw-board .Pad_pad canvas", shape, at)
            page.keyboard.press("Enter")
    expect(dialog.locator(".Data_draw-count")).to_have_text(["5", "5"])
    keeps_the_rules(visit)
    dialog.get_by_role("button", name="Remove drawing 5 of standing").click()
    expect(dialog.locator(".Data_draw-count")).to_have_text(["5", "4"])
    dialog.get_by_role("button", name="Close").click()
    visit.button("^Draw your own").click()
    expect(dialog.locator(".Data_draw-count")).to_have_text(["5", "4"])
    use.click()
    expect(dialog).to_have_count(0)
    picker = visit.control("/task/data")
    expect(picker).to_contain_text("9 pictures: lying 5, standing 4.")
    expect(page).to_have_url(HASH)
    visit.train()
    visit.await_end()
    page.get_by_role("tab", name="Ask").click()
    mark(page, ".Inside_inside .Pad_pad canvas", "lying", 0.5)
    expect(page.locator(".Inside_one-run .Answers_asked")).to_contain_text("lying")
