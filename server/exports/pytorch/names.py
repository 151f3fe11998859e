"""Which names a piece of source uses."""

import ast
from collections.abc import Iterable, Iterator


def closure(classes: Iterable[ast.ClassDef], roots: set[str]) -> set[str]:
    """What methods of ``classes``, each a base of one before it, use as attributes from ``roots`` on, with these."""
    methods = [one for node in classes for one in node.body if isinstance(one, ast.FunctionDef)]
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for one in methods if one.name == name for other in attributes(one)]
    return found


def constant(node: ast.stmt) -> str:
    """The name that a line of a class gives a value, or ""."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return name
    return ""


def attributes(node: ast.AST) -> Iterator[str]:
    return (one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute))


def used(tree: ast.AST) -> set[str]:
    """All names that a text mentions, also in quoted annotations."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            names.add(node.value)
    return names
