"""Which names a piece of source uses and defines, and the same piece with other names."""

import ast
import symtable
from collections.abc import Iterable, Iterator, Mapping


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


def defined(node: ast.stmt) -> list[str]:
    """The names that a top-level statement defines."""
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            return [node.name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case ast.Assign(targets=[ast.Tuple(elts=several)]):
            return [one.id for one in several if isinstance(one, ast.Name)]
    return []


def imports(tree: ast.Module, library: str) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import of a module but what a function imports of others than the library: it does so where it stands."""
    of_functions = {one for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for one in ast.walk(node)}
    for node in ast.walk(tree):
        own = isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == library
        if isinstance(node, ast.Import | ast.ImportFrom) and (own or node not in of_functions):
            yield node


def inner_imports(text: str) -> list[str]:
    """Lines of import that stand in functions of a definition."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    every = [one for node in functions for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
    return [ast.unparse(one) for one in every]


def renamed(text: str, names: Mapping[str, str]) -> str:
    """``text`` with other ``names`` for what it defines and uses; where one changes, its comments are lost."""
    return ast.unparse(Renaming(names).visit(ast.parse(text))) if names else text


class Renaming(ast.NodeTransformer):
    """Changes names, but not inside a function whose parameters have them; quoted annotations are read by nobody."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.names.get(node.name, node.name)
        return self.visit_parameters(node)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        return self.visit_parameters(node)

    def visit_parameters(self, node: ast.FunctionDef | ast.Lambda) -> ast.AST:
        """The rest of a function, without the names that are its own."""
        every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
        own = {one.arg for one in every if one is not None}
        outer, self.names = self.names, {name: new for name, new in self.names.items() if name not in own}
        self.generic_visit(node)
        self.names = outer
        return node


def free_names(text: str) -> set[str]:
    """Names that a definition takes from outside when it is read or run: none of its own variables and arguments."""
    found: set[str] = set()
    tables = [symtable.symtable(text, "<definition>", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        outside = table.get_type() == "module"
        found |= {one.get_name() for one in table.get_symbols() if one.is_referenced() and (outside or one.is_global())}
    return found
