"""The same subject by the build of another commit, in turn with this one: each in an environment of its own."""

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
    folder = laid_out(commit)
    sides = [(sys.executable, ROOT), (str(python_of(folder)), folder)]
    found: list[list[Json]] = [[], []]
    for time in range(times):
        for side in (0, 1) if time % 2 == 0 else (1, 0):
            found[side].append(measured(*sides[side], subject.name))
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


def laid_out(commit: str) -> Path:
    """The commit's files with what they need and the page built, measured by this folder's subjects."""
    found = git("rev-parse", "--verify", f"{commit}^{{commit}}").decode().strip()
    folder = BUILDS / found[:12]
    if not (folder / READY).exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with tarfile.open(fileobj=io.BytesIO(git("archive", found))) as files:
            files.extractall(folder, filter="data")
        subprocess.run([sys.executable, "-m", "venv", str(folder / ".venv")], check=True)
        subprocess.run([str(python_of(folder)), "scripts/install.py", "--test"], cwd=folder, check=True)
        (folder / READY).write_text(found, "utf-8")
    shutil.rmtree(folder / "bench", ignore_errors=True)
    shutil.copytree(ROOT / "bench", folder / "bench", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


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
