"""The page that is taken away, opened from the disk in Chromium: it answers as the server does, and fetches nothing."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.async_api import Browser, Page, async_playwright, expect

from models.spec.kinds import Alphabet
from scripts import browser as chromium
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.offline import any_length
from server.exports.converted.offline.asked import asked_of
from server.exports.converted.offline.page import with_reading
from server.exports.converted.offline.typed import reading_of
from server.exports.converted.onnx_file import LOST_TIME
from tests.browser.conftest import QUIET
from tests.extras.exports.networks import in_a_fresh_process, sample
from tests.extras.exports.test_taken_away import PATIENCE, export_of
from tests.server.world import World, served
from tests.specs import spec, spec_json

DIGITS = spec_json(
    "digits/convnet",
    blocks="4k5 max2 dense12",
    epochs=1,
    task={"examples": 400, "validation": 100, "subtract_mean": True},
)
SUMS = spec_json("addition/recurrent", hidden=12, epochs=2, task={"examples": 600, "padding": "zeros", "reverse": True})
WINDOWS = spec_json("cosine/conv1d", epochs=1)
REVIEWS = spec_json("sentiment/recurrent", hidden=8, epochs=1, task={"examples": 200})
PAIRS = spec_json(
    "sentences/recurrent", hidden=8, epochs=1, task={"vocabulary": 200, "training_share": 0.2, "source": "twice"}
)
TEXT = spec_json("text/language_model", hidden=8, epochs=1, task={"amount": 20_000})


expect.set_options(timeout=20_000)


@pytest.fixture(scope="module")
async def world(mnist: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One server, which trains a run for each page."""
    async with served(tmp_path_factory.mktemp("data"), None, workers=1) as world:
        yield world


