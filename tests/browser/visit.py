"""A visit to the page: what a person does there, and what the server says of it."""

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

CELLS = ("SimpleRNN", "GRU", "LSTM")
SIZES = {"desk": (1366, 768), "wall": (1920, 1080), "phone": (390, 844)}


def link(task: str, architecture: str, *race: str, **settings: Any) -> str:
    """The page's address for a setup: ``training__epochs=3`` is the setting /training/epochs."""
    parts = [f"#{task}/{architecture}"]
    parts += [f"{name.replace('__', '.')}={value}" for name, value in settings.items()]
    parts += [f"race.architecture.cell={'~'.join(race)}"] if race else []
    return "&".join(parts)


def small(*race: str, **settings: Any) -> str:
    """Additions that train in no time, unless ``settings`` ask for more: long runs last longest by PyTorch."""
    quick: dict[str, Any] = {"task__examples": 500, "architecture__hidden": 16, "training__learning_rate": 0.01}
    if settings.get("training__epochs", 0) >= 100:
        quick["training__engine"] = "torch"
    return link("addition", "recurrent", *race, **{**quick, **settings})


class Visit:
    """One page of one browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._heed)

    def _heed(self, said: Any) -> None:
        # A server that was killed on purpose leaves the browser's own complaint about the network.
        if said.type == "error" and "net::ERR" not in said.text and "status of" not in said.text:
            self.problems.append(said.text)

    def open(self, at: str = "") -> None:
        self.page.goto(f"{self.address}/{at}")
        expect(self.page.locator(".Network_costs")).to_be_attached()
        expect(self.page.locator("[data-link=live]")).to_be_visible()

    def look(self, size: str, scheme: str) -> None:
        width, height = SIZES[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    # What a person sees

    @property
    def summary(self) -> Locator:
        return self.page.locator(".Summary_summary")

    @property
    def rows(self) -> Locator:
        return self.page.locator(".Runs_runs tr.Runs_run")

    def row(self, name: str) -> Locator:
        return self.rows.filter(has=self.page.get_by_role("button", name=name, exact=True))

    def control(self, pointer: str) -> Locator:
        return self.page.locator(f"[data-pointer='{pointer}']")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=re.compile(name))

    @property
    def chart(self) -> Locator:
        """The headline chart, whose name says in words what it shows."""
        return self.page.locator(".Charts_chart.Charts_headline .Charts_plot")

    def numbers(self, rows: int = 1) -> list[list[str]]:
        """The headline's curve, as the page's own table has it, once it has that many rows."""
        table = self.page.locator(".Charts_chart.Charts_headline .Charts_chart-table")
        if table.get_attribute("open") is None:
            table.locator("summary").click()
        expect(table.locator("tbody tr").nth(rows - 1)).to_be_attached()
        found: list[list[str]] = table.locator("tbody").evaluate(
            "body => [...body.rows].map(row => [...row.cells].map(cell => cell.innerText))"
        )
        return found

    # What a person does

    def place(self, name: str) -> None:
        """One of the places of a phone."""
        self.page.get_by_role("navigation", name="Places").get_by_role("button", name=name, exact=True).click()

    def view(self, name: str) -> None:
        """One of the views inside the network, on a phone."""
        self.page.get_by_role("combobox", name="Inside").select_option(name)

    def race(self) -> None:
        self.button("^Race S").click()

    def train(self) -> None:
        self.button("^Train$").click()

    def await_end(self, minutes: float = 1) -> None:
        expect(self.summary).to_contain_text("finished", timeout=minutes * 60_000)

    def unfold(self, section: str) -> None:
        fold = self.page.locator("details.Fold_section", has=self.page.get_by_role("heading", name=section, exact=True))
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()

    # What the server says

    def call(self, path: str, body: Any = None, method: str = "") -> Any:
        method = method or ("GET" if body is None else "POST")
        answer = self.page.request.fetch(f"{self.address}{path}", method=method, data=body)
        return answer.json()

    def runs(self, **query: str) -> list[dict[str, Any]]:
        """Newest first."""
        runs: list[dict[str, Any]] = self.call(f"/api/runs?{urlencode(query)}")
        return runs

    def clear(self) -> None:
        """Every run to the trash; what is at work is stopped by that."""
        for run in self.runs():
            self.call(f"/api/runs/{run['id']}", method="DELETE")
        expect(self.rows).to_have_count(0)
