"""Annotations of names that are defined further down, as strings.

A script says ``from __future__ import annotations`` once; in a notebook marimo puts cells into functions, where that is
a mistake. As strings they mean the same.
"""

import ast
from collections.abc import Container, Iterable, Iterator


def with_quoted(text: str, names: Container[str]) -> str:
    """Definitions, whose annotations are strings where they mention one of ``names``."""
    lines = text.split("\n")
    for one in sorted(annotations(ast.parse(text)), key=lambda node: (node.lineno, node.col_offset), reverse=True):
        if not any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(one)):
            continue
        first, last = one.lineno - 1, (one.end_lineno or one.lineno) - 1
        # Columns of the tree count bytes.
        before = lines[first].encode()[: one.col_offset].decode()
        after = lines[last].encode()[one.end_col_offset :].decode()
        lines[first : last + 1] = [f'{before}"{ast.unparse(one).replace(chr(34), chr(39))}"{after}']
    return "\n".join(lines)


def names_in(texts: Iterable[str]) -> set[str]:
    """What definitions define: classes, functions, and names that are set."""
    found: set[str] = set()
    for node in (node for text in texts for node in ast.parse(text).body):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                found.add(name)
            case ast.Assign(targets=targets):
                found |= {one.id for one in targets if isinstance(one, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
    return found


def annotations(tree: ast.AST) -> Iterator[ast.expr]:
    """Of parameters, of what functions return, and of names that are set."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation
