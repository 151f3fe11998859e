"""A film of a training: a GIF with a picture for each kept epoch, and the page as it was before."""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from tests.browser.visit import Visit, small


def test_a_film_has_a_picture_for_each_kept_epoch_and_leaves_the_page_as_it_was(visit: Visit) -> None:
    visit.open(small(training__epochs=25, training__engine="torch", task__examples=5000))
    visit.train()
    visit.await_end()
    (run,) = visit.runs()
    kept = run["snapshots"]
    assert (
        len(kept) >= 3
    )  # of 900 steps; a disk that is kept busy for a twentieth of the time writes few of five epochs
    visit.page.get_by_role("tab", name="Answers").click()
    with visit.page.expect_download() as download:
        visit.button(r"^Film \(GIF\)$").click()
    assert download.value.suggested_filename.endswith(".gif")
    film = Image.open(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert (film.format, getattr(film, "n_frames", 0)) == ("GIF", len(kept))
    pictures = []
    for place in range(len(kept)):
        film.seek(place)
        pictures.append(film.convert("RGB").tobytes())
    assert len({*pictures}) == len(kept)
    box = visit.page.locator(".Inside_side-by-side").bounding_box()
    assert box is not None
    assert abs(film.width - box["width"] - 24) <= 2
    expect(visit.page.locator(".Inside_look-back output")).to_have_text("now")


def test_a_film_can_be_stopped(visit: Visit) -> None:
    visit.open(small(training__epochs=4))
    visit.train()
    visit.await_end()
    button = visit.page.locator("button.Inside_film")
    button.click()
    expect(button).to_contain_text("Stop")
    button.click()
    expect(button).to_have_text("Film (GIF)")
    expect(visit.page.locator(".Inside_look-back output")).to_have_text("now")
