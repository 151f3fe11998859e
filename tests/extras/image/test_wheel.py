"""A wheel goes into an empty environment, and serves the page and trains there, where no Node is to be found."""

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import httpx2
import pytest

from scripts.install import CONSTRAINTS, ROOT, torch_index
from tests.server.test_serving import wait
from tests.server.world import SPEC


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "-w", folder, ROOT], check=True)
    (found,) = folder.glob("*.whl")
    return found


def test_a_wheel_serves_the_page_and_trains_in_an_empty_environment_without_node(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=False)
    programs = tmp_path / "empty" / "bin"
    index = torch_index()
    more = ["--extra-index-url", index] if index else []
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet"]
    pip.append("--disable-pip-version-check")
    pip.append("--no-compile")  # what is imported is compiled then, and thousands of files never are
    subprocess.run([*pip, *more, "--constraint", CONSTRAINTS, f"{wheel}[postgresql]"], check=True, cwd=tmp_path)
    alone = {"PATH": str(programs), "HOME": str(tmp_path), "COLUMNS": "200", "PYTHONUNBUFFERED": "1"}
    # Nothing of the repository's folder: the wheel alone has to do.
    serving = subprocess.Popen(
        [programs / "schoolyard", "serve", "--no-browser", "--port", "0", "--data", tmp_path / "data"],
        env=alone, cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        assert serving.stdout is not None
        address = next(found[0] for line in serving.stdout if (found := re.search(r"http://localhost:\d+", line)))
        with httpx2.Client(base_url=address.replace("localhost", "127.0.0.1"), trust_env=False, timeout=60) as http:
            page = http.get("/").text
            scripts = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', page)
            assert {Path(script).suffix for script in scripts} == {".js", ".css"}
            for script in scripts:
                assert http.get(script).status_code == 200
            assert len(http.get("/api/lessons").json()) > 0
            run = http.post("/api/runs", json={"spec": SPEC}).json()["runs"][0]
            wait(lambda: http.get(f"/api/runs/{run}").json()["state"] == "finished", 120)
    finally:
        serving.terminate()
        serving.communicate(timeout=60)


def test_its_version_is_that_of_the_project(wheel: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert wheel.name.startswith(f"schoolyard-{project['version']}-")
