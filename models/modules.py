"""How a file becomes a module and a class, and what is noted of one that cannot: without torch.

A file that does not import, or lacks a part, is listed as broken; none is hidden.
"""

import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from models.sentences import Sentence, Text, text_of

SAME_NAME = Sentence(
    "two-files-of-one-name", "{first} and {second} both bring the {part} {name}, and only the first is used"
)
NOT_ONE = Sentence("not-one-class-in-file", "expected one {part} in this file, found {count}")
INCOMPLETE = Sentence("class-lacks-parts", "{name} has no {missing}")


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
