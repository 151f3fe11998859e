"""The house style where a machine can hold it: sizes, borders between folders, names. Passes on a part of the tree."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Raising one of these takes a dated page in docs/decisions/.
FILE_LINES = 300
FUNCTION_LINES = 40
PARAMETERS = 8
OPTIONS = 16
"""Of a command: each parameter is an option that a person can type."""

LIBRARY = {"torch", "numpy", "pydantic", "pydantic_core", "models"}
# What a part of models/ may import beyond that: downloads, dates and numbers in words, BLEU, encodings, weights beside
# the code, and pictures packed for views.
ALSO = {
    "models/data/": {"babel", "chardet", "filelock", "httpx2", "num2words", "platformdirs", "PIL", "sacrebleu"},
    "models/images/digit_judge.py": {"safetensors"},
    "models/look/png.py": {"PIL"},
}
ABOVE = {"scripts", "tests", "bench"}
ONLY_IN = {
    "sqlite3": "server/store/",
    "sqlalchemy": "server/store/",
    "psycopg": "server/store/postgresql/",
    "multiprocessing": "server/executors/",
    "ray": "server/executors/ray/",
    "torch.multiprocessing": "server/executors/",
}
# They run what is in the file that they read.
UNPICKLERS = {"pickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "torch.load", "numpy.load"}

BANNED_NAMES = {"job", "experiment", "trial", "session", "message", "widget", "manager", "helper", "util", "utility"}
# In two parts each, so that this file does not hold what it looks for.
HOSTS = [
    first + second
    for first, second in [
        ("pypi.", "org"),
        ("python", "hosted.org"),
        ("npmjs.", "org"),
        ("npmjs.", "com"),
        ("yarnpkg.", "com"),
        ("deb.", "debian.org"),
        ("security.", "debian.org"),
    ]
]
POSTPONED = [first + second for first, second in [("TO", "DO"), ("FIX", "ME"), ("XX", "X")]]


def tracked() -> list[str]:
    """Everything that is, or would be, in the repository."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(name for name in set(names.split("\0")) if name and (ROOT / name).is_file())


FILES = tracked()
PYTHON = [name for name in FILES if name.endswith(".py")]
WEB = [name for name in FILES if name.endswith((".ts", ".tsx")) and not name.startswith("web/generated/")]
SHIPPED = [name for name in PYTHON if name.startswith(("models/", "server/"))]


def text(name: str) -> str | None:
    """The file's text, or None where it is a picture or the like."""
    content = (ROOT / name).read_bytes()
    return None if b"\0" in content else content.decode(errors="replace")


def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)


def imports(name: str) -> Iterator[str]:
    """The dotted names that a file imports; `from a import b` may mean a module, and so counts as a.b."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}:{node.lineno} imports relatively; name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def attributes(name: str) -> Iterator[str]:
    """What is written as module.attribute, with the short name that everybody uses for numpy spelt out."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{'numpy' if node.value.id == 'np' else node.value.id}.{node.attr}"


def lies_under(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return sum(argument.arg not in {"self", "cls"} for argument in named)


def test_a_file_can_be_read_in_one_sitting() -> None:
    lines = {name: (text(name) or "").count("\n") for name in [*PYTHON, *WEB]}
    assert not {name: count for name, count in lines.items() if count > FILE_LINES}


def test_functions_are_small() -> None:
    large = []
    for name in PYTHON:
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                most = OPTIONS if name.startswith("server/commands/") else PARAMETERS
                if lines > FUNCTION_LINES or parameters(node) > most:
                    large.append(f"{name}:{node.lineno} {node.name}: {lines} lines, {parameters(node)} parameters")
    assert not large


def test_models_is_a_library_of_its_own() -> None:
    foreign = []
    for name in PYTHON:
        if name.startswith("models/"):
            allowed = LIBRARY | set(sys.stdlib_module_names)
            allowed |= {package for part, more in ALSO.items() if name.startswith(part) for package in more}
            foreign += [f"{name} imports {module}" for module in imports(name) if module.split(".")[0] not in allowed]
    assert not foreign


def test_what_is_shipped_imports_nothing_that_is_not() -> None:
    above = [(name, module) for name in SHIPPED for module in imports(name) if module.split(".")[0] in ABOVE]
    assert not above


def test_the_database_and_the_processes_stay_in_their_folders() -> None:
    astray = [
        f"{name} imports {module}"
        for name in SHIPPED
        for module in imports(name)
        for package, folder in ONLY_IN.items()
        if lies_under(module, package) and not name.startswith(folder)
    ]
    assert not astray


def test_nothing_is_unpickled() -> None:
    unpickling = [
        f"{name} uses {used}"
        for name in PYTHON
        for used in (*imports(name), *attributes(name))
        if any(lies_under(used, unpickler) for unpickler in UNPICKLERS)
    ]
    assert not unpickling


def test_names_use_the_words_of_the_design() -> None:
    words = {name: re.findall(r"[a-z]+", name.lower().replace("utilities", "utility")) for name in FILES}
    assert not [name for name in FILES if {word.removesuffix("s") for word in words[name]} & BANNED_NAMES]


def test_no_file_names_a_registry() -> None:
    assert not [(name, host) for name in FILES for host in HOSTS if host in (text(name) or "")]


def test_no_file_puts_work_off() -> None:
    postponed = re.compile(rf"\b({'|'.join(POSTPONED)})\b")
    assert not [name for name in FILES if postponed.search(text(name) or "")]
