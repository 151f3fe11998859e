"""Programs that exported files are opened with: they come with ``make test-extras``, and TensorFlow.js from npm."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from scripts import node

HERE = Path(__file__).parent
Run = Callable[[Path, str], str]


@pytest.fixture(scope="session")
def in_node(mnist: None) -> Run:
    """Runs a module of a folder in Node, beside which TensorFlow.js lies; what it prints."""
    found = node.find()
    with FileLock(HERE / "node_modules.lock"):
        node.ensure_packages(found, HERE)

    def run(folder: Path, module: str) -> str:
        (folder / "node_modules").symlink_to(HERE / "node_modules")
        command = [str(found.folder / "node"), module]
        done = subprocess.run(command, cwd=folder, env=found.environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
