"""Finds tasks, architectures, views, laboratories and presets by file, and parses JSON into a :class:`Spec`.

A file that does not import, or lacks a part, is listed as broken; none is hidden.
"""

import importlib
import importlib.util
import re
import sys
import tomllib
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError, create_model

from models.data.uploads.unusable import Unusable
from models.look.laboratory import Laboratory
from models.look.view import View
from models.sentences import Sentence, text_of
from models.spec.architecture import Architecture
from models.spec.preset import Figure, Preset, Reproduction
from models.spec.settings import Settings
from models.spec.spec import Spec
from models.spec.task import Task
from models.spec.training import Training
from models.spec_error import SpecError

HERE = Path(__file__).parent

PARTS = Sentence("parts-of-spec", "A spec has the parts task, architecture and training, and no others.")
NO_SUCH_PART = Sentence("no-such-part", "There is no {part} of this name.")
PART = {"task": Sentence("part-task", "task"), "architecture": Sentence("part-architecture", "architecture")}
NO_SUCH_SETTING = Sentence("no-such-setting", "There is no such setting.")

Chosen = TypeVar("Chosen", bound=Settings)


@dataclass(frozen=True)
class Broken:
    """A file that could not be used, and where it fails."""

    file: str
    line: int
    error: str


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be trained and looked at."""

    tasks: dict[str, type[Task]]
    architectures: dict[str, type[Architecture]]
    views: dict[str, View]
    laboratories: dict[str, type[Laboratory]]
    presets: list[Preset]
    broken: list[Broken]

    def parse(self, json: Any) -> Spec:
        """A spec from its JSON form; fields left out take their defaults. Raises :class:`SpecError`."""
        if not isinstance(json, dict) or not json.keys() <= {"task", "architecture", "training"}:
            raise SpecError("", json, PARTS())
        task = named("task", self.tasks, json.get("task"))
        architecture = named("architecture", self.architectures, json.get("architecture"))
        training = settled("/training", Training, json.get("training", {}))
        try:
            misfit = architecture.fits(task.kind, task.shapes())
        except Unusable as error:  # the file was deleted, or is not what it was
            raise SpecError("/task/data", getattr(task, "data", None), text_of(error)) from error
        if misfit:
            raise SpecError("/architecture", architecture.name, misfit, self.fitting(task))
        return Spec(task, architecture, training)

    def laboratory(self, name: str, settings: Any) -> Laboratory:
        """A laboratory with its settings; those left out take their defaults. Raises :class:`SpecError`."""
        return settled("", self.laboratories[name], settings)

    def upgraded(self, saved: dict[str, Any]) -> dict[str, Any]:
        """A spec that an older version saved, so that it means today what it meant then."""
        known: dict[str, Mapping[str, type[Settings]]] = {"task": self.tasks, "architecture": self.architectures}
        found = dict(saved)
        for part, entries in known.items():
            cls = entries.get(saved.get(part, {}).get("name", ""))
            if cls is not None:
                found[part] = cls.upgraded(saved[part])
        return found

    def fitting(self, task: Task) -> list[str]:
        """Names of the architectures that fit the task at their defaults; those of its presets first."""
        shapes = task.shapes()
        fitting = [name for name, one in self.architectures.items() if one().fits(task.kind, shapes) is None]
        known = {
            preset.spec["architecture"]["name"]
            for preset in self.presets
            if preset.spec.get("task", {}).get("name") == task.name and "architecture" in preset.spec
        }
        return sorted(fitting, key=lambda name: name not in known)


def named(part: str, known: dict[str, type[Chosen]], json: Any) -> Chosen:
    """The task or architecture that ``json["name"]`` names, with its settings."""
    name = json.get("name") if isinstance(json, dict) else None
    if not isinstance(name, str) or name not in known:
        raise SpecError(f"/{part}/name", name, NO_SUCH_PART(part=PART[part]()), list(known))
    return settled(f"/{part}", known[name], {key: value for key, value in json.items() if key != "name"})


def settled(pointer: str, cls: type[Chosen], json: Any) -> Chosen:
    """Validated settings; the first mistake becomes a :class:`SpecError`."""
    try:
        return cls.model_validate(json)
    except ValidationError as error:
        raise mistake(pointer, cls, error) from error
    except Exception as error:
        # A rule across fields may count on one that is wrong by itself: then that one is to be told.
        try:
            without_rules(cls).model_validate(json)
        except ValidationError as first:
            raise mistake(pointer, cls, first) from error
        raise


@lru_cache
def without_rules(cls: type[Settings]) -> type[BaseModel]:
    """The fields of ``cls`` with their types and bounds, and none of its validators."""
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in cls.model_fields.items()}
    return create_model(cls.__name__, __config__=cls.model_config, **fields)


def mistake(pointer: str, cls: type[Settings], error: ValidationError) -> SpecError:
    """What pydantic found first, in words for people."""
    first = error.errors(include_url=False)[0]
    place = "".join(f"/{part}" for part in first["loc"])
    schema = cls.model_json_schema()["properties"].get(str(first["loc"][0]) if first["loc"] else "", {})
    context = first.get("ctx", {})
    if first["type"] == "extra_forbidden":
        return SpecError(pointer + place, first["input"], NO_SUCH_SETTING(), list(cls.model_fields))
    if first["type"] == "refused":
        came, name = first["input"], context["field"]
        # A rule about all of them is given all of them.
        came = came.get(name) if isinstance(came, dict) else came
        return SpecError(f"{pointer}/{name}", came, context["sentence"], nearest=context["nearest"])
    if first["type"] == "value_error":  # raised by what a validator called
        return SpecError(pointer + place, first["input"], text_of(context["error"]))
    limits = {key: schema[key] for key in ("minimum", "maximum", "enum", "minItems", "maxItems") if key in schema}
    nearest = context.get("ge", context.get("le"))
    return SpecError(pointer + place, first["input"], f"{first['msg']}.", limits or None, nearest)


def schema(cls: type[Settings]) -> dict[str, Any]:
    """The JSON schema that the page makes a form of."""
    return cls.model_json_schema()


TRANSLATION = re.compile(r".+\.[a-z]{2}\.toml")
"""What lies beside a file of the same name: its texts in the language that two letters name."""
VIEWS_OF_0_1 = "inside"
"""What the folder of a person's own views was called in version 0.1.0."""


