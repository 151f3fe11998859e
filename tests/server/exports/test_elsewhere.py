"""A script and a notebook give the run's curve on a machine that has neither its data nor a person's own files."""

import gzip
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import save

from models.catalogue import find
from models.data.fetching.sources import Mirror
from models.data.sets import digits, sunspots
from models.events import Points
from models.spec.spec import Spec
from models.training.loop import train
from server.exports.pytorch.program import TrainedRun, script
from tests.server.exports.test_notebook import of_run, run_cells
from tests.server.exports.test_script import Row, again, rows_of
from tests.server.test_weights import opened, weights
from tests.server.world import SPEC, served
from tests.specs import by_pytorch, smallest

OWN = '''
"""A line whose answer begins at the mean of a table, as somebody wrote it for version 0.1.0."""

from pathlib import Path
from typing import ClassVar

from torch import Tensor, nn

from models.data import sunspots as months
from models.data.sunspots import FIRST
from models.kinds import Batch
from models.spec import Architecture, Kind, Shapes, setting

TABLE = Path(__file__).with_name("begins.txt")
MEAN = float(months.load().mean())


class Line(Architecture):
    title: ClassVar[str] = "Line"
    text: ClassVar[str] = "A weighted sum."
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.WINDOW_TO_VALUES})

    slope: float = setting(0.5, "Slope", "What it begins with.", between=(0.0, 1.0), group="Network")

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes)


class Network(nn.Module):
    def __init__(self, settings: Line, shapes: Shapes) -> None:
        super().__init__()
        self.line = nn.Linear(shapes.inputs[0], 1)
        nn.init.constant_(self.line.weight, settings.slope * float(TABLE.read_text()) * MEAN / FIRST)

    def forward(self, batch: Batch) -> Tensor:
        return self.line(batch.inputs.transpose(1, 2))
'''


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that a program is started in."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def trained(spec: Spec, elsewhere: Callable[[str], str]) -> tuple[list[Row], str, bytes]:
    """The rows of a run, and it as a script and as a notebook; ``elsewhere`` changes what they know of this machine."""
    points = [one for one in train(spec) if isinstance(one, Points)]
    run = TrainedRun(spec, spec.steps, (spec.steps,))
    return rows_of(points), elsewhere(script(run)), elsewhere(of_run(run, points).decode()).encode()


def test_a_file_that_lies_beside_its_source_goes_along(elsewhere: Path) -> None:
    here = str(sunspots.FILE.parent)
    rows, text, notebook = trained(smallest("sunspots", "forecaster"), lambda text: text.replace(here, "/nowhere"))
    assert here not in text
    assert again(text, elsewhere) == rows
    assert (elsewhere / "data" / "sunspots.txt").read_bytes() == sunspots.FILE.read_bytes()
    (elsewhere / "data" / "sunspots.txt").unlink()
    assert run_cells(notebook, elsewhere)[0] == rows


def test_a_data_set_is_fetched_from_where_it_is_published_or_asked_for(
    elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mnist: None
) -> None:
    here, mirror = digits.DATASET.folder(), tmp_path / "mirror"
    published = replace(digits.DATASET, sources=(Mirror(f"{mirror.as_uri()}/"), *digits.DATASET.sources[1:]))
    monkeypatch.setattr(digits, "DATASET", published)
    rows, text, notebook = trained(smallest("digits", "mlp"), lambda text: text.replace(str(here), "/nowhere"))
    with pytest.raises(FileNotFoundError, match=r"Put it into the folder data/mnist\.$"):
        again(text, elsewhere)
    mirror.mkdir()
    for file in published.files:
        (mirror / f"{file.name}.gz").write_bytes(gzip.compress((here / file.name).read_bytes(), compresslevel=0))
    assert again(text, elsewhere) == rows
    assert sorted(path.name for path in (elsewhere / "data" / "mnist").iterdir()) == sorted(
        file.name for file in published.files
    )
    shutil.rmtree(mirror)
    assert run_cells(notebook, elsewhere)[0] == rows


def test_an_architecture_of_ones_own_that_imports_old_paths_goes_along(elsewhere: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "architectures").mkdir(parents=True)
    (folder / "architectures" / "line.py").write_text(OWN)
    (folder / "architectures" / "begins.txt").write_text("0.75")
    found = find([folder])
    assert found.broken == []
    parts = smallest("sunspots", "forecaster").to_json()
    spec = found.parse({**parts, "architecture": {"name": "line", "slope": 0.25}})
    rows, text, notebook = trained(spec, lambda text: text.replace(str(folder), "/nowhere"))
    assert "models." not in text.split("Training = ")[0].split("from __future__")[1]
    assert rows[0] != trained(found.parse({**parts, "architecture": {"name": "line"}}), str)[0][0]
    assert again(text, elsewhere) == rows
    assert run_cells(notebook, elsewhere)[0] == rows


async def test_a_run_that_began_with_opened_weights_reads_the_file_that_is_named(tmp_path: Path) -> None:
    *most, output = weights().items()
    content = save({name: one for name, one in most if name.rpartition(".")[0] != output[0].rpartition(".")[0]})
    async with served(tmp_path / "data", None, workers=1) as world:
        hash = (await opened(world, content))["weights"]
        (run,) = await world.make(spec=by_pytorch(SPEC), weights=hash, file="mine.safetensors")
        assert (await world.state(run))["state"] == "finished"
        here = str(world.parts.settings.uploads)
        text = (await world.http.get(f"/api/runs/{run}/export/notebook.ipynb")).text.replace(here, "/nowhere")
    assert hash in text
    (tmp_path / "mine.safetensors").write_bytes(content)
    named = text.replace("FILES: list[str] = []", "FILES = ['mine.safetensors']")
    _, (stored, own), printed = run_cells(named.encode(), tmp_path)
    assert stored == own
    assert "loss, 3 times: the same to the last bit" in printed
    assert f"Not from it: {output[0].rpartition('.')[0]} (not in the file)." in printed