@pytest.fixture(scope="module")
async def browser(world: World) -> AsyncIterator[Browser]:
    """One for all pages, in the loop of the server."""
    found = chromium.find()
    if found is None:
        pytest.skip(chromium.ADVICE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of its own, without a network; it must not complain."""
    troubles: list[str] = []
    page = await browser.new_page()
    await page.context.set_offline(True)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("request", lambda one: troubles.append(one.url) if not one.url.startswith(("file:", "blob:")) else None)
    yield page
    await page.close()
    assert not troubles


async def exported(world: World, made: dict[str, Any], folder: Path, page: Page) -> str:
    """Trains a run, takes its page away and opens that; the run."""
    (run,) = await world.make(spec=made)
    assert (await world.state(run, seconds=PATIENCE))["state"] == "finished"
    file, checked = await export_of(world, run, "try-my-network.html?at=live", folder)
    assert checked.startswith("Checked: onnxruntime answers 32 examples of the task as the network does")
    assert file.suffix == ".html"
    assert file.stat().st_size < 8_000_000
    await page.goto(file.as_uri())
    await expect(page.get_by_role("status")).to_have_count(0, timeout=30_000)
    return run


async def of_server(world: World, run: str, asked: Any) -> dict[str, Any]:
    answer = await world.http.post(f"/api/runs/{run}/predict", json={"inputs": [asked]})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["answers"][0]
    return found


async def shares(page: Page) -> dict[str, float]:
    found: list[tuple[str, float]] = await page.locator("meter").evaluate_all(
        "all => all.map(one => [one.ariaLabel, one.value])"
    )
    return dict(found)


async def test_a_drawn_digit_is_answered_as_by_the_server(tmp_path: Path, page: Page, world: World) -> None:
    run = await exported(world, DIGITS, tmp_path, page)
    pad = page.get_by_role("application")
    box = await pad.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 90, box["y"] + 30)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 110, box["y"] + 150, steps=8)
    await page.mouse.up()
    await expect(page.locator("meter")).to_have_count(10)
    inked = "one => [...one.getContext('2d').getImageData(0, 0, 28, 28).data].filter((_, at) => at % 4 === 0)"
    ink = bytes(255 - light for light in await pad.evaluate(inked))
    assert sum(ink) > 2000
    wanted = await of_server(world, run, base64.b64encode(ink).decode())
    assert {name: pytest.approx(share, abs=1e-5) for name, share in (await shares(page)).items()} == wanted["chances"]
    assert await page.locator("p[class*=best]").inner_text() == wanted["answer"]


async def test_a_typed_sum_is_answered_as_by_the_server_and_what_cannot_be_read_is_said(
    tmp_path: Path, page: Page, world: World
) -> None:
    run = await exported(world, SUMS, tmp_path, page)
    for asked in ("47+38", "7 + 5", "\uff14+90"):
        await page.get_by_role("textbox").fill(asked.replace(" ", ""))
        wanted = await of_server(world, run, asked)
        await expect(page.locator("p[class*=best]")).to_have_text(wanted["answer"].strip())
        await expect(page.get_by_text(f"{100 * wanted['sure']:.1f} % sure")).to_be_visible()
    await page.get_by_role("textbox").fill("4x+1")
    await expect(page.get_by_role("alert")).to_contain_text("x is none of its symbols: 0 1 2")
    await page.get_by_role("textbox").fill("123+1")
    await expect(page.get_by_role("alert")).to_have_text("It reads exactly 5 symbols; these are 6.")
    example = page.get_by_role("button", name="Example 3")
    await example.click()
    await expect(page.get_by_role("alert")).to_have_count(0)
    assert await page.get_by_role("textbox").input_value() == await example.inner_text()


async def test_a_typed_review_of_any_length_is_answered_as_by_the_server(
    tmp_path: Path, page: Page, world: World
) -> None:
    run = await exported(world, REVIEWS, tmp_path, page)
    long = "the film was not good but dull, it's wonderful. " * 8  # of which the last words are read
    for asked in ("Great!", "not  good", "I don't know this Zanzibar \u732b film; it was DULL, and great.", long):
        await page.get_by_role("textbox").fill(asked)
        wanted = await of_server(world, run, asked)
        await expect(page.get_by_text(f"{100 * wanted['sure']:.1f} % sure")).to_be_visible()
        assert await shares(page) == {name: pytest.approx(share, abs=1e-5) for name, share in wanted["chances"].items()}
    await page.get_by_role("textbox").fill("\u200e")
    await expect(page.get_by_text("Nothing is asked yet.")).to_be_visible()


async def test_a_typed_sentence_is_parted_into_words_as_by_the_server(tmp_path: Path, page: Page, world: World) -> None:
    run = await exported(world, PAIRS, tmp_path, page)
    for asked in ("Select the files.", "it's a well-known Zanzibar", "THE FILES"):
        await page.get_by_role("textbox").fill(asked)
        wanted = await of_server(world, run, asked)
        await expect(page.locator("p[class*=best]")).to_have_text(wanted["answer"] or "\u2013")
        await expect(page.get_by_text(f"{100 * wanted['sure']:.1f} % sure")).to_be_visible()
    await page.get_by_role("textbox").fill("a b c d e f g h i j k l m")
    await expect(page.get_by_role("alert")).to_have_text("It reads 10 symbols at most.")


async def test_a_typed_text_goes_on_with_what_the_server_finds_likely(tmp_path: Path, page: Page, world: World) -> None:
    run = await exported(world, TEXT, tmp_path, page)
    for asked in ("To be, or not", "M", "What\u21b5"):
        await page.get_by_role("textbox").fill(asked)
        wanted = torch.tensor((await of_server(world, run, asked))["values"])[-1].softmax(-1)
        best = wanted.sort(descending=True).values[:10].tolist()
        await expect(page.get_by_text(f"{100 * best[0]:.1f} % sure")).to_be_visible()
        assert [*(await shares(page)).values()] == pytest.approx(best, abs=1e-5)
    await page.set_viewport_size({"width": 390, "height": 800})
    assert await page.evaluate("document.documentElement.scrollWidth") == 390  # long examples are folded
    await page.get_by_role("button", name="Go on with the likeliest").click()
    assert len(await page.get_by_role("textbox").input_value()) == len("What\u21b5") + 1


OF_ANY_LENGTH: list[tuple[str, dict[str, Any], int]] = [
    ("sentiment/recurrent", {"cell": "SimpleRNN", "hidden": 6, "bidirectional": True, "encoder_layers": 2}, 1),
    ("sentiment/conv1d", {}, 22),  # it fills a short text up itself
    ("gap/bag_of_words", {}, 1),
]


def read_by_each(folder: Path) -> list[tuple[int, bool, bool]]:
    """Of each network the least length, whether longer texts than its examples are read, and whether it answers."""
    found = []
    for name, settings, _ in OF_ANY_LENGTH:
        asked, batch = asked_of(sample(spec(name, **settings)))
        written, reading = with_reading(asked, batch, {}, folder)
        assert reading is not None
        close = torch.allclose(torch.from_numpy(written.answers), written.wanted, atol=1e-5)
        found.append((reading.least, reading.length > asked.inputs["inputs"].shape[1], close))
    return found


def test_texts_of_any_length_are_asked_where_the_server_asks_them(tmp_path: Path) -> None:
    wanted = [(least, True, True) for *_, least in OF_ANY_LENGTH]
    assert in_a_fresh_process(read_by_each, tmp_path) == wanted


def test_cells_whose_steps_are_written_out_are_asked_texts_as_long_as_the_examples(tmp_path: Path) -> None:
    asked, batch = asked_of(sample(spec("gap/recurrent", cell="PeepholeLSTM", hidden=6, task={"gap": 2})))
    written, reading = with_reading(asked, batch, {}, tmp_path)
    length = asked.inputs["inputs"].shape[1]
    assert reading is not None
    assert (reading.least, reading.length, reading.fill) == (length, length, -1)
    (text, *_) = asked.spec.task.read(batch)
    assert reading.numbers(text) == (batch.inputs[0].tolist(), length)
    assert reading.numbers(text[1:]) is None
    assert torch.allclose(torch.from_numpy(written.answers), written.wanted, atol=1e-5)


def test_a_shorter_text_is_filled_up_where_the_network_cannot_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Inconvertible(LOST_TIME())

    monkeypatch.setattr(any_length, "write", refuse)
    asked, batch = asked_of(sample(spec("sentiment/conv1d")))
    _, reading = with_reading(asked, batch, {}, tmp_path)
    length = asked.inputs["inputs"].shape[1]
    assert reading is not None
    assert (reading.least, reading.length) == (length, length)


@pytest.mark.parametrize("symbols", ["words", "characters"])
def test_a_sentence_that_is_fed_twice_is_typed_once(symbols: str) -> None:
    task = spec("sentences/recurrent", task={"source": "twice", "symbols": symbols, "longest": 4}).task
    batch = task.pose("select all")
    (length,) = task.shapes().inputs
    found = reading_of(task, task.read(batch), length)
    assert found is not None
    assert found.between == ((found.symbols.index(" "),) if symbols == "characters" else ())
    assert found.numbers("select all") == (batch.inputs[0].tolist(), int(batch.more["lengths"]))


async def test_without_pad_and_text_there_are_examples(tmp_path: Path, page: Page, world: World) -> None:
    await exported(world, WINDOWS, tmp_path, page)
    await expect(page.get_by_role("textbox")).to_have_count(0)
    await page.get_by_role("button", name="Example 2").click()
    await expect(page.get_by_text("Value 1:")).to_be_visible()
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="Save the network (ONNX)").click()
    assert (await saved.value).suggested_filename == "network.onnx"


def test_a_text_that_the_task_writes_otherwise_than_its_examples_cannot_be_typed() -> None:
    task = spec("addition/recurrent", task={"padding": "zeros"}).task
    found = reading_of(task, ["07+38", "12+34"], 5)
    assert found is not None
    assert (found.zeros, found.fill) == (2, -1)
    assert found.numbers("7+5") == found.numbers("07+05")
    assert reading_of(task, ["07-38"], 5) is None
    assert isinstance(task.shapes().source, Alphabet)