def find(folders: Sequence[Path] = ()) -> Catalogue:
    """All of the library's own folders and of ``folders`` (each with tasks/, architectures/, views/ …)."""
    catalogue = Catalogue({}, {}, {}, {}, [], [])
    for root in (HERE, *folders):
        for folder, base in (
            ("tasks", Task),
            ("architectures", Architecture),
            ("views", View),
            ("laboratories", Laboratory),
        ):
            old = root.glob(f"{VIEWS_OF_0_1}/*.py") if base is View else ()
            for file in sorted(root.glob(f"{folder}/*.py")) or sorted(old):
                collect(file, root, base, getattr(catalogue, folder), catalogue)
        for file in sorted(root.glob("presets/*.toml")):
            if not TRANSLATION.fullmatch(file.name):
                collect_preset(file, catalogue)
        if root != HERE:
            check_translations(root, catalogue)
    views = dict(sorted(catalogue.views.items(), key=lambda named: named[1].rank))
    return replace(catalogue, views=views)


def collect(file: Path, root: Path, base: type[Any], found: dict[str, Any], catalogue: Catalogue) -> None:
    """Adds what ``file`` defines to ``found`` under the file's name, or says why not."""
    if file.stem == "__init__":
        return
    try:
        module = imported(file, root)
        defined = [
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, base) and thing.__module__ == module.__name__
        ]
        if len(defined) != 1:
            raise TypeError(f"expected one {base.__name__} in this file, found {len(defined)}")
        made = complete(defined[0], base)
        if root != HERE:
            try_out(made, catalogue)
        found[file.stem] = made if base is View else defined[0]
    except Exception as error:  # a stranger's file may fail in any way, and says so on the page
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
        line = getattr(error, "lineno", None) or (lines[-1] if lines else 1)
        catalogue.broken.append(Broken(str(file), line or 1, f"{type(error).__name__}: {error}"))


def try_out(made: Any, catalogue: Catalogue) -> None:
    """Asks a stranger's task, architecture, view or laboratory what it will be asked, so that it fails here."""
    tasks = [cls() for cls in catalogue.tasks.values()]
    match made:
        case Task():
            made.shapes()
            made.question()
        case Architecture():
            for task in tasks:
                made.fits(task.kind, task.shapes())
        case View():
            for task in tasks:
                for cls in catalogue.architectures.values():
                    made.offered(task, cls())
        case Laboratory():
            made.pictures()


def complete(cls: type[Any], base: type[Any]) -> Any:
    """One of ``cls`` with its defaults. TypeError names what ``base`` asks for and ``cls`` does not define yet."""
    made = cls()
    missing = [name for name in base.__annotations__ if not hasattr(made, name)]
    if missing:
        raise TypeError(f"{cls.__name__} has no {', '.join(missing)}")
    return made


def imported(file: Path, root: Path) -> ModuleType:
    """The file as a module; the library's own under their usual names."""
    package = f"models.{file.parent.name}" if root == HERE else f"with_{root.name}.{file.parent.name}"
    name = f"{package}.{file.stem}"
    if root == HERE:
        return importlib.import_module(name)
    found = importlib.util.spec_from_file_location(name, file)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    sys.modules[name] = module
    found.loader.exec_module(module)
    return module


def collect_preset(file: Path, catalogue: Catalogue) -> None:
    """Adds a preset; its spec must parse, so that no button leads to an error."""
    try:
        text = tomllib.loads(file.read_text("utf-8-sig"))
        spec: dict[str, Any] = {part: text.pop(part) for part in ("task", "architecture", "training") if part in text}
        catalogue.parse(spec)
        figures = [Figure(**figure) for figure in text.pop("published", [])]
        again = Reproduction(**text.pop("reproduce")) if "reproduce" in text else None
        catalogue.presets.append(Preset(file.stem, spec=spec, published=figures, reproduce=again, **text, file=file))
    except (TypeError, ValueError) as error:  # not TOML, not UTF-8, or no spec
        catalogue.broken.append(Broken(str(file), 1, f"{type(error).__name__}: {error}"))


def check_translations(root: Path, catalogue: Catalogue) -> None:
    """Says which of a person's own translations cannot be read; their texts stay in English."""
    for file in sorted(root.glob("*/*.toml")):
        try:
            if TRANSLATION.fullmatch(file.name):
                tomllib.loads(file.read_text("utf-8-sig"))
        except ValueError as error:  # not TOML, or not UTF-8
            catalogue.broken.append(Broken(str(file), 1, f"{type(error).__name__}: {error}"))
