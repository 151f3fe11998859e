"""Puts what a run is made of into one file: the definitions that are used, and no others, from the library's sources.

A module's top-level definitions are followed by name, through its imports of other modules of the library, from a few
roots. Settings lose what only forms need: their fields become the run's values, and of their methods and constants
those stay that are used. Comments and blank lines inside a definition stay as they are. Where two modules define the
same name, the second has its module's name with it in the script.
"""

import ast
import importlib
import importlib.util
import inspect
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from models.data.uploads.files import HASH, folders
from server.exports.pytorch import files
from server.exports.pytorch.bodies import source_text
from server.exports.pytorch.in_english import IN_ENGLISH
from server.exports.pytorch.names import constant, defined, imports, renamed, used
from server.exports.pytorch.own_notes import WRITTEN_IN

LIBRARY = "models"
PROVIDED = frozenset({"Task", "Training"})
"""Names that the script itself gives a meaning, so that no form comes along."""


@dataclass(frozen=True)
class Place:
    """A definition: a module of the library and a name in it."""

    module: str
    name: str


OWN_DATA, CONTENT = Place("models.data.uploads.files", "content"), Place("models.data.uploads.given", "content")
"""What a run reads data of a person's own with, and what a script does instead."""
OF_TEMPLATES = frozenset(
    {"task", "architecture", "training", "build", "carried", "activity", "learn", "train", "measured"}
    | {"regularize_and_clip_gradients"}
)
"""What the templates around the definitions define."""
SINGLE = "models.data.fetching.single"
"""Where the functions are with which a script finds or fetches a file of data."""
CLASSES = "models.data.uploads.tables.classes"
RECIPES_OF = {
    Place("models.data.uploads.tables.reading", "recipes_of"): Place("models.data.uploads.tables.recipe", "Recipe"),
    Place(CLASSES, "classes_of"): Place(CLASSES, "ClassRecipe"),
}
"""What decides how a table is read, and what it decided: a script has only that."""
SOURCE, SOURCE_OF = (Place("models.images.bodies", name) for name in ("Source", "source_of"))
"""What finds the network with whose layers another begins; a script has that network's class."""


class Source:
    """One module's text, its definitions and what its names mean."""

    def __init__(self, module: str) -> None:
        self.module = module
        self.text = inspect.getsource(importlib.import_module(module))
        self.lines = self.text.splitlines()
        self.tree = ast.parse(self.text)

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        return {name: node for node in self.tree.body for name in defined(node)}

    @cached_property
    def imports(self) -> dict[str, Place | str]:
        """What an imported name means: a place in the library, or the line that imports it from elsewhere."""
        found: dict[str, Place | str] = {}
        for node in imports(self.tree, LIBRARY):
            if isinstance(node, ast.ImportFrom) and node.module:
                own = node.module.split(".")[0] == LIBRARY
                for alias in node.names:
                    if alias.name == "*":
                        found |= {name: Place(node.module, name) for name in source(node.module).definitions}
                        continue
                    line = f"from {node.module} import {ast.unparse(alias)}"
                    found[alias.asname or alias.name] = Place(node.module, alias.name) if own else line
            elif isinstance(node, ast.Import):
                for alias in node.names:
                    found[alias.asname or alias.name.split(".")[0]] = f"import {ast.unparse(alias)}"
        return found

    def segment(self, node: ast.stmt) -> str:
        """The node's lines, with its decorators."""
        decorators = [one.lineno for one in getattr(node, "decorator_list", [])]
        return "\n".join(self.lines[min([node.lineno, *decorators]) - 1 : node.end_lineno])


@lru_cache(64)
def source(module: str) -> Source:
    return Source(module)


def home(place: Place) -> Place:
    """Where the definition stands that ``place`` means: packages and old paths hand on what others define."""
    while not is_module(place) and place.name not in source(place.module).definitions:
        handed_on = source(place.module).imports.get(place.name)
        if not isinstance(handed_on, Place):
            raise ValueError(f"{place.module} has no {place.name}")
        place = handed_on
    return moved(place) if is_module(place) else place


