"""One file, one exporter: found, offered with its reason, and written through one address."""

from pathlib import Path

import pytest

from models.events import LAST
from server.exports.exporter import find
from tests.server.fakes import FakeExecutor
from tests.server.world import World, served
from tests.specs import spec_json

TABLE = """
from server.exports.exporter import Exporter


class Table(Exporter):
    name = "table.csv"
    title = "table (CSV)"
    text = "The curve as numbers."
    media = "text/csv"

    def fits(self, stored):
        return None if stored.run.step else "It has no curve yet."

    def write(self, stored):
        columns = stored.curve("batch")
        rows = zip(columns["step"], columns["train/loss"])
        return "".join(f"{step},{loss}\\n" for step, loss in rows).encode()
"""
FAILING = TABLE.replace("table.csv", "failing.csv").replace("stored.run.step", "stored.run.steeple")
NAMELESS = TABLE.replace("table.csv", "../table")


async def offered(world: World, run: str) -> dict[str, str | None]:
    """Reasons by file."""
    return {
        one["file"]: one["reason"] and one["reason"]["text"]
        for one in (await world.http.get(f"/api/runs/{run}/exports")).json()
    }


async def test_a_file_of_somebodys_own_is_an_exporter(tmp_path: Path, executor: FakeExecutor) -> None:
    mine = tmp_path / "mine"
    for name, text in (("table", TABLE), ("failing", FAILING), ("nameless", NAMELESS)):
        (mine / "exporters" / f"{name}.py").parent.mkdir(parents=True, exist_ok=True)
        (mine / "exporters" / f"{name}.py").write_text(text, "utf-8")
    async with served(tmp_path / "data", executor, folders=(mine,)) as world:
        (broken,) = (await world.http.get("/api/catalogue")).json()["broken"]
        assert (Path(broken["file"]).name, "../table" in broken["error"]["text"]) == ("nameless.py", True)
        (run,) = await world.make()
        assert (await offered(world, run))["table.csv"] == "It has no curve yet."
        refused = await world.http.get(f"/api/runs/{run}/export/table.csv")
        assert (refused.status_code, refused.json()["detail"]) == (409, "It has no curve yet.")
        worker = await executor.worker(run)
        worker.run()
        worker.learn(1, 4)
        worker.end()
        await world.state(run)
        reasons = await offered(world, run)
        assert reasons["table.csv"] is None
        assert "steeple" in (reasons["failing.csv"] or "")
        answer = await world.http.get(f"/api/runs/{run}/export/table.csv")
        assert answer.headers["content-type"].startswith("text/csv")
        assert answer.headers["content-disposition"].endswith('.csv"')
        assert [line.partition(",")[0] for line in answer.text.splitlines()] == ["1", "2", "3"]


async def test_what_a_run_cannot_be_taken_away_as_is_offered_with_the_reason(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    assert await offered(world, run) == {
        "weights.safetensors": "No weights of this run are kept yet.",
        "network.onnx": "No weights of this run are kept yet.",
        "network.keras": "No weights of this run are kept yet.",
        "tensorflow.js.zip": "No weights of this run are kept yet.",
        "try-my-network.html": "No weights of this run are kept yet.",
        "model-card.md": "No weights of this run are kept yet.",
        "script.py": "Once this run has ended.",
        "run.zip": "Once this run has ended.",
        "notebook.ipynb": "Once this run has ended.",
        "tensorboard.zip": "Nothing was measured yet.",
        "curves-long.csv": "Nothing was measured yet.",
        "curves-wide.csv": "Nothing was measured yet.",
    }
    worker.snapshot(1)
    worker.learn(1, 2)
    worker.end()
    assert (await world.state(run))["state"] in LAST
    monkeypatch.setattr("server.exports.converted.asking.find_spec", lambda name: None if name == "onnx" else object())
    reasons = await offered(world, run)
    assert reasons.pop("network.onnx") == (
        "onnx is missing on the server's machine. Install it and start again: "
        'pip install -c constraints.txt "schoolyard[onnx]"'
    )
    assert (reasons.pop("try-my-network.html") or "").startswith("onnx is missing on the server's machine.")
    assert "is a GRU that resets after its multiplication" in (reasons.pop("tensorflow.js.zip") or "")
    assert reasons.pop("run.zip") == "PyTorch took all of its steps: the script gives the same curve."
    assert set(reasons.values()) == {None}


async def test_a_page_to_try_a_network_in_says_where_it_was_not_built_and_what_it_cannot_ask(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying = spec_json("copying/ntm")
    runs = [*(await world.make()), *(await world.make(spec=copying))]
    for run in runs:
        worker = await executor.worker(run)
        worker.run()
        worker.snapshot(1)
        worker.learn(1, 2)
        worker.end()
        await world.state(run)
    monkeypatch.setattr("server.exports.try_my_network.built", lambda: False)
    reasons = [(await offered(world, run))["try-my-network.html"] for run in runs]
    assert reasons[0] == "The server's page was built without what this needs. In a checkout, build it: make page"
    assert (reasons[1] or "").startswith("A page of its own asks with pictures, texts and windows of values;")


async def test_a_file_that_nobody_writes_is_not_found(world: World) -> None:
    (run,) = await world.make()
    assert (await world.http.get(f"/api/runs/{run}/export/script.exe")).status_code == 404
    assert (await world.http.get("/api/runs/nobody/exports")).status_code == 404


def test_ours_are_all_whole() -> None:
    exporters, broken = find()
    assert broken == []
    networks = ["network.onnx", "network.keras", "tensorflow.js.zip", "try-my-network.html"]
    curves = ["tensorboard.zip", "curves-long.csv", "curves-wide.csv", "stories.zip"]
    programs = ["script.py", "run.zip", "notebook.ipynb"]
    assert list(exporters) == ["weights.safetensors", *networks, "model-card.md", *programs, *curves]
