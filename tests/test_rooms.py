"""The library and the server are built in rooms: imports go down only, and never in a circle."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

from tests.test_layout import ROOT, SHIPPED
from tests.test_rooms_of_the_page import circles

# From the ground up: a file imports from its own room and from those before it in its list. A room is a folder, or a
# file that lies beside the folders.
ROOMS = {
    "models": [
        "sentences",
        "engine_names",
        "modules",  # how a file becomes a class
        "invalid",  # what pydantic found, as sentences
        "events",
        "commands",
        "spec",  # the words that tasks and architectures are written in
        "layers",
        "data",
        "images",  # what tasks of pictures share
        "forecasts",  # what tasks of series share
        "texts",  # what tasks of running text share
        "tapes",  # exercises on a tape
        "native",  # the core under the layers
        "look",  # how one looks
        "plan",
        "training",
        "tasks",
        "architectures",
        "views",
        "laboratories",
        "spec_error",
        "discovery",
        "catalogue",
    ],
    "server": [
        "schema",  # what calls and the socket carry
        "settings",
        "background",
        "store",
        "people",
        "library",  # what the server asks of `models`, and the answers, without torch
        "machine",
        "weights",
        "executors",
        "catalogue",
        "security",
        "runs",
        "embedding",  # curves on pages of others
        "uploads",
        "fetching",  # data sets that are fetched when they are first chosen
        "exports",
        "answers",  # what the library answers, in the reader's process
        "live",
        "services",
        "api",
        "app",
        "process",
        "backups",
        "commands",
        "__main__",
    ],
}
OLD_FOLDER = "models/inside/"
OLD = "version 0.1.0, for one more release"
"""What a module says that only hands on from where a path of an earlier version leads now."""

Arrows = Mapping[str, set[str]]


def module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def is_old(file: str) -> bool:
    return file.startswith(OLD_FOLDER) or OLD in (ROOT / file).read_text(encoding="utf-8")


FILES = {module(file): file for file in SHIPPED if not is_old(file)}
HANDED_ON = {module(file) for file in SHIPPED if is_old(file)}


def imports(file: Path) -> set[str]:
    """The modules of ours that a file imports; `from a import b` means a.b, where that is one."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in FILES or name in HANDED_ON else node.module for name in names}
    return found


ARROWS = {
    name: {one for one in imports(ROOT / file) if one in FILES or one in HANDED_ON} - {name}
    for name, file in FILES.items()
}


def room(name: str) -> tuple[str, str]:
    """Which of the two it belongs to, and the room there; empty for what introduces all of them."""
    base, _, rest = name.partition(".")
    return base, rest.partition(".")[0]


def upward(arrows: Arrows) -> list[str]:
    """Imports from a room that lies above; the library knows nothing of the server."""
    found = []
    for name, others in arrows.items():
        base, own = room(name)
        for other in sorted(others):
            theirs, there = room(other)
            if theirs != base:
                up = base == "models"
            else:
                up = bool(own) and bool(there) and ROOMS[base].index(there) > ROOMS[base].index(own)
            if up:
                found.append(f"{name} imports {other}")
    return found


def test_every_file_lies_in_a_room() -> None:
    lying = {base: {room(name)[1] for name in FILES if room(name)[0] == base} - {""} for base in ROOMS}
    assert lying == {base: set(rooms) for base, rooms in ROOMS.items()}


def test_imports_go_down_only() -> None:
    assert upward({name: others - HANDED_ON for name, others in ARROWS.items()}) == []


def test_no_files_import_each_other_in_a_circle() -> None:
    assert circles(ARROWS) == []


def test_no_shipped_file_imports_from_where_things_lay_earlier() -> None:
    assert [(name, one) for name, others in ARROWS.items() for one in others & HANDED_ON] == []


def test_a_circle_and_an_upward_import_are_named() -> None:
    arrows = {"server.runs.a": {"server.runs.b"}, "server.runs.b": {"server.runs.a", "server.live.c"}}
    assert circles(arrows) == ["server.runs.a -> server.runs.b -> server.runs.a"]
    assert upward(arrows) == ["server.runs.b imports server.live.c"]
    assert upward({"models.spec.a": {"server.schema.b"}}) == ["models.spec.a imports server.schema.b"]


def names_a_database(arrows: Arrows) -> list[str]:
    """Imports of what is behind the protocol of stores, but in its own folder and where a store is chosen."""
    behind = {name for name in arrows if re.fullmatch(r"server\.store\.\w+\..+", name)}
    return [
        f"{name} imports {other}"
        for name, others in arrows.items()
        for other in sorted(others & behind)
        if name != "server.store.opening" and name.split(".")[:3] != other.split(".")[:3]
    ]


def test_only_where_a_store_is_chosen_a_database_is_named() -> None:
    assert "server.store.sqlite.store" in ARROWS["server.store.opening"]
    assert names_a_database(ARROWS) == []


def test_whoever_else_names_a_database_is_named() -> None:
    sqlite, protocol = "server.store.sqlite.store", "server.store.protocol"
    arrows = {sqlite: {protocol}, protocol: {sqlite}, "server.runs.a": {sqlite, protocol}}
    arrows |= {"server.store.opening": {sqlite}, "server.store.sqlite.copying": {sqlite}}
    assert names_a_database(arrows) == [f"{protocol} imports {sqlite}", f"server.runs.a imports {sqlite}"]
