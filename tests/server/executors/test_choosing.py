"""An executor is chosen by the name of its folder; what cannot be chosen is refused before anything is opened."""

import re
import sys
from pathlib import Path

import pytest

from server.executors.executor import NoExecutor, executor_of, find
from server.executors.local.executor import LocalExecutor
from server.process.startup import Exit
from server.settings import Settings
from tests.server.test_commands import typed
from tests.test_docs import code

GUIDE = code("add-an-executor.md")


def brought(folder: Path, name: str, text: str = GUIDE) -> Path:
    """The file of an own executor."""
    file = folder / "executors" / name / "executor.py"
    file.parent.mkdir(parents=True)
    file.write_text(text, "utf-8")
    return file


def refusal(name: str, *folders: Path) -> str:
    with pytest.raises(NoExecutor) as found:
        executor_of(Settings(executor=name, folders=folders))
    return str(found.value)


def test_without_a_choice_it_is_the_processes_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert isinstance(executor_of(Settings()), LocalExecutor)
    brought(tmp_path, "threads")
    monkeypatch.setenv("SCHOOLYARD_EXECUTOR", "threads")
    assert type(executor_of(Settings(folders=(tmp_path,)))).__name__ == "Threads"


def test_a_name_that_there_is_not_ends_the_command_with_those_that_there_are(tmp_path: Path) -> None:
    mine, data = tmp_path / "a folder" / ("long-" * 40), tmp_path / "data"
    brought(mine, "threads")
    options = ("serve", "--no-browser", "--port", "0", "--data", str(data), "--with", str(mine))
    ended, written = typed(*options, "--executor", "cluster")
    assert ended == Exit.NO_EXECUTOR
    assert re.fullmatch(
        r"Schoolyard cannot start: .*'cluster'; there are local, ray, threads\. .*--executor.*\n", written
    )
    assert not list(data.glob("*"))


def test_only_the_chosen_one_is_imported(tmp_path: Path) -> None:
    brought(tmp_path, "threads", "raise RuntimeError('imported')")
    assert list(find([tmp_path])) == ["local", "ray", "threads"]
    assert isinstance(executor_of(Settings(folders=(tmp_path,))), LocalExecutor)


def test_a_file_with_a_mistake_is_named_with_its_line(tmp_path: Path) -> None:
    file = brought(tmp_path, "torn", "import asyncio\n\nraise RuntimeError('out of chalk')")
    assert f"{file}:3 cannot be used as an executor (RuntimeError: out of chalk)" in refusal("torn", tmp_path)
    brought(tmp_path, "none", "import asyncio")
    assert "expected one NamedExecutor in this file, found 0" in refusal("none", tmp_path)
    brought(tmp_path, "untitled", GUIDE.replace("title =", "heading ="))
    assert "Threads has no title" in refusal("untitled", tmp_path)
    brought(tmp_path, "endless", GUIDE.replace("async def close", "async def finish"))
    assert re.search("abstract.*close", refusal("endless", tmp_path))


def test_two_folders_that_bring_the_same_name_are_both_named(tmp_path: Path) -> None:
    first, second = (brought(tmp_path / place / "mine", "threads") for place in ("a", "b"))
    why = refusal("threads", tmp_path / "a" / "mine", tmp_path / "b" / "mine")
    assert str(first) in why
    assert str(second) in why


def test_an_own_one_takes_the_place_of_ours_and_imports_what_lies_beside_it(tmp_path: Path) -> None:
    file = brought(
        tmp_path, "local", f"from .places import PLACES\n{GUIDE}".replace("workers or 2", "workers or PLACES")
    )
    (file.parent / "places.py").write_text("PLACES = 7", "utf-8")
    assert executor_of(Settings(executor="local", folders=(tmp_path,))).places == 7
    assert any(name.endswith("executors.local.executor.places") for name in sys.modules)
