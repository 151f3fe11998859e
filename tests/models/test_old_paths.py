"""Files of a person that were written for version 0.1.0 import paths that have moved: they lead to the same things."""

import ast
import importlib
import shutil
from pathlib import Path

import pytest
from torch import nn

from models.architectures.mlp import Mlp
from models.catalogue import find
from models.plan.plan import plan
from models.spec.kinds import Batch
from models.spec.spec import Spec
from tests import specs

ROOT = Path(__file__).parents[2]
MARK = "in version 0.1.0, for one more release."
OLD = sorted(file for file in (ROOT / "models").rglob("*.py") if MARK in file.read_text("utf-8"))


@pytest.mark.parametrize("file", OLD, ids=lambda file: ".".join(file.relative_to(ROOT).with_suffix("").parts))
def test_an_old_path_leads_to_the_same_things(file: Path) -> None:
    docstring, *handed_on = ast.parse(file.read_text("utf-8")).body
    assert isinstance(docstring, ast.Expr)
    assert handed_on
    old = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    for line in handed_on:
        assert isinstance(line, ast.ImportFrom)
        assert line.module
        new = importlib.import_module(line.module)
        named = {alias.asname or alias.name: getattr(new, alias.name) for alias in line.names if alias.name != "*"}
        public = named or {name: value for name, value in vars(new).items() if not name.startswith("_")}
        assert public
        assert {name: getattr(old, name) for name in public} == public


def test_nothing_here_uses_an_old_path() -> None:
    old = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in OLD}
    assert len(old) > 30
    using = []
    for part in ("models", "server", "scripts", "bench"):
        for file in (ROOT / part).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    named = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
                    using += [f"{file} imports {name}" for name in named & old]
    assert not using


def test_views_of_ones_own_are_found_in_the_folder_of_the_old_name(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    shutil.copy(ROOT / "models" / "views" / "weights.py", tmp_path / "inside" / "my_weights.py")
    found = find([tmp_path])
    assert "my_weights" in found.views
    assert not found.broken


def test_an_architecture_of_ones_own_that_rehearses_is_traced() -> None:
    class Mine(Mlp):
        def rehearse(self, network: nn.Module, batch: Batch) -> None:
            network(batch)
            rehearsed.append(batch)

    rehearsed: list[Batch] = []
    spec = specs.spec("digits/mlp")
    plan(Spec(spec.task, Mine(), spec.training))
    assert rehearsed
