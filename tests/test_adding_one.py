"""One file or folder adds one of each kind, and nothing else is changed. Panels: web/tests/panels.test.ts."""

import re
from pathlib import Path

from server.executors import executor
from server.exports import exporter
from tests.server.exports.test_exporters import TABLE
from tests.server.test_commands import typed
from tests.server.world import served
from tests.specs import FOUND
from tests.test_docs import DOCS, ROOT, code

VIEW = '''"""The largest weight of each layer."""

import torch

from models.look.arrays import line
from models.look.pictures import Lines
from models.look.view import View


class Largest(View):
    title = "Largest weights"
    text = "How large the largest weight of each layer is."

    def picture(self, network, spec, splits, question):
        values = torch.stack([weights.abs().max() for weights in network.parameters()])  # (layers)
        lines = [line("largest", values)]
        return Lines(start=0, step=1, count=len(values), lowest=0, highest=9, unit="", lines=lines)
'''
PRESET = 'title = "Mine"\ntext = "A preset of mine."\n[task]\nname = "addition"\n[architecture]\nname = "recurrent"\n'
FILES = {
    "tasks/stripes.py": code("add-a-task.md"),
    "architectures/maxout.py": code("add-an-architecture.md"),
    "views/largest.py": VIEW,
    "laboratories/rounding.py": code("add-a-laboratory.md"),
    "presets/mine.toml": PRESET,
    "exporters/table.py": TABLE,
    "executors/threads/executor.py": code("add-an-executor.md"),
}
KINDS = {"task", "architecture", "view", "laboratory", "exporter", "executor", "panel"}


def written(folder: Path, *names: str) -> Path:
    """The folder, with files of these names, or with all."""
    for name in names or FILES:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(FILES[name], "utf-8")
    return folder


async def test_a_view_from_a_folder_with_a_long_name_is_offered_and_drawn(tmp_path: Path) -> None:
    folder = written(tmp_path / ("long-" * 40) / ("and a name " * 20).strip())
    async with served(tmp_path / "data", None, folders=(folder,), executor="threads") as world:
        catalogue = (await world.http.get("/api/catalogue")).json()
        assert catalogue["broken"] == []
        (view,) = (one for one in catalogue["views"] if one["name"] == "largest")
        assert "recurrent" in view["fits"]["addition"]
        (run,) = await world.make()
        await world.state(run)
        answer = (await world.http.post(f"/api/runs/{run}/look", json={"view": "largest"})).json()
        network = FOUND.parse((await world.run(run))["spec"])
        assert answer["picture"]["lines"][0]["name"]["text"] == "largest"
        assert answer["picture"]["count"] == len(list(network.architecture.network(network.task.shapes()).parameters()))


def test_two_folders_that_bring_the_same_names_are_told_with_both_files(tmp_path: Path) -> None:
    first, second = (written(tmp_path / ("long-" * 40) / place / "mine") for place in ("a", "b"))
    ended, output = typed("list", "--with", str(first), "--with", str(second))
    assert ended == 1
    told = [line for line in output.splitlines() if line.startswith("broken")]
    _, broken = exporter.find([first, second])
    told += [one.error for one in broken]
    listed = [name for name in FILES if not name.startswith("executors")]  # those are told at the start
    assert len(told) == len(listed)
    for name, line in zip(listed, told, strict=True):
        assert f"{first / name} and {second / name} both bring the" in line


def test_in_the_tree_a_file_is_found_for_lying_there() -> None:
    for kind in ("tasks", "architectures", "views", "laboratories"):
        files = {file.stem for file in (ROOT / "models" / kind).glob("*.py")} - {"__init__"}
        assert set(getattr(FOUND, kind)) == files
    modules = {type(one).__module__.rpartition(".")[2] for one in exporter.find()[0].values()}
    assert modules == {file.stem for file in exporter.HERE.glob("*.py")} - {"__init__", "exporter"}
    assert set(executor.find()) == {file.parent.name for file in executor.HERE.glob("*/executor.py")}


def test_every_kind_has_a_place_a_contract_and_a_test_that_adds_one() -> None:
    section = (DOCS / "architecture.md").read_text("utf-8").partition("## Adding one")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([a-z ]+) \| (.*) \| (.*) \| (.*) \|$", section, re.MULTILINE)
    assert {kind for kind, *_ in rows} >= KINDS
    sources = "\n".join(file.read_text("utf-8") for file in ROOT.glob("tests/**/test_*.py"))
    sources += (ROOT / "web" / "tests" / "panels.test.ts").read_text("utf-8")
    for kind, place, contract, test in rows[1:]:
        file = re.search(r"\]\((.*?)\)", contract) or re.search(r"`(.*?)`", contract)
        assert file is not None, kind
        assert (DOCS / file[1]).is_file() or (ROOT / file[1]).is_file(), contract
        assert all(name in sources for name in re.findall(r"`(.*?)`", test)), test
        assert (ROOT / re.findall(r"`(.*?)`", place)[0]).parent.is_dir(), place


def test_every_row_of_what_is_changed_names_files_and_a_test_that_are_there() -> None:
    section = (DOCS / "architecture.md").read_text("utf-8").partition("## Changing one")[2].partition("\n## ")[0]
    files = re.findall(r"`([a-z]+/[\w/.]+)`", section)
    assert len(files) > 16
    assert [name for name in files if not (ROOT / name).is_file()] == []
