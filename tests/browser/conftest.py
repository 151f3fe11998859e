"""One real server; a real Chromium for each module, as Playwright's loop must not stand beside that of others."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from scripts import browser as chromium
from tests.browser.serving import Server
from tests.browser.visit import SIZES, Visit

ARTEFACTS = Path(__file__).parent / "artefacts"
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Chromium without a window now and then stops drawing for good while the page's scripts go on: a click then waits
# for a second frame until it is given up, and that is the last thing it says. Drawing all the time makes it rare; what
# ends so all the same is tried once more, and nothing else is.
BEAT = "(function beat() { requestAnimationFrame(beat) })()"
NO_FRAMES = r"waiting for element to be visible, enabled and stable\s*$"

expect.set_options(timeout=20_000)

NewVisit = Callable[[], Visit]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[NO_FRAMES]))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("data"))
    yield started
    started.end()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = chromium.find()
    if found is None:
        pytest.skip(chromium.ADVICE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def new_visit(browser: Browser, server: Server) -> Iterator[NewVisit]:
    """Visitors of their own browser, who share nothing but the server. Their pages must not complain."""
    visits: list[Visit] = []

    def visit() -> Visit:
        width, height = SIZES["desk"]
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        context.add_init_script(BEAT)
        visits.append(Visit(context.new_page(), server.address))
        return visits[-1]

    yield visit
    for one in visits:
        one.page.context.close()
    assert not [problem for one in visits for problem in one.problems]


@pytest.fixture
def visit(new_visit: NewVisit) -> Iterator[Visit]:
    """One visitor, who leaves no run behind."""
    one = new_visit()
    yield one
    one.clear()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """For what is to be looked at afterwards; ignored by git."""
    ARTEFACTS.mkdir(exist_ok=True)
    return ARTEFACTS