def is_module(place: Place) -> bool:
    """Whether this is a module of a package, and nothing that the package defines or hands on."""
    package = importlib.import_module(place.module)
    if not hasattr(package, "__path__") or place.name in source(place.module).imports:
        return False
    return importlib.util.find_spec(f"{place.module}.{place.name}") is not None


def moved(module: Place) -> Place:
    """The module itself, or the one that an old path stands for."""
    for node in source(f"{module.module}.{module.name}").tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.names[0].name == "*":
            package, _, name = node.module.rpartition(".")
            return Place(package, name)
    return module


@dataclass
class Inlined:
    """What a script needs: lines of import, and definitions in an order in which they can be read and run."""

    imports: list[str]
    definitions: dict[Place, str]

    @property
    def texts(self) -> list[str]:
        """Each once: one line may define several names."""
        return list(dict.fromkeys(self.definitions.values()))


class Inliner:
    """Collects definitions from roots.

    ``settings``: name of a class of settings -> the run's values, none of a class that others are made on; ``called``:
    the methods and constants of it that stay. ``made`` are the classes among them of which the run has several, each
    with values of its own.
    """

    def __init__(
        self, settings: Mapping[str, dict[str, Any]], called: Mapping[str, set[str]], made: Collection[str] = ()
    ) -> None:
        self.settings, self.called, self.made = settings, called, made
        self.body = ""  # the class of the network with whose layers the run's begins
        self.lines: dict[str, None] = {}
        self.texts: dict[Place, str] = {}
        self.names: dict[Place, str] = {}
        """What each definition is called in the script."""
        self.owners: dict[str, Place] = {name: Place("", name) for name in OF_TEMPLATES}
        self.pending: set[Place] = set()

    def claim(self, place: Place) -> str:
        """What ``place`` is called in the script: as in its module, unless another definition is."""
        if place not in self.names:
            name = place.name
            if name in self.owners:
                name += f"_of_{place.module.removeprefix(f'{LIBRARY}.').replace('.', '_')}"
            self.names[place] = name
            self.owners[name] = place
        return self.names[place]

    def add(self, place: Place) -> str:
        """``place`` after everything that it uses; what it is called in the script."""
        if place in self.texts or place in self.pending:
            return self.names.get(place, place.name)
        self.pending.add(place)
        found = source(place.module)
        node = found.definitions[place.name]
        names = {name: self.claim(Place(place.module, name)) for name in defined(node)}
        text = self.plain(found, node) if place.name in self.settings else found.segment(node)
        if "__file__" in text:
            text = self.beside(place, text)
        names |= {name: self.follow(found, name) for name in sorted(used(ast.parse(text)) - PROVIDED)}
        self.texts[place] = renamed(text, {name: new for name, new in names.items() if new != name})
        return self.names[place]

    def follow(self, found: Source, name: str) -> str:
        """Adds what a name in a module means, wherever that is; what it is called in the script."""
        meaning = found.imports.get(name)
        meaning = home(meaning) if isinstance(meaning, Place) and name not in found.definitions else meaning
        if meaning == OWN_DATA:
            self.add_own_data()
        elif isinstance(meaning, Place) and (note := WRITTEN_IN.get((meaning.module, meaning.name))):
            self.texts[meaning] = note(self.own_data())
        elif meaning == SOURCE_OF:
            self.add(SOURCE)
            self.texts[SOURCE_OF] = source_text(self.body, self.settings)
        elif isinstance(meaning, Place) and meaning in RECIPES_OF:
            self.add_recipe(meaning)
        elif isinstance(meaning, Place) and (english := IN_ENGLISH.get((meaning.module, meaning.name))):
            self.lines["import re"] = None
            self.texts[meaning] = english
        elif name in found.definitions:
            return self.add(Place(found.module, name))
        elif isinstance(meaning, Place) and is_module(meaning):
            self.add_data(f"{meaning.module}.{meaning.name}", name, found)
        elif isinstance(meaning, Place):
            return self.add_imported(meaning, Place(found.module, name))
        elif meaning is not None:
            self.lines[meaning] = None
        return name

    def add_imported(self, meaning: Place, alias: Place) -> str:
        """A definition of another module, which may have another name where it is used."""
        name = self.add(meaning)
        if alias.name == meaning.name:
            return name
        if alias not in self.texts:
            self.texts[alias] = f"{self.claim(alias)} = {name}"
        return self.names[alias]

    def add_data(self, module: str, name: str, user: Source) -> None:
        """A module of data: the definitions that are used of it, under its name."""
        if hasattr(importlib.import_module(module), "DATASET"):
            self.add_fetched(module, name)
            return
        lines = []
        for part in sorted(parts_of(name, user.tree)):
            name_of_part = self.add(Place(module, part))
            called = isinstance(source(module).definitions[part], ast.FunctionDef)
            lines.append(f"    {part} = staticmethod({name_of_part})" if called else f"    {part} = {name_of_part}")
        self.texts[Place(module, name)] = "\n".join([f"class {name}:", *lines])

    def own_data(self) -> list[str]:
        """What the run's settings name."""
        values = [value for settings in self.settings.values() for value in settings.values()]
        return [value for value in values if isinstance(value, str) and HASH.fullmatch(value)]

    def add_own_data(self) -> None:
        """Data of a person's own are no part of a script: it asks for the file and checks it."""
        self.lines["from pathlib import Path"] = None
        self.texts[Place(CONTENT.module, "FOLDERS")] = f"FOLDERS = {[str(folder) for folder in folders()]!r}"
        self.add(CONTENT)

    def add_recipe(self, decides: Place) -> None:
        """How a table of a person's own is read was decided when the run began: a script decides nothing anew."""
        self.add(RECIPES_OF[decides])
        function = getattr(importlib.import_module(decides.module), decides.name)
        asked = inspect.signature(function).parameters
        chosen = next(values for values in self.settings.values() if asked.keys() <= values.keys())
        recipe = function(**{name: chosen[name] for name in asked}) if chosen["data"] else None
        lines = [f"def {decides.name}({', '.join(asked)}):", f"    return {recipe!r}"]
        self.texts[decides] = "\n".join(lines)

    def beside(self, place: Place, text: str) -> str:
        """``text`` without ``__file__``: a file beside the module goes along or is asked for."""
        module = importlib.import_module(place.module)
        path = getattr(module, place.name)
        if not (isinstance(path, Path) and path.is_file()):
            return text.replace("__file__", repr(module.__file__))
        function, call = files.beside(path)
        self.add(Place(SINGLE, function))
        return f"{place.name} = {call}"

    def add_fetched(self, name_of_module: str, name: str) -> None:
        """A fetched data set: its files and where they are to be had, without the cache."""
        module = importlib.import_module(name_of_module)
        reads = self.follow(source(module.__name__), "from_files")
        self.add(Place(SINGLE, "raw_file"))
        self.texts[Place(module.__name__, name)] = files.fetched(name, module.DATASET, reads)

    def plain(self, found: Source, node: ast.stmt) -> str:
        """A settings class as a plain one: the run's values, and the methods and constants that are used."""
        assert isinstance(node, ast.ClassDef)
        wanted = self.called[node.name]
        bases = ", ".join(one.id for one in node.bases if isinstance(one, ast.Name) and one.id in self.settings)
        parts = [f"class {node.name}({bases}):" if bases else f"class {node.name}:", *docstring(found, node)]
        parts += [f"    {name} = {value!r}" for name, value in self.settings[node.name].items()]
        if node.name in self.made:
            parts += ["", "    def __init__(self, **values: Any) -> None:", "        vars(self).update(values)"]
        for member in node.body:
            if isinstance(member, ast.FunctionDef) and member.name in wanted:
                parts += ["", found.segment(member)]
            elif constant(member) in wanted:
                parts.append(found.segment(member))
        return "\n".join(parts)

    def result(self) -> Inlined:
        order = sorted(self.lines, key=lambda line: (line.startswith("from"), line))
        return Inlined(order, self.texts)


def parts_of(name: str, tree: ast.AST) -> set[str]:
    """Every ``part`` that is used as ``name.part``."""
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    return {one.attr for one in attributes if isinstance(one.value, ast.Name) and one.value.id == name}


def docstring(found: Source, node: ast.ClassDef) -> list[str]:
    first = node.body[0]
    is_text = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return [found.segment(first), ""] if is_text else []
