"""Finding a Node that fits."""

import json
import sys
from pathlib import Path

import pytest

from scripts import node
from scripts.node import Node, NodeError


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        ("v20.20.2", ">=20.19.0", True),
        ("v20.18.9", ">=20.19.0", False),
        ("v24.19.0", "^20.19.0 || >=22.12.0", True),
        ("v20.19.0", "^20.19.0 || >=22.12.0", True),
        ("v21.7.3", "^20.19.0 || >=22.12.0", False),
        ("v18.20.4\n", ">=20", False),
    ],
)
def test_a_version_fits_a_range_or_not(version: str, wanted: str, expected: bool) -> None:
    assert node.fits(version, wanted) is expected


def test_a_range_that_is_not_understood_is_refused_with_its_words() -> None:
    with pytest.raises(NodeError, match=r"asks for Node '20\.x'"):
        node.fits("v20.20.2", "20.x")


def small_web(folder: Path, **package: object) -> Path:
    folder.mkdir()
    (folder / "package.json").write_text(json.dumps(package))
    (folder / "package-lock.json").write_text("{}")
    return folder


def made_up_node(folder: Path, version: str) -> Path:
    """A `node` that answers with a version, and an `npm` that notes what it was asked."""
    folder.mkdir()
    programs = {
        "node": f"print({version!r})",
        "npm": "import pathlib, sys\nopen('calls', 'a').write(' '.join(sys.argv[1:]) + '\\n')\n"
        "pathlib.Path('node_modules').mkdir(exist_ok=True)",
    }
    for name, program in programs.items():
        (folder / name).write_text(f"#!{sys.executable}\n{program}\n")
        (folder / name).chmod(0o755)
    return folder


def test_the_machines_node_is_taken_only_where_it_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web = small_web(tmp_path / "web", engines={"node": ">=22"})
    monkeypatch.setenv("PATH", str(made_up_node(tmp_path / "new", "v24.1.0")))
    assert node.find(web).folder == tmp_path / "new"
    monkeypatch.setenv("PATH", str(made_up_node(tmp_path / "old", "v18.20.4")))
    monkeypatch.setattr(node, "of_the_wheel", lambda: None)
    with pytest.raises(NodeError, match="needs Node >=22"):
        node.find(web)


def test_packages_are_installed_again_only_when_the_lock_file_changed(tmp_path: Path) -> None:
    web = small_web(tmp_path / "web")
    folder = made_up_node(tmp_path / "bin", "v24.1.0")
    here = Node(folder, (str(folder / "npm"),))
    node.ensure_packages(here, web)
    node.ensure_packages(here, web)
    assert (web / "calls").read_text().splitlines() == ["ci --no-audit --no-fund"]
    (web / "package-lock.json").write_text('{"changed": true}')
    node.ensure_packages(here, web)
    assert len((web / "calls").read_text().splitlines()) == 2


def test_a_failing_npm_is_named_with_its_exit_code(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match=r"`npm run build` in .* ended with exit code 1"):
        node.npm(
            Node(tmp_path, (sys.executable, "-c", "raise SystemExit(1)")), ["run", "build"], small_web(tmp_path / "web")
        )
