"""The page is built in rooms: imports go down only, and never in a circle. Imports of types count as any other."""

import re
from collections.abc import Mapping
from json import loads
from pathlib import PurePosixPath

from tests.test_layout import FILES, ROOT

# From the ground up: a file imports from its own room and from those before it in this list.
ROOMS = [
    "generated",  # types of bodies and frames
    "text",  # the words of the page, and how numbers are written
    "browser",  # the clipboard, files, names of computers
    "setup",  # what is to be trained, and the links to it; pure
    "curves",  # what was measured; pure
    "http",  # the calls of the server
    "state",  # what the page knows, and the actions that change it
    "live",  # the socket
    "parts",  # components that several panels share
    "offline",  # the page that is taken away to ask a network
    "panels",  # one folder, one part of the page
    "pages",  # what fills the window
    "main.tsx",
]
OUTSIDE = {"tests", "styles", "public", "vite.config.ts", "vite.offline.config.ts"}
IMPORT = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)["'](\.{1,2}/[^"']+)["']""")
# `x.value = …`, `x.value++` and the like: a signal is changed, or a field of a form.
WRITE = re.compile(r"""([\w.]+)\.value\s*(?:=(?![=>])|\+\+|--|(?:[-+*/&|]|\?\?|&&|\|\|)=)""")
PAGE = [name.removeprefix("web/") for name in FILES if re.fullmatch(r"web/.*\.tsx?", name)]
SHIPPED = [name for name in PAGE if name.split("/")[0] not in OUTSIDE]

Arrows = Mapping[str, set[str]]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def source(name: str) -> str:
    return read(f"web/{name}")


def target(name: str, path: str) -> str:
    """The file that `path` means in `name`."""
    parts: list[str] = []
    for part in [*PurePosixPath(name).parent.parts, *path.split("?")[0].split("/")]:
        parts = parts[:-1] if part == ".." else parts if part == "." else [*parts, part]
    whole = "/".join(parts)
    return next((whole + ending for ending in ("", ".ts", ".tsx") if whole + ending in PAGE), whole)


def imports(name: str) -> set[str]:
    found = {target(name, path) for path in IMPORT.findall(source(name))}
    return {one for one in found if one.endswith((".ts", ".tsx"))}


ARROWS = {name: imports(name) for name in SHIPPED}


def room(name: str) -> str:
    return name.split("/")[0]


def upward(arrows: Arrows) -> list[str]:
    """Imports from a room that lies above."""
    return [
        f"{name} imports {other}"
        for name, others in arrows.items()
        for other in sorted(others)
        if ROOMS.index(room(other)) > ROOMS.index(room(name))
    ]


def circles(arrows: Arrows) -> list[str]:
    """One way round through each knot of imports."""
    found: list[str] = []
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> None:
        if name in path:
            found.append(" -> ".join([*path[path.index(name) :], name]))
        elif name not in done:
            for other in sorted(arrows.get(name, ())):
                visit(other, [*path, name])
            done.add(name)

    for name in arrows:
        visit(name, [])
    return found


def between_folders(arrows: Arrows, below: str) -> dict[str, set[str]]:
    """The folders of a room, and the imports from one to another."""
    found: dict[str, set[str]] = {}
    for name, others in arrows.items():
        for other in others:
            if name.startswith(below) and other.startswith(below) and name.split("/")[1] != other.split("/")[1]:
                found.setdefault(name.split("/")[1], set()).add(other.split("/")[1])
    return found


def written(text: str) -> list[str]:
    """The signals that a file changes; neither its components' own, nor fields of a form."""
    own = set(re.findall(r"const (\w+) = (?:useSignal\b|document\.createElement\b|event\.currentTarget\b)", text))
    return [name for name in WRITE.findall(text) if name not in own]


def test_every_file_of_the_page_lies_in_a_room() -> None:
    assert {room(name) for name in SHIPPED} == set(ROOMS)


def test_imports_of_the_page_go_down_only() -> None:
    assert upward(ARROWS) == []


def test_no_files_of_the_page_import_each_other_in_a_circle() -> None:
    assert circles(ARROWS) == []


def test_no_panels_and_no_pages_import_each_other_in_a_circle() -> None:
    assert circles(between_folders(ARROWS, "panels/")) == []
    assert circles(between_folders(ARROWS, "pages/")) == []


def test_a_circle_and_an_upward_import_are_named() -> None:
    arrows = {"text/a.ts": {"text/b.ts"}, "text/b.ts": {"text/c.ts"}, "text/c.ts": {"text/a.ts", "state/d.ts"}}
    assert circles(arrows) == ["text/a.ts -> text/b.ts -> text/c.ts -> text/a.ts"]
    assert upward(arrows) == ["text/c.ts imports state/d.ts"]
    assert circles(between_folders({"panels/a/x.ts": {"panels/b/y.ts"}, "panels/b/z.ts": {"panels/a/w.ts"}}, "panels/"))


def test_signals_are_changed_by_the_actions_of_the_state_only() -> None:
    elsewhere = [name for name in SHIPPED if room(name) != "state"]
    assert {name: found for name in elsewhere if (found := written(source(name)))} == {}
    # Born beside their actions too, but for the three that words on the ground floor depend on.
    born = [name for name in elsewhere if re.search(r"\bsignal[<(]", source(name))]
    assert born == ["text/sentences.ts", "text/text.ts", "text/uploaded.ts"]


def test_a_write_to_a_signal_is_seen() -> None:
    assert written("state.place.value = 'charts'; grown.value++; if (a.value === b.value) {}") == [
        "state.place",
        "grown",
    ]
    assert written("const input = event.currentTarget; input.value = ''; const open = (x) => x.value >= 1;") == []


def panels() -> dict[str, str]:
    """What each folder of web/panels says of itself, by its name."""
    return {name.split("/")[1]: source(name) for name in SHIPPED if re.fullmatch(r"panels/\w+/panel\.ts", name)}


def test_every_folder_of_panels_is_a_part_of_the_page() -> None:
    assert {name.split("/")[1] for name in SHIPPED if room(name) == "panels"} == set(panels())


def test_what_a_lesson_can_put_out_of_sight_is_written_down_and_there() -> None:
    hideable = {name for name, text in panels().items() if "hideable: true" in text}
    (line,) = re.findall(r"\| `hide` \|.*a part of the page: (.*?)\. ", read("docs/write-a-lesson.md"))
    assert set(re.findall(r"`(\w+)`", line)) == hideable
    lessons = [name for name in FILES if name.startswith("lessons/") and name.endswith(".md")]
    hidden = {
        name for one in lessons for names in re.findall(r"^hide = (\[.*\])", read(one), re.M) for name in loads(names)
    }
    assert {name for name in hidden if not name.startswith("/")} <= hideable
    assert hidden


def test_every_import_of_the_page_is_found() -> None:
    lost = [(name, one) for name in SHIPPED for one in ARROWS[name] if one not in PAGE]
    assert lost == []
    written = sum(len(re.findall(r"^import ", source(name), re.MULTILINE)) for name in SHIPPED)
    assert sum(map(len, ARROWS.values())) > written / 2
