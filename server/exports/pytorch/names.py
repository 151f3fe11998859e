"""Which names a piece of source uses."""

import ast
from collections.abc import Iterator, Mapping


def closure(methods: Mapping[str, ast.FunctionDef], roots: set[str]) -> set[str]:
    """The methods that are called from ``roots``, directly or not."""
    found: set[str] = set()
    waiting = [name for name in roots if name in methods]
    while waiting:
        name = waiting.pop()
        found.add(name)
        waiting += [one for one in attributes(methods[name]) if one in methods and one not in found]
    return found


def attributes(node: ast.AST) -> Iterator[str]:
    return (one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute))


def used(tree: ast.AST) -> set[str]:
    """All names that a text mentions, also in quoted annotations."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            names.add(node.value)
    return names
