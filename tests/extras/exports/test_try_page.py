"""The page that is taken away, opened from the disk in Chromium: it answers as the server does, and fetches nothing."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from models.spec.kinds import Alphabet
from scripts import browser as chromium
from server.exports.converted.offline.typed import reading_of
from tests.browser.conftest import QUIET
from tests.extras.exports.test_taken_away import export_of
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


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page of a browser that has no network; it must not complain."""
    found = chromium.find()
    if found is None:
        pytest.skip(chromium.ADVICE)
    troubles: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=QUIET)
        page = await browser.new_page()
        await page.context.set_offline(True)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
        page.on("request", lambda one: troubles.append(one.url) if not one.url.startswith(("file:", "blob:")) else None)
        yield page
        await browser.close()
    assert not troubles


async def exported(world: World, made: dict[str, Any], folder: Path, page: Page) -> str:
    """Trains a run, takes its page away and opens that; the run."""
    (run,) = await world.make(spec=made)
    assert (await world.state(run))["state"] == "finished"
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


async def test_a_drawn_digit_is_answered_as_by_the_server(tmp_path: Path, page: Page, mnist: None) -> None:
    async with served(tmp_path / "data", None, workers=1) as world:
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
    shares = await page.locator("meter").evaluate_all("all => all.map(one => [one.ariaLabel, one.value])")
    assert {name: pytest.approx(share, abs=1e-5) for name, share in shares} == wanted["chances"]
    assert await page.locator("p[class*=best]").inner_text() == wanted["answer"]


async def test_a_typed_sum_is_answered_as_by_the_server_and_what_cannot_be_read_is_said(
    tmp_path: Path, page: Page
) -> None:
    async with served(tmp_path / "data", None, workers=1) as world:
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


async def test_without_pad_and_text_there_are_examples(tmp_path: Path, page: Page) -> None:
    async with served(tmp_path / "data", None, workers=1) as world:
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
