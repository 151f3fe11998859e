"""A server whose runs are in PostgreSQL, as people start it: trained, cut off, ended, started again, moved."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.postgresql import PostgreSQL, made, running
from tests.server.test_serving import client, process, wait
from tests.server.world import SPEC

LONG = {**SPEC, "training": {"epochs": 30}}


@pytest.fixture(scope="module")
def database() -> Iterator[PostgreSQL]:
    with running() as database:
        yield database


def curve(http: httpx2.Client, run: str) -> Any:
    answer = http.get(f"/api/runs/{run}/points", params={"clock": "epoch"})
    assert answer.status_code == 200, answer.text
    return answer.json()["columns"]


def schoolyard(*arguments: str | Path) -> tuple[int, str]:
    ended = subprocess.run([sys.executable, "-m", "server", *arguments], capture_output=True, text=True, timeout=60)
    return ended.returncode, ended.stdout + ended.stderr


def test_a_class_learns_though_its_database_starts_again_and_finds_its_runs_after_a_restart(
    database: PostgreSQL, tmp_path: Path
) -> None:
    with made(database) as url:
        kept = ("--port", "0", "--database", url)
        with process(tmp_path, *kept) as server, client(server.address()) as http:
            run = http.post("/api/runs", json={"spec": LONG}).json()["runs"][0]

            def state_of_run() -> Any:
                return http.get(f"/api/runs/{run}").json()

            wait(lambda: state_of_run()["epoch"] > 2)
            database.stop("immediate")
            wait(lambda: http.get("/healthz").status_code == 503)
            code, said = schoolyard("serve", "--no-browser", "--data", tmp_path / "second", "--database", url)
            assert (code, "--database" in said) == (15, True), said
            database.start()
            wait(lambda: state_of_run()["state"] == "finished")
            assert http.get("/healthz").status_code == 200
            found = curve(http, run)
            assert found["epoch"] == list(range(31))
            code, said = schoolyard("serve", "--no-browser", "--data", tmp_path / "third", "--database", url)
            assert (code, "another Schoolyard server called schoolyard" in said) == (12, True), said
        with process(tmp_path, *kept) as server, client(server.address()) as http:
            assert curve(http, run) == found
        assert not (tmp_path / "schoolyard.sqlite").exists()
        code, said = schoolyard("move", "--data", tmp_path, "--database", url, "--to", "sqlite")
        assert (code, "Moved and compared row by row" in said) == (0, True), said
    with process(tmp_path, "--port", "0") as server, client(server.address()) as http:
        assert curve(http, run) == found
