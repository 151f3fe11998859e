"""What a comparison is taken away as: all charts at once, and tables of every point."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.visit import Visit, small


def file_of_charts(visit: Visit, words: str) -> tuple[str, bytes]:
    """The name and the content of a file of all charts."""
    fold = visit.page.locator(".Charts_together")
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    with visit.page.expect_download() as download:
        fold.get_by_role("button", name=words).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.fixture
def compared(visit: Visit) -> Visit:
    visit.open(small("GRU", "LSTM", training__epochs=3))
    visit.button("^Race").click()
    visit.await_end()
    return visit


def test_all_charts_of_a_comparison_are_saved_at_once_in_every_form(compared: Visit) -> None:
    page = compared.page
    charts = page.locator(".Charts_chart h2").count()
    for words, ending, start in (("SVG", "svg", b"<svg"), ("PNG", "png", b"\x89PNG")):
        name, content = file_of_charts(compared, words)
        assert name == f"addition-charts-{ending}.zip"
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            assert len(archive.namelist()) == charts
            assert all(archive.read(one).startswith(start) for one in archive.namelist())
    name, content = file_of_charts(compared, "PDF")
    assert (name, content[:5], content.count(b"/Type /Page ")) == ("addition-charts.pdf", b"%PDF-", charts)
    name, content = file_of_charts(compared, "LaTeX")
    assert content.decode().count("\\begin{axis}") == charts
    assert "\\addlegendentry{LSTM}" in content.decode()
    expect(page.locator(".Charts_together").get_by_role("button", name="TensorBoard")).to_be_enabled()
    name, content = file_of_charts(compared, "long CSV")
    assert name.endswith("-and-1-more-curves-long.csv")
    lines = [*csv.DictReader(io.StringIO(content.decode()))]
    assert len({line["run"] for line in lines}) == 2
    assert sum(line["series"] == "validation/exact" for line in lines) == 2 * 4


def test_a_frame_for_another_site_shows_what_its_code_names_live_or_frozen(compared: Visit) -> None:
    page = compared.page
    fold = page.locator(".Charts_together")
    fold.locator("summary").click()
    fold.get_by_role("button", name="A chart or a view for another site").click()
    dialog = page.get_by_role("dialog", name="Show a chart or a view on another site")
    code = dialog.get_by_label("HTML for the other page")
    live = code.input_value()
    assert live.count("run=") == 2
    assert "until" not in live
    expect(dialog.get_by_text("No other site may show it yet.")).to_be_visible()
    dialog.get_by_label("as they are now").check()
    frozen = code.input_value()
    step = max(run["step"] for run in compared.runs())
    assert f"&amp;until={step}" in frozen
    other = page.context.new_page()
    other.set_content(f"{live}{frozen}")
    assert [frame.get_attribute("src") for frame in other.locator("iframe").all()] == [
        one.split('src="')[1].split('"')[0].replace("&amp;", "&") for one in (live, frozen)
    ]
    for frame in other.locator("iframe").all():
        answer = page.request.get(frame.get_attribute("src") or "")
        assert (answer.status, answer.text().count('fill="none"')) == (200, 2)
    other.close()


def test_a_view_in_a_frame_is_live_or_frozen_and_has_nothing_to_press(compared: Visit) -> None:
    page = compared.page
    fold = page.locator(".Charts_together")
    fold.locator("summary").click()
    fold.get_by_role("button", name="A chart or a view for another site").click()
    dialog = page.get_by_role("dialog", name="Show a chart or a view on another site")
    view = dialog.locator("optgroup[label='Views inside the networks'] option").first.text_content() or ""
    dialog.get_by_label("Chart or view").select_option(label=view)
    codes = []
    for words in ("at each moment", "weights that were kept last"):
        dialog.get_by_label(words).check()
        codes.append(dialog.get_by_label("HTML for the other page").input_value())
    addresses = [one.split('src="')[1].split('"')[0].replace("&amp;", "&") for one in codes]
    assert ["epoch=" in one for one in addresses] == [False, True]
    kept = page.evaluate("JSON.stringify(localStorage)")
    other = page.context.new_page()
    for address in (addresses[0], addresses[1].replace("epoch=3", "epoch=0")):
        other.goto("about:blank")
        answer = other.goto(address)
        assert answer is not None
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        expect(other.get_by_role("heading", level=1)).to_have_text(view)
        networks = other.get_by_role("article")
        expect(networks).to_have_count(2)
        expect(networks.first).to_contain_text("epoch 0" if "epoch=" in address else "epoch 3")
        expect(other.get_by_role("button", name="Train")).to_have_count(0)
    assert other.evaluate("JSON.stringify(localStorage)") == kept
    other.goto("about:blank")
    other.goto(addresses[0].replace("run=", "run=gone-"))
    expect(other.get_by_text("These runs, or this view of them, are not there any more.")).to_be_visible()
    other.close()


def test_curves_of_others_lie_behind_ours_until_they_are_taken_away(compared: Visit) -> None:
    page = compared.page
    _, content = file_of_charts(compared, "long CSV")
    fold = page.locator(".Charts_together")
    name = "of a friend.csv"
    fold.locator("input[type=file]").set_input_files(FilePayload(name=name, mimeType="text/csv", buffer=content))
    expect(page.get_by_text("curves of others lie behind yours, in grey.")).to_be_visible()
    assert b"of a friend" in zipped_drawings(compared)
    fold.locator("input[type=file]").set_input_files(
        FilePayload(name="x.csv", mimeType="text/csv", buffer=b"a,b\n1,2\n")
    )
    expect(page.get_by_text("No curve was found in it")).to_be_visible()
    fold.get_by_role("button", name="Take the grey curves away").click()
    assert b"of a friend" not in zipped_drawings(compared)


def zipped_drawings(visit: Visit) -> bytes:
    """All charts as SVG, one after the other."""
    _, content = file_of_charts(visit, "SVG")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(one) for one in archive.namelist())
