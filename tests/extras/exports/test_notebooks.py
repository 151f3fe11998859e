"""Notebooks of every kind of task and every architecture run from top to bottom and give the run's curve; Jupyter and
marimo open them.
"""

import codeop
import io
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from models.events import Points
from models.training.loop import train
from server.exports.pytorch.program import TrainedRun
from tests.server.exports.test_notebook import of_run
from tests.server.exports.test_script import rows_of
from tests.specs import pairs_by_kind, smallest

FORK = multiprocessing.get_context("fork")


def run_cells(content: bytes, end: Connection) -> None:
    """Runs the cells one after the other in this process, and sends the curve that comes of them."""
    compiled = codeop.Compile()  # what one cell imports from the future counts in all that follow
    names: dict[str, Any] = {"__name__": "__main__"}
    with redirect_stdout(io.StringIO()) as printed:
        for cell in json.loads(content)["cells"]:
            if cell["cell_type"] == "code" and cell["id"] != "curve":
                exec(compiled("".join(cell["source"]), cell["id"], "exec"), names)
    end.send((names["curve"], printed.getvalue()))


def in_a_process(function: Callable[..., None], content: bytes) -> Any:
    """What ``function`` sends. A fork has torch already, and is as fresh as a kernel."""
    receive, send = FORK.Pipe(duplex=False)
    process = FORK.Process(target=function, args=(content, send))
    process.start()
    send.close()
    try:
        return receive.recv()
    finally:
        process.join()


def notebook_of(names: tuple[str, str]) -> tuple[bytes, list[Points]]:
    small = smallest(*names, engine="torch")
    points = [one for one in train(small) if isinstance(one, Points)]
    return of_run(TrainedRun(small, small.steps, (small.steps,)), points), points


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("names", pairs_by_kind(), ids="-".join)
def test_a_notebook_of_every_kind_and_architecture_gives_the_curve(
    names: tuple[str, str], mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, points = notebook_of(names)
    nbformat.validate(nbformat.reads(content.decode(), as_version=nbformat.NO_CONVERT))
    monkeypatch.chdir(tmp_path)
    curve, printed = in_a_process(run_cells, content)
    assert [(clock, step, values) for clock, step, values in curve] == rows_of(points)
    assert "the same to the last bit" in printed


@pytest.mark.filterwarnings("ignore")
def test_jupyter_runs_a_notebook_from_top_to_bottom(tmp_path: Path) -> None:
    content, _ = notebook_of(("addition", "recurrent"))
    opened = nbformat.reads(content.decode(), as_version=4)
    nbclient.NotebookClient(opened, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [one for cell in opened.cells for one in cell.get("outputs", [])]
    assert not [one for one in outputs if one.output_type == "error"]
    assert "the same to the last bit" in "".join(one.text for one in outputs if one.output_type == "stream")
    assert [one for one in outputs if "image/png" in one.get("data", {})], "the curve is not drawn"


def test_marimo_opens_a_notebook_and_runs_it(tmp_path: Path) -> None:
    content, _ = notebook_of(("addition", "recurrent"))
    (tmp_path / "run.ipynb").write_bytes(content)
    environment = {**os.environ, "MPLBACKEND": "agg"}

    def done(*command: str) -> str:
        ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    done(sys.executable, "-m", "marimo", "convert", "run.ipynb", "--output", "run.py")
    assert "the same to the last bit" in done(sys.executable, "run.py")
