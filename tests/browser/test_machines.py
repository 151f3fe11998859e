"""The list of runs says on which machine each trains, where that is another than the server's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import Server
from tests.browser.visit import Visit, small

LAB = '''"""Processes of this machine that say they are on machines of a lab: as the executor of a cluster does."""

import json

from server.executors.local.executor import LocalExecutor
from server.executors.protocol import EncodedEvent

MACHINES = ("lab-3 (10.0.0.3)", "lab-7 (10.0.0.7)")


class Lab(LocalExecutor):
    title = "a lab"
    started = 0

    async def start(self, assignment):
        worker = Elsewhere(await super().start(assignment), MACHINES[self.started % 2])
        self.started += 1
        return worker


class Elsewhere:
    def __init__(self, worker, machine):
        self.worker, self.machine = worker, machine

    def __getattr__(self, name):
        return getattr(self.worker, name)

    async def output(self):
        async for one in self.worker.output():
            if isinstance(one, EncodedEvent) and one.state is not None and (told := json.loads(one.body)).get("device"):
                told["device"] += f" on {self.machine}"
                one = EncodedEvent(one.type, json.dumps(told).encode(), one.state)
            yield one
'''


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Server]:
    executor = tmp_path / "own" / "executors" / "lab" / "executor.py"
    executor.parent.mkdir(parents=True)
    executor.write_text(LAB, "utf-8")
    started = Server(tmp_path / "data", "--with", str(tmp_path / "own"), "--executor", "lab")
    yield started
    started.end()


def test_each_run_says_on_which_machine_it_trains(browser: Browser, lab: Server) -> None:
    visit = Visit(browser.new_page(), lab.address)
    visit.open(small("GRU", "LSTM", training__epochs=1))
    visit.button("^Race").click()
    visit.await_end()
    machines = {*visit.rows.get_by_text(re.compile(r"^on lab-")).all_inner_texts()}
    assert machines == {"on lab-3 (10.0.0.3)", "on lab-7 (10.0.0.7)"}
    expect(visit.rows).to_have_count(2)
    assert {run["attempts"][-1]["device"] for run in visit.runs()} == {
        "cpu on lab-3 (10.0.0.3)",
        "cpu on lab-7 (10.0.0.7)",
    }
    assert not visit.problems
    visit.page.close()
