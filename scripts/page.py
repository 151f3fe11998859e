"""Builds the page: web/ through Vite into server/static/. Does nothing where it was built from these very sources."""

import gzip
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from scripts.node import ROOT, NodeError, ensure_packages, find, npm

# Folders that npm, Vite and the tests write; names with a leading dot are left out too.
WRITTEN = {"node_modules", "dist", "coverage", "test-results"}


def sources(web: Path) -> Iterator[Path]:
    """Every file the page is made of, in a fixed order."""
    for folder, folders, files in os.walk(web):
        folders[:] = sorted(name for name in folders if name not in WRITTEN and not name.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def digest(web: Path) -> str:
    """One hash over names and contents. Times of change would not survive an archive or a checkout."""
    total = hashlib.sha256()
    for path in sources(web):
        total.update(path.relative_to(web).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def stamp(root: Path) -> Path:
    return root / "server" / "static" / "built-from.txt"


def is_built(root: Path = ROOT) -> bool:
    """Whether server/static/ holds the page of the present sources (or there are none to build it from)."""
    built = stamp(root)
    if not built.is_file():
        return False
    web = root / "web"
    return not (web / "package.json").is_file() or built.read_text(encoding="utf-8") == digest(web)


def build(root: Path = ROOT) -> bool:
    """Builds the page if it has to be built, and says whether it did."""
    if is_built(root):
        return False
    web = root / "web"
    if not (web / "package.json").is_file():
        raise NodeError(
            f"The page cannot be built: there is no {web / 'package.json'}, and no built page in server/static."
        )
    node = find(web)
    ensure_packages(node, web)
    made_from = digest(web)
    npm(node, ["run", "build"], web)
    if not stamp(root).parent.is_dir():
        raise NodeError(f"`npm run build` ended well but wrote nothing to {stamp(root).parent}.")
    pack(stamp(root).parent)
    stamp(root).write_text(made_from, encoding="utf-8")
    return True


def pack(built: Path) -> None:
    """Beside every text its packed form: a class on a slow network waits a third as long."""
    for path in sorted(built.rglob("*")):
        if path.suffix in {".js", ".css", ".svg"}:
            path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def main() -> None:
    try:
        build()
    except NodeError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
