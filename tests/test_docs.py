"""The documents hold: their code runs, and what they list is all there is."""

import re
import subprocess
import typing
from pathlib import Path

import pytest
from typer.main import get_command

from models.catalogue import find
from models.commands import Command
from models.events import Event, Notice, Points, RunState, State
from models.look.pictures import Lines
from models.training.loop import train
from server.__main__ import app
from server.app import create_app
from server.process.startup import Exit
from server.schema.frames import PageFrame, ServerFrame
from server.settings import Settings
from tests.server.world import SPEC, served, stored

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def code(document: str) -> str:
    """The document's block of Python."""
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / document).read_text("utf-8"), re.DOTALL)
    return str(block)


def members(union: object) -> list[type]:
    """The classes of an annotated union."""
    return list(typing.get_args(typing.get_args(union)[0]))


@pytest.mark.parametrize(
    ("document", "part", "spec"),
    [
        ("add-a-task.md", "tasks/stripes.py", {"task": {"name": "stripes"}, "architecture": {"name": "mlp"}}),
        (
            "add-an-architecture.md",
            "architectures/maxout.py",
            {"task": {"name": "digits", "examples": 500}, "architecture": {"name": "maxout"}},
        ),
    ],
)
def test_what_the_guides_build_is_found_and_learns(
    document: str, part: str, spec: dict[str, object], tmp_path: Path, mnist: None
) -> None:
    file = tmp_path / part
    file.parent.mkdir()
    file.write_text(code(document), "utf-8")
    catalogue = find([tmp_path])
    assert catalogue.broken == []
    said = list(train(catalogue.parse({**spec, "training": {"epochs": 3, "learning_rate": 0.01}})))
    losses = [
        one.columns["validation/loss"][0] or 0.0 for one in said if isinstance(one, Points) and one.clock == "epoch"
    ]
    assert losses[-1] < losses[0]
    assert isinstance(said[-1], State)
    assert said[-1].state == RunState.FINISHED


def test_the_laboratory_that_the_guide_builds_is_found_and_drawn(tmp_path: Path) -> None:
    file = tmp_path / "laboratories" / "rounding.py"
    file.parent.mkdir()
    file.write_text(code("add-a-laboratory.md"), "utf-8")
    catalogue = find([tmp_path])
    assert catalogue.broken == []
    (coarse,), (fine,) = (catalogue.laboratory("rounding", {"bits": bits}).pictures() for bits in (1, 8))
    assert isinstance(coarse, Lines)
    assert isinstance(fine, Lines)
    assert coarse.lines[0] == fine.lines[0]
    assert coarse.remarks[0] == "The largest mistake is 1."


async def test_the_executor_that_the_guide_builds_trains_a_run_and_is_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "mine" / "executors" / "threads" / "executor.py"
    file.parent.mkdir(parents=True)
    file.write_text(code("add-an-executor.md"), "utf-8")
    async with served(tmp_path / "data", None, folders=(tmp_path / "mine",), executor="threads") as world:
        (run,) = await world.make()
        ended = await world.state(run)
        assert (ended["state"], ended["attempts"][-1]["device"]) == ("finished", "cpu")
        measured = (await stored(world, run))["epoch"]["validation/loss"]
        said = train(find().parse(SPEC))
        points = [one for one in said if isinstance(one, Points) and one.clock == "epoch"]
        assert measured == [one.columns["validation/loss"][0] for one in points]
        answer = await world.http.post(f"/api/runs/{run}/look", json={"view": "answers"})
        assert answer.status_code == 200
        assert answer.json()["step"] == ended["step"]


def test_the_notebook_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(code("architecture.md"), "architecture.md", "exec"), {})
    assert capsys.readouterr().out


def test_every_event_and_every_field_of_it_is_documented() -> None:
    text = (DOCS / "events.md").read_text("utf-8")
    for event in members(Event):
        row = next(line for line in text.splitlines() if line.startswith(f"| `{event.model_fields['type'].default}`"))  # type: ignore[attr-defined]
        assert {name for name in event.model_fields if f"`{name}`" not in row} <= {"type"}  # type: ignore[attr-defined]
    assert all(f"`{state}`" in text for state in RunState)


