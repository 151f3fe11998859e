"""Names are the field's nouns and verbs: a participle alone does not say who does what."""

import ast
from collections.abc import Iterator

from tests.test_layout import PYTHON, ROOT

BARE = {"told", "said", "kept", "given", "heard", "taken", "looked", "settle", "heed", "weigh"}
ON_THE_WIRE = {("models/look/drawn.py", "given")}
"""Keys of JSON that pages and stores know."""
PLACES = ("models/", "server/", "bench/", "scripts/")


def public_names(text: str) -> Iterator[str]:
    """Of classes, functions, their parameters, fields, attributes and constants; what begins with _ is private."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
                if not node.name.startswith("_"):
                    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                    yield from (one.arg for one in [*named, node.args.vararg, node.args.kwarg] if one is not None)
            case ast.ClassDef():
                yield node.name
                yield from assigned(node.body)
            case ast.Module():
                yield from assigned(node.body)
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr


def assigned(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                yield from (target.id for target in targets if isinstance(target, ast.Name))


def bare(text: str, file: str = "") -> list[str]:
    return [name for name in public_names(text) if name.lower() in BARE and (file, name) not in ON_THE_WIRE]


def test_no_public_name_is_a_bare_participle() -> None:
    files = [name for name in PYTHON if name.startswith(PLACES)]
    assert {file: found for file in files if (found := bare((ROOT / file).read_text("utf-8"), file))} == {}


def test_bare_participles_are_found_wherever_they_are_public() -> None:
    text = """
KEPT = 1
class Told:
    said: int
    def heard(self, given, _weigh): self.taken = given
    def _heard(self, given): looked = self.told_to = self._taken = 1
"""
    assert sorted(bare(text)) == ["KEPT", "Told", "given", "heard", "said", "taken"]
