"""Functions name shapes of tensors and what they raise; views, architectures and tasks name their source."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "models/architectures", "models/data", "models/forecasts", "models/images", "models/laboratories", "models/layers",
    "models/look", "models/native", "models/plan", "models/tapes", "models/texts",
    "models/spec", "models/tasks", "models/training", "models/views", "models/catalogue.py", "models/commands.py",
    "models/discovery.py", "models/events.py", "models/modules.py", "models/sentences.py", "models/spec_error.py",
    "server/executors/protocol.py", "server/exports/exporter.py",
    "server/store/protocol.py",
)  # fmt: skip
SOURCED = ("models/architectures", "models/laboratories", "models/tasks", "models/views")
SIZE = r"(?:…|[a-z0-9][a-z0-9 ×+*/-]*)"
SHAPE = re.compile(rf"\({SIZE}(?:, {SIZE})*\)|(?<= )\(\)")
"""As (batch, time, units) or (batch, …): names of sizes in brackets, small; () of a single number."""
YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(room: str) -> list[Path]:
    """Of a folder, or the one file."""
    found = sorted((ROOT / room).rglob("*.py")) or [ROOT / room]
    return [file for file in found if file.name != "__init__.py"]


def public(tree: ast.Module | ast.ClassDef, docs: str = "") -> Iterator[tuple[Function, str]]:
    """Functions and methods that others may call, each with its docstring and that of its class."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node, ast.get_docstring(node) or "")
        elif isinstance(node, Function) and (not node.name.startswith("_") or node.name == "__init__"):
            yield node, f"{ast.get_docstring(node) or ''}\n{docs}"


def has_tensors(function: Function) -> bool:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    annotations = [one for one in (*(argument.annotation for argument in named), function.returns) if one]
    return any(re.search(r"\bTensor\b", ast.unparse(one)) for one in annotations)


def raises(node: ast.AST) -> bool:
    """Whether a function itself raises, other than again what it has caught; what it defines inside does not count."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Raise):
            if child.exc is not None:
                return True
        elif not isinstance(child, Function | ast.ClassDef | ast.Lambda) and raises(child):
            return True
    return False


def silent(room: str) -> Iterator[str]:
    for file in files(room):
        for function, docs in public(ast.parse(file.read_text("utf-8"))):
            place = f"{file.relative_to(ROOT)}:{function.lineno} {function.name}"
            if has_tensors(function) and not SHAPE.search(docs):
                yield f"{place} names no shape, as (batch, time, units)"
            if raises(function) and "Raises" not in docs:
                yield f"{place} does not say what it raises, as: Raises ValueError if …"


@pytest.mark.parametrize("room", ROOMS)
def test_public_functions_say_shapes_and_errors(room: str) -> None:
    assert files(room)
    assert not list(silent(room))


@pytest.mark.parametrize("room", SOURCED)
def test_every_view_architecture_task_and_laboratory_names_its_source(room: str) -> None:
    docs = {file.name: ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "" for file in files(room)}
    assert docs
    assert not [name for name, words in docs.items() if not YEAR.search(words)]


@pytest.mark.parametrize("words", ["of the net", "(Simonyan et al. 2013)", "(W x + b)", "(or none of them.)"])
def test_no_shape_is_none(words: str) -> None:
    assert not SHAPE.search(words)


@pytest.mark.parametrize("words", ["(batch, time, 2 units)", "(…)", "(1, channels, height, width)", "(batch, …)"])
def test_a_shape_is_one(words: str) -> None:
    assert SHAPE.search(words)
