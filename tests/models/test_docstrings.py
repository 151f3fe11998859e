"""Whoever reads a function that takes or gives tensors is told their shapes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

MODELS = Path(__file__).parent.parent.parent / "models"
ROOMS = ("spec", "plan", "tasks", "architectures", "training")
SHAPE = re.compile(r"\([^()]*\)")


def functions(file: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions and methods; a method that a base says already, in this room or below, only once."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef):
                    yield part.name, part


def has_tensors(node: ast.FunctionDef) -> bool:
    annotations = [one.annotation for one in (*node.args.args, *node.args.kwonlyargs)] + [node.returns]
    return any(one is not None and re.search(r"\bTensor\b", ast.unparse(one)) for one in annotations)


def test_a_function_with_tensors_says_their_shapes_in_brackets() -> None:
    found = [
        (file, name, ast.get_docstring(node))
        for room in ROOMS
        for file in sorted((MODELS / room).glob("*.py"))
        for name, node in functions(file)
        if has_tensors(node) and (not name.startswith("_") or name == "__getitem__")
    ]
    assert len(found) > 80
    said = {(file.parent, name) for file, name, text in found if text} | {
        (MODELS / "tasks", name) for file, name, text in found if text and file.name == "task.py"
    }
    without = [
        f"{file.parent.name}/{file.name}: {name}"
        for file, name, text in found
        # An override without a docstring is what its base says.
        if not (SHAPE.search(text) if text else name != "forward" and (file.parent, name) in said)
    ]
    assert without == []
