"""How files are found that define one thing each: the library's own folders, and those of a person's own.

A file that does not import, or lacks a part, is listed as broken; none is hidden.
"""

import importlib
import importlib.util
import re
import sys
import tomllib
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from models.look.laboratory import Laboratory
from models.look.view import View
from models.sentences import Sentence, Text, text_of
from models.spec.architecture import Architecture
from models.spec.preset import Figure, Preset, Reproduction, Row, with_settings
from models.spec.task import Task

SAME_NAME = Sentence(
    "two-files-of-one-name", "{first} and {second} both bring the {part} {name}, and only the first is used"
)
NOT_ONE = Sentence("not-one-class-in-file", "expected one {part} in this file, found {count}")
INCOMPLETE = Sentence("class-lacks-parts", "{name} has no {missing}")

WHOLE = "/architecture"
"""What a preset varies that races networks with settings of their own."""
TRANSLATION = re.compile(r".+\.[a-z]{2}\.toml")
"""What lies beside a file of the same name: its texts in the language that two letters name."""


@dataclass(frozen=True)
class Broken:
    """A file that could not be used, and where it fails."""

    file: str
    line: int
    error: Text


class TwoOfOneName(ValueError):
    """Two folders of a person's own bring the same thing; the sentence names both files."""


class OwnNames:
    """Which file of a person's own brought which name: it may take the place of ours, but not of another own one."""

    def __init__(self) -> None:
        self.files: dict[tuple[str, str], Path] = {}

    def claim(self, part: str, name: str, file: Path) -> None:
        """Raises ``TwoOfOneName`` if another file has brought a ``part`` (``Task``) of this name."""
        first = self.files.setdefault((part, name), file)
        if first.resolve() != file.resolve():
            raise TwoOfOneName(SAME_NAME(first=str(first), second=str(file), part=part, name=repr(name)))


@contextmanager
def noting(file: Path, broken: list[Broken]) -> Iterator[None]:
    """Whatever is raised within is noted in ``broken`` with its line: a stranger's file may fail in any way."""
    try:
        yield
    except Exception as error:
        broken.append(Broken(str(file), line_of(file, error), reason(error)))


def reason(error: Exception) -> Text:
    """What an exception says: our own sentences alone, all else in English with the name of its class."""
    said = text_of(error)
    return said if said.code else Text(f"{type(error).__name__}: {error}")


def line_of(file: Path, error: Exception) -> int:
    """The line of the file that raised the error, or the first."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    return getattr(error, "lineno", None) or next(reversed([1, *filter(None, lines)]))


def imported(file: Path, root: Path, package: str = "", siblings: bool = False) -> ModuleType:
    """The file as a module: ours as part of ``package``, a person's own (in ``root``) under a name that is its alone.

    With ``siblings`` an own file may import others that lie beside it: ``from .other import …``.
    """
    if package:
        return importlib.import_module(f"{package}.{file.stem}")
    name = ".".join((f"with_{root.name}", *file.relative_to(root).with_suffix("").parts))
    while name in sys.modules and sys.modules[name].__file__ != str(file):
        name += "_"  # of a folder with the same name elsewhere
    search = [str(file.parent)] if siblings else None
    found = importlib.util.spec_from_file_location(name, file, submodule_search_locations=search)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


def only_class(module: ModuleType, base: type[Any]) -> type[Any]:
    """The class that a module defines by the contract ``base``. Raises TypeError if there is none or more than one."""
    classes = [thing for thing in vars(module).values() if isinstance(thing, type) and issubclass(thing, base)]
    own = [cls for cls in classes if cls.__module__ == module.__name__]
    if len(own) != 1:
        raise TypeError(NOT_ONE(part=base.__name__, count=len(own)))
    return own[0]


def complete(cls: type[Any], base: type[Any]) -> Any:
    """One of ``cls`` with its defaults. Raises TypeError if it lacks what ``base`` asks for."""
    made = cls()
    missing = [name for name in base.__annotations__ if not hasattr(made, name)]
    if missing:
        raise TypeError(INCOMPLETE(name=cls.__name__, missing=list(missing)))
    return made


def try_out(made: Any, tasks: Mapping[str, type[Task]], architectures: Mapping[str, type[Architecture]]) -> None:
    """Asks a stranger's task, architecture, view or laboratory what it will be asked, so that it fails here."""
    match made:
        case Task():
            made.shapes()
            made.question()
        case Architecture():
            for task in (cls() for cls in tasks.values()):
                made.fits(task.kind, task.shapes())
        case View():
            for task in (cls() for cls in tasks.values()):
                for cls in architectures.values():
                    made.offered(task, cls())
        case Laboratory():
            made.pictures()


def read_preset(file: Path, parse: Callable[[Any], object]) -> Preset:
    """A preset; its spec and those of its rows must ``parse``, so that no button leads to an error.

    Raises TypeError or ValueError if it is not TOML, not UTF-8, or no spec.
    """
    text = tomllib.loads(file.read_text("utf-8-sig"))
    spec: dict[str, Any] = {part: text.pop(part) for part in ("task", "architecture", "training") if part in text}
    figures = [Figure(**figure) for figure in text.pop("published", [])]
    source = text.pop("source", "")
    rows = [Row(**{**row, "published": figures_of(row.get("published", []), source)}) for row in text.pop("rows", [])]
    again = Reproduction(**text.pop("reproduce")) if "reproduce" in text else None
    preset = Preset(file.stem, spec=spec, published=figures, reproduce=again, rows=rows, **text, file=file)
    parse(spec)
    for _, settings in preset.variants() if rows or WHOLE in preset.vary else ():
        parse(with_settings(spec, settings))
    return preset


def figures_of(written: dict[str, float] | list[dict[str, Any]], source: str) -> list[Figure]:
    """The figures of a row: ``{"test/accuracy" = 0.98}`` of its end, or a list in which each says when."""
    if isinstance(written, list):
        return [Figure(**{"source": source, **one}) for one in written]
    parts = [(name.split("/", 1), value) for name, value in written.items()]
    return [Figure(series, value, source, split) for (split, series), value in parts]


def check_translations(root: Path, broken: list[Broken]) -> None:
    """Notes which of a person's own translations cannot be read; their texts stay in English."""
    for file in sorted(root.glob("*/*.toml")):
        if TRANSLATION.fullmatch(file.name):
            with noting(file, broken):
                tomllib.loads(file.read_text("utf-8-sig"))
