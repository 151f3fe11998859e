"""Twenty long curves on the page

20 runs of 100,000 points on the real page in Chromium without a GPU, 1440 by 900, fed with runs that nobody trained as
its socket would tell of them: every tenth of a second ten more points of each. From frame to frame a screen takes 16.7
ms at best; the work is what the page itself has to do in a frame, drawing commands included.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from bench.browser import QUIET
from bench.figures import Figure, Json, milliseconds
from bench.serving import served
from models.events import RunState
from server.schema.runs import Attempt, Run

RUNS, ROWS, EPOCHS = 20, 100_000, 10
REPORTED, SECONDS = 10, 6
PATIENCE = 120_000

WATCH = """given => new Promise(done => {
    let from = given.rows + 1
    const reporting = setInterval(() => {
        bench.report(given.runs, from, given.reported, given.rows, given.epochs)
        from += given.reported
    }, 100)
    bench.watch(given.seconds, frame => given.moves && bench.drag("pointermove", frame))
        .then(measured => { clearInterval(reporting); done(measured) })
})"""


def run(number: int) -> Json:
    """A run at work that differs from the others in its learning rate."""
    spec = {
        "task": {"name": "addition"},
        "architecture": {"name": "recurrent"},
        "training": {"learning_rate": (number + 1) / 1000, "epochs": EPOCHS, "seed": 0},
    }
    attempt = Attempt(
        number=1, state=RunState.RUNNING, reason="", from_step=0, device="cpu", threads=1, started=None, ended=None
    )
    made = Run(
        id=f"long{number:02}", owner="", race=None, title="", spec=spec, varied={}, state=RunState.RUNNING, reason="",
        place=None, created=f"2026-01-01T00:00:{number:02}Z", attempts=[attempt], parameters=1, multiply_adds=1,
        steps=ROWS, steps_per_epoch=ROWS // EPOCHS, step=0, epoch=0.0, seconds=0.0, baseline={}, best=None, test={},
        examples=0, snapshots=[], notices=[], deleted=False, parent=None, problem=None,
    )  # fmt: skip
    body: Json = made.model_dump(mode="json")
    return body


def watched(what: str, page: Page, scene: Json, moves: bool = False) -> Iterator[Figure]:
    """Frames while all runs report, with a hand that moves along a chart or without."""
    measured = page.evaluate(WATCH, {**scene, "moves": moves, "reported": REPORTED, "seconds": SECONDS})
    for name, title, goal in (
        ("frames", "from frame to frame", "16.7 ms"),
        ("work", "work in a frame", "below 16.7 ms"),
    ):
        seconds = [time / 1000 for time in measured[name]]
        numbers = {"median ms": 1000 * median(seconds)}
        yield Figure(f"{what}: {title}", milliseconds(seconds, digits=1), goal, numbers)


def watch(page: Page, scene: Json) -> Iterator[Figure]:
    """All of the curves; a part of them; and that part moved along."""
    page.evaluate("scene => bench.begin(scene.runs, scene.rows, scene.epochs)", scene)
    expect(page.locator(".Runs_runs tr.Runs_run")).to_have_count(RUNS, timeout=PATIENCE)
    plot = page.locator(".Charts_chart.Charts_headline .Charts_plot")
    expect(plot.locator("canvas")).to_be_visible()
    yield from watched("all of it", page, scene)
    plot.focus()
    for _ in range(2):
        page.keyboard.press("+")
    expect(page.locator(".Charts_strip")).to_be_visible()
    yield from watched("a quarter of it", page, scene)
    page.evaluate("bench.drag('pointerdown', 0)")
    yield from watched("a quarter, moved along", page, scene, moves=True)


def measure() -> Iterator[Figure]:
    scene: Json = {"runs": [run(number) for number in range(RUNS)], "rows": ROWS, "epochs": EPOCHS}
    visible = json.dumps({one["id"]: True for one in scene["runs"]})
    with served() as server, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.add_init_script(path=Path(__file__).with_suffix(".js"))
        page.add_init_script(f"localStorage.setItem('schoolyard.visible', {json.dumps(visible)})")
        page.goto(f"{server.address}/#addition/recurrent")
        expect(page.locator("[data-link=live]")).to_be_visible(timeout=PATIENCE)
        yield from watch(page, scene)
        chromium.close()


def main() -> None:
    for figure in measure():
        print(f"{figure.what}: {figure.words}")


if __name__ == "__main__":
    main()
