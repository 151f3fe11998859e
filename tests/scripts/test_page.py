"""When the page is built, and when that is left out."""

from pathlib import Path

import pytest

from scripts import page
from scripts.node import Node, NodeError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A source tree whose `npm run build` writes one file and notes that it ran."""
    web = tmp_path / "web"
    (web / "state").mkdir(parents=True)
    (web / "package.json").write_text("{}")
    (web / "state" / "runs.ts").write_text("export const runs = []")

    def npm(_: Node, arguments: list[str], web: Path) -> None:
        static = web.parent / "server" / "static"
        static.mkdir(parents=True, exist_ok=True)
        (static / "page.js").write_text(" ".join(arguments))

    monkeypatch.setattr(page, "find", lambda web: Node(web, ("npm",)))
    monkeypatch.setattr(page, "ensure_packages", lambda node, web: None)
    monkeypatch.setattr(page, "npm", npm)
    return tmp_path


def test_the_page_is_built_once(root: Path) -> None:
    assert page.build(root)
    assert not page.build(root)
    assert (root / "server" / "static" / "page.js").read_text() == "run build"


@pytest.mark.parametrize("change", ["state/runs.ts", "state/new.ts"])
def test_a_changed_or_new_source_builds_it_again(root: Path, change: str) -> None:
    page.build(root)
    (root / "web" / change).write_text("export const other = []")
    assert page.build(root)


def test_a_renamed_source_builds_it_again(root: Path) -> None:
    page.build(root)
    (root / "web" / "state" / "runs.ts").rename(root / "web" / "state" / "races.ts")
    assert page.build(root)


@pytest.mark.parametrize("written", ["node_modules/preact/index.js", ".vite/cache.json", "dist/page.js"])
def test_what_tools_write_does_not(root: Path, written: str) -> None:
    page.build(root)
    path = root / "web" / written
    path.parent.mkdir(parents=True)
    path.write_text("written")
    assert not page.build(root)


def test_a_built_page_without_its_sources_is_taken_as_it_is(root: Path) -> None:
    page.build(root)
    (root / "web" / "package.json").unlink()
    assert not page.build(root)


def test_neither_sources_nor_a_built_page_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="no built page in server/static"):
        page.build(tmp_path)
