"""The same subject by the build of another commit, in turn with this one: each in an environment of its own.

A subject imports the library and the server, whose files may lie elsewhere in the other commit: so the other build is
measured by its own file of that name, where it has one that can be asked for its numbers, and by ours where it has not.
Whether the two files do the same is said with the figures; where they do not, a ratio compares the subjects too.
"""

import ast
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bench.figures import Figure, Json, Subject

ROOT = Path(__file__).resolve().parent.parent
BUILDS = ROOT / "build" / "against"
"""Builds stay there until ``make clean``: to lay one out takes minutes."""
READY = "laid-out.txt"


def against(subject: Subject, commit: str, times: int) -> Iterator[Figure]:
    """Each number of the subject, of both builds. Raises ``subprocess.CalledProcessError`` where one cannot be had."""
    folder = laid_out(commit, subject.name)
    sides = [(sys.executable, ROOT), (str(python_of(folder)), folder)]
    found: list[list[Json]] = [[], []]
    for time in range(times):
        for side in (0, 1) if time % 2 == 0 else (1, 0):
            found[side].append(measured(*sides[side], subject.name))
    yield Figure("comparable", comparable(subject.name, ROOT / "bench", folder / "bench"))
    for what, units in found[0][0].items():
        for unit in units:
            here, there = ([one[what][unit] for one in of if unit in one.get(what, {})] for of in found)
            yield Figure(f"{what}: {unit}", compared(here, there))


def compared(here: list[float], there: list[float]) -> str:
    """Medians of both and what the other's is of ours: above 1 this build is better."""
    if len(here) != len(there):
        return f"{median(here):.3g}; the other build does not have it"
    ratios = [other / max(own, 1e-9) for own, other in zip(here, there, strict=True)]
    spread = f"{median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}, {len(ratios)} times)"
    return f"{median(here):.3g} against {median(there):.3g}: {spread}"


def laid_out(commit: str, name: str) -> Path:
    """The commit's files with what they need, the page built, and the subject that measures it."""
    found = git("rev-parse", "--verify", f"{commit}^{{commit}}").decode().strip()
    folder = BUILDS / found[:12]
    if not (folder / READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        unpack(found, folder)
        subprocess.run([sys.executable, "-m", "venv", str(folder / ".venv")], check=True)
        subprocess.run([str(python_of(folder)), "scripts/install.py", "--test"], cwd=folder, check=True)
        (folder / READY).write_text(found, "utf-8")
    shutil.rmtree(folder / "bench", ignore_errors=True)
    if measures_itself(found, name):
        unpack(found, folder, "bench")
    else:
        shutil.copytree(ROOT / "bench", folder / "bench", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def unpack(commit: str, folder: Path, *part: str) -> None:
    with tarfile.open(fileobj=io.BytesIO(git("archive", commit, *part))) as files:
        files.extractall(folder, filter="data")


def measures_itself(commit: str, name: str) -> bool:
    """Whether the commit has this subject, and a bench that gives numbers."""
    files = git("ls-tree", "--name-only", commit, "bench/").decode().split()
    return f"bench/{name}.py" in files and b'"--numbers"' in git("show", f"{commit}:bench/__main__.py")


def comparable(name: str, ours: Path, theirs: Path) -> str:
    """Whether both sides were measured in the same way, in words."""
    used = {file for side in (ours, theirs) for file in files_of(name, side)}
    other = sorted(file for file in used if code(ours / file) != code(theirs / file))
    if not other:
        return "yes: both builds were measured by the same code, imports aside"
    return f"in part: the other build was measured by its own subject, which differs in {', '.join(other)}"


def files_of(name: str, bench: Path) -> set[str]:
    """The subject's file, and those of the folder that it imports."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        file = f"{waiting.pop()}.py"
        if file in found or not (bench / file).exists():
            continue
        found.add(file)
        for node in ast.walk(ast.parse((bench / file).read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bench."):
                waiting.append(str(node.module).removeprefix("bench."))
    return found


def code(file: Path) -> str:
    """What the file does: without its imports and its words."""
    if not file.exists():
        return ""
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
            node.body = [one for one in node.body if not without_effect(one)]
    return ast.dump(tree)


def without_effect(node: ast.stmt) -> bool:
    words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return words or isinstance(node, ast.Import | ast.ImportFrom)


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def python_of(folder: Path) -> Path:
    return folder / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def measured(python: str, folder: Path, name: str) -> Json:
    """Numbers by figure and unit, of one build."""
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    command = [python, "-m", "bench", name, "--numbers"]
    answer = subprocess.run(command, cwd=folder, env=environment, check=True, text=True, stdout=subprocess.PIPE)
    numbers: Json = json.loads(answer.stdout.splitlines()[-1])
    return numbers