def test_every_code_of_a_notice_is_documented() -> None:
    table = (DOCS / "events.md").read_text("utf-8").partition("Codes of a `notice`")[2].partition("## Commands")[0]
    assert set(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)) == set(
        typing.get_args(Notice.model_fields["code"].annotation)
    )


def test_every_command_is_documented() -> None:
    text = (DOCS / "events.md").read_text("utf-8").partition("## Commands")[2]
    assert all(f"`{command.model_fields['type'].default}`" in text for command in members(Command))  # type: ignore[attr-defined]


def test_every_call_is_documented() -> None:
    text = (DOCS / "http.md").read_text("utf-8")
    assert f"`{create_app(Settings()).openapi_url}`" in text
    named = set(re.findall(r"^\| `([A-Z]+ /[^`]*)`", text, re.MULTILINE))
    there = {
        f"{method.upper()} {path}"
        for path, calls in create_app(Settings()).openapi()["paths"].items()
        for method in calls
    }
    assert named == there | {"GET /", "WS /api/live"}


def test_every_frame_is_documented() -> None:
    text = (DOCS / "http.md").read_text("utf-8").partition("## The socket")[2]
    frames = [*members(ServerFrame), *members(PageFrame)]
    assert [one for one in frames if f"`{one.model_fields['type'].default}`" not in text] == []  # type: ignore[attr-defined]


def test_the_tree_in_the_readme_is_the_one_on_disk() -> None:
    (tree,) = re.findall(r"```\n(models/.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    named = {line.split()[0].rstrip("/") for line in tree.splitlines()}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {Path(file).parts[0] for file in tracked.splitlines() if len(Path(file).parts) > 1}
    assert named == {folder for folder in folders if not folder.startswith(".")}


def test_a_file_that_does_not_import_is_listed_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "torn.py").write_text("import torch\n\nx = 1 +\n")
    (tmp_path / "tasks" / "wrong.py").write_text("import torch\n\nraise RuntimeError('out of chalk')\n")
    torn, wrong = find([tmp_path]).broken
    assert (torn.line, wrong.line) == (3, 3)
    assert "SyntaxError" in torn.error
    assert "out of chalk" in wrong.error


def test_every_folder_of_the_architecture_is_there() -> None:
    named = re.findall(r"^\| (`[a-z/`, ]+`) \|", (DOCS / "architecture.md").read_text("utf-8"), re.MULTILINE)
    folders = [folder for cell in named for folder in re.findall(r"`([a-z/]+/)`", cell)]
    assert len(folders) > 10
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
    packages = [
        file.parent.relative_to(ROOT) for part in ("models", "server") for file in ROOT.glob(f"{part}/*/__init__.py")
    ]
    assert [one for one in packages if f"{one.as_posix()}/" not in folders] == []


def test_every_feature_that_is_done_names_a_test_that_there_is() -> None:
    rows = re.findall(r"^\| (.*?) \| (.*?) \| (.*?) \|$", (DOCS / "features.md").read_text("utf-8"), re.MULTILINE)
    done = [tests for _, state, tests in rows if state.startswith("done")]
    named = [name for tests in done for name in re.findall(r"`(.*?)`", tests)]
    assert len(done) > 50
    assert all("`" in tests for tests in done)
    sources = "\n".join(file.read_text("utf-8") for file in ROOT.glob("tests/**/test_*.py"))
    missing = [name for name in named if not (ROOT / name).is_file() and f"def {name}(" not in sources]
    assert not missing


def test_every_option_of_a_server_and_every_exit_code_is_documented() -> None:
    text = (DOCS / "serving.md").read_text("utf-8")
    command = next(one for one in get_command(app).commands.values() if one.name == "serve")  # type: ignore[attr-defined]
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    assert {option for option in options - {"--help"} if f"| `{option}`" not in text} == set()
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == {0, 2, *Exit}
    for name in re.findall(r"SCHOOLYARD_\w+", (ROOT / "server" / "settings.py").read_text("utf-8")):
        assert name in text
