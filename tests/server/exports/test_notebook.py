"""An exported notebook opens in Jupyter, and its cells, run in order, give the run's curve to the last bit."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from models.events import Points
from models.training.loop import train
from server.exports.notebook import cells, notebook, validation
from server.exports.pytorch.program import Program, TrainedRun
from server.exports.pytorch.sections import Section, sections
from tests.own_files import drawings, packed
from tests.server.exports.test_script import Row, rows_of
from tests.server.test_data import SMALL, upload
from tests.server.world import served
from tests.specs import by_pytorch, pairs, smallest, spec

RUN_CELLS = """
import codeop, json, sys, unittest.mock
drawing = unittest.mock.MagicMock()
axes = [unittest.mock.MagicMock() for _ in range(9)]
drawing.subplots.return_value = (None, [axes])
sys.modules |= {"matplotlib": unittest.mock.MagicMock(pyplot=drawing), "matplotlib.pyplot": drawing}
compiled, names = codeop.Compile(), {"__name__": "__main__"}
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec(compiled("".join(cell["source"]), cell["id"], "exec"), names)
print(json.dumps({"curve": names["curve"], "drawn": [call.args for call in axes[0].plot.call_args_list]}))
"""
"""As Jupyter does: what one cell imports from the future counts in all that follow."""


def of_run(run: TrainedRun, points: list[Points]) -> bytes:
    columns: dict[str, list[Any]] = {}
    for one in points:
        for name, values in one.columns.items() if one.clock == "epoch" else ():
            columns.setdefault(name, []).extend(values)
    return notebook(cells(Program(run), "# A run", validation(columns)))


def process(content: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "notebook.ipynb").write_bytes(content)
    command = [sys.executable, "-c", RUN_CELLS, "notebook.ipynb"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def run_cells(content: bytes, folder: Path) -> tuple[list[Row], list[Any], str]:
    """The curve of a notebook, what it draws first, and what it prints."""
    done = process(content, folder)
    assert done.returncode == 0, done.stderr
    *printed, last = done.stdout.splitlines()
    result = json.loads(last)
    return [(clock, step, values) for clock, step, values in result["curve"]], result["drawn"], "\n".join(printed)


@pytest.mark.parametrize("names", [("addition", "recurrent"), ("sunspots", "forecaster")], ids="-".join)
def test_the_cells_give_the_curve_to_the_last_bit_and_draw_it_over_the_stored_one(
    names: tuple[str, str], tmp_path: Path
) -> None:
    small = smallest(*names, epochs=2)
    points = [one for one in train(small) if isinstance(one, Points)]
    content = of_run(TrainedRun(small, small.steps, (small.steps,)), points)
    nbformat.validate(nbformat.reads(content.decode(), as_version=nbformat.NO_CONVERT))
    curve, (stored, own), printed = run_cells(content, tmp_path)
    assert curve == rows_of(points)
    assert stored == own
    assert len(stored[0]) == 3
    assert f"{small.headline[0]}, 3 times: the same to the last bit" in printed


def test_a_curve_that_is_another_one_is_said_to_be_apart(tmp_path: Path) -> None:
    small = smallest("addition", "recurrent")
    other = smallest("addition", "recurrent", learning_rate=0.5)
    points = [one for one in train(other) if isinstance(one, Points)]
    _, (stored, own), printed = run_cells(of_run(TrainedRun(small, small.steps, (small.steps,)), points), tmp_path)
    assert "loss, 2 times: at most" in printed
    assert stored != own


async def test_a_run_on_data_of_somebodys_own_asks_for_the_file_and_gives_the_stored_curve(tmp_path: Path) -> None:
    async with served(tmp_path / "data", None, workers=1) as world:
        drawn = packed(drawings(12))
        data = (await upload(world, drawn))["data"]
        (run,) = await world.make(spec=by_pytorch({**SMALL, "task": {"name": "pictures", "data": data, "side": 16}}))
        assert (await world.state(run))["state"] == "finished"
        answer = await world.http.get(f"/api/runs/{run}/export/notebook.ipynb")
        assert answer.headers["content-disposition"] == 'attachment; filename="pictures-mlp-seed-0.ipynb"'
        text = answer.text.replace(str(world.parts.settings.uploads), "/nowhere")
    about = "".join(json.loads(text)["cells"][0]["source"])
    assert f"| Run | {run} |" in about
    assert "It needs numpy, pillow, torch; the last cell needs matplotlib." in about
    assert data in process(text.encode(), tmp_path).stderr
    (tmp_path / "bars.zip").write_bytes(drawn)
    named = text.replace("FILES: list[str] = []", "FILES = ['bars.zip']")
    _, (stored, own), printed = run_cells(named.encode(), tmp_path)
    assert stored == own
    assert "accuracy, 2 times: the same to the last bit" in printed


def test_a_notebook_is_written_as_jupyter_writes_it() -> None:
    content = of_run(TrainedRun(spec("addition/recurrent"), 5, (5,), title="*one* $two$"), []).decode()
    assert nbformat.writes(nbformat.reads(content, as_version=4)) + "\n" == content


@pytest.mark.parametrize("names", pairs(), ids="-".join)
def test_data_network_and_training_each_have_a_cell_and_nothing_is_lost(names: tuple[str, str], mnist: None) -> None:
    small = smallest(*names)
    program = Program(TrainedRun(small, small.steps, (small.steps,)))
    found = sections(program.inlined.definitions)
    assert [text for texts in found.values() for text in texts] != []
    assert sorted(text for texts in found.values() for text in texts) == sorted(program.inlined.texts)
    for section, settings in ((Section.DATA, small.task), (Section.MODEL, small.architecture)):
        assert any(
            text.startswith((f"class {type(settings).__name__}:", f"class {type(settings).__name__}("))
            for text in found[section]
        )
    assert any(text.startswith("def optimizer(") for text in found[Section.TRAINING])
