"""All that can be trained and looked at, found by file; it parses JSON into a :class:`Spec`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError, create_model

from models.data.uploads.unusable import Unusable
from models.discovery import TRANSLATION, check_translations, read_preset, try_out
from models.engine_names import TORCH
from models.invalid import invalid
from models.look.laboratory import Laboratory
from models.look.view import View
from models.modules import Broken, OwnNames, complete, imported, noting, only_class
from models.sentences import Sentence, text_of
from models.spec.architecture import Architecture, Misfit
from models.spec.preset import Preset
from models.spec.settings import Settings
from models.spec.spec import Spec
from models.spec.task import Task
from models.spec.training import Training
from models.spec_error import SpecError

HERE = Path(__file__).parent

PARTS_OF_SPEC = Sentence("spec-parts-wrong", "A spec has the parts task, architecture and training, and no others.")
NO_SUCH_PART = Sentence("no-such-part", "There is no {part} of this name.")
PART = {"task": Sentence("part-task", "task"), "architecture": Sentence("part-architecture", "architecture")}
NO_SUCH_SETTING = Sentence("no-such-setting", "There is no such setting.")

Chosen = TypeVar("Chosen", bound=Settings)


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
        """A spec from its JSON form; fields left out take their defaults.

        Raises SpecError if a part has no such name or setting, a value is not allowed, or the network does not fit the
        task.
        """
        if not isinstance(json, dict) or not json.keys() <= {"task", "architecture", "training"}:
            raise SpecError("", json, PARTS_OF_SPEC())
        task = named("task", self.tasks, json.get("task"))
        architecture = named("architecture", self.architectures, json.get("architecture"))
        training = settled("/training", Training, json.get("training", {}))
        try:
            misfit = architecture.fits(task.kind, task.shapes())
        except Unusable as error:  # the file was deleted, or is not what it was
            raise SpecError("/task/data", getattr(task, "data", None), text_of(error)) from error
        if isinstance(misfit, Misfit):
            raise SpecError(f"/architecture/{misfit.field}", architecture.name, misfit, nearest=misfit.nearest)
        if misfit:
            raise SpecError("/architecture", architecture.name, misfit, self.fitting(task))
        return Spec(task, architecture, training)

    def laboratory(self, name: str, settings: Any) -> Laboratory:
        """A laboratory with its settings; those left out take their defaults.

        Raises KeyError if there is none of this name, SpecError if there is no such setting, or a value is not allowed.
        """
        cls = self.laboratory_called(name)
        if cls is None:
            raise KeyError(name)
        return settled("", cls, settings)

    def laboratory_called(self, name: str) -> type[Laboratory] | None:
        """The laboratory of this name, or of one that it had in earlier versions."""
        return next((one for own, one in self.laboratories.items() if name in (own, *one.former)), None)

    def upgraded(self, saved: dict[str, Any]) -> dict[str, Any]:
        """A spec that an older version saved, so that it means today what it meant then."""
        known: dict[str, Mapping[str, type[Settings]]] = {"task": self.tasks, "architecture": self.architectures}
        found = dict(saved)
        for part, entries in known.items():
            cls = entries.get(saved.get(part, {}).get("name", ""))
            if cls is not None:
                found[part] = cls.upgraded(saved[part])
        if "training" in saved:
            found["training"] = {"engine": TORCH, **saved["training"]}  # before there was a choice
        return found

    def current(self, spec: dict[str, Any]) -> dict[str, Any]:
        """A spec, or parts of one, by today's names of settings."""
        known: dict[str, Mapping[str, type[Settings]]] = {"task": self.tasks, "architecture": self.architectures}
        named = {part: known.get(part, {}).get(values.get("name", "")) for part, values in spec.items()}
        return {part: cls.current(spec[part]) if (cls := named[part]) else spec[part] for part in spec}

    def current_setting(self, spec: dict[str, Any], pointer: str) -> str:
        """What the setting of ``spec`` is called today that an earlier version called ``pointer``."""
        _, part, field = [*pointer.split("/"), "", ""][:3]
        known: dict[str, Mapping[str, type[Settings]]] = {"task": self.tasks, "architecture": self.architectures}
        cls = known.get(part, {}).get(spec.get(part, {}).get("name", ""))
        renamed = cls.renamed if cls else {}
        return f"/{part}/{renamed[field]}" if field in renamed else pointer

    def current_race(self, spec: dict[str, Any], race: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """What varies in ``spec``, by pointer, by today's names of settings."""
        found: dict[str, list[Any]] = {}
        for pointer, values in race.items():
            name = self.current_setting(spec, pointer)
            _, part, field = [*pointer.split("/"), "", ""][:3]
            if not field:  # whole parts, each with settings of its own
                found[pointer] = [self.current({part: value})[part] for value in values]
                continue
            raced = [{**spec, part: {**spec.get(part, {}), field: value}} for value in values if name != pointer]
            found[name] = [self.current(one)[part][name.split("/")[2]] for one in raced] or list(values)
        return found

    def current_preset(self, preset: Preset) -> Preset:
        """The same preset by today's names of settings."""
        figures = [
            replace(
                one,
                where={
                    name: values[0]
                    for name, values in self.current_race(
                        preset.spec, {pointer: [value] for pointer, value in one.where.items()}
                    ).items()
                },
            )
            for one in preset.published
        ]
        vary = self.current_race(preset.spec, preset.vary)
        return replace(preset, spec=self.current(preset.spec), vary=vary, published=figures)

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
    """The task or architecture that ``json["name"]`` names, with its settings.

    Raises SpecError if there is none of that name, or its settings are wrong.
    """
    name = json.get("name") if isinstance(json, dict) else None
    if not isinstance(name, str) or name not in known:
        raise SpecError(f"/{part}/name", name, NO_SUCH_PART(part=PART[part]()), list(known))
    return settled(f"/{part}", known[name], {key: value for key, value in json.items() if key != "name"})


def settled(pointer: str, cls: type[Chosen], json: Any) -> Chosen:
    """Validated settings. Raises SpecError, with the first mistake, if they are wrong."""
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
    if first["type"] == "value_error":
        return SpecError(pointer + place, first["input"], invalid(first))
    limits = {key: schema[key] for key in ("minimum", "maximum", "enum", "minItems", "maxItems") if key in schema}
    nearest = context.get("ge", context.get("le"))
    return SpecError(pointer + place, first["input"], invalid(first), limits or None, nearest)


def schema(cls: type[Settings]) -> dict[str, Any]:
    """The JSON schema that the page makes a form of."""
    return cls.model_json_schema()


KINDS: dict[str, type[Any]] = {
    "tasks": Task, "architectures": Architecture, "views": View, "laboratories": Laboratory,
}  # fmt: skip
"""What the files of each folder define."""
VIEWS_OF_0_1 = "inside"
"""What the folder of a person's own views was called in version 0.1.0."""


def find(folders: Sequence[Path] = ()) -> Catalogue:
    """All of the library's own folders and of ``folders`` (each with tasks/, architectures/, views/ …).

    A person's own takes the place of ours of the same name; of two own ones the second is listed as broken.
    """
    catalogue, own = Catalogue({}, {}, {}, {}, [], []), OwnNames()
    for root in (HERE, *folders):
        for folder, base in KINDS.items():
            old = root.glob(f"{VIEWS_OF_0_1}/*.py") if base is View else ()
            for file in sorted(root.glob(f"{folder}/*.py")) or sorted(old):
                if file.stem != "__init__":
                    collect(file, root, folder, catalogue, own)
        for file in sorted(root.glob("presets/*.toml")):
            if TRANSLATION.fullmatch(file.name):
                continue
            with noting(file, catalogue.broken):
                preset = catalogue.current_preset(read_preset(file, catalogue.parse))
                if root != HERE:
                    own.claim("preset", file.stem, file)
                catalogue.presets.append(preset)
        if root != HERE:
            check_translations(root, catalogue.broken)
    views = dict(sorted(catalogue.views.items(), key=lambda named: named[1].rank))
    return replace(catalogue, views=views)


def collect(file: Path, root: Path, folder: str, catalogue: Catalogue, own: OwnNames) -> None:
    """Adds what ``file`` defines under the file's name, or lists it as broken."""
    base = KINDS[folder]
    with noting(file, catalogue.broken):
        cls = only_class(imported(file, root, f"models.{folder}" if root == HERE else ""), base)
        made = complete(cls, base)
        if root != HERE:
            try_out(made, catalogue.tasks, catalogue.architectures)
            own.claim(base.__name__.lower(), file.stem, file)
        getattr(catalogue, folder)[file.stem] = made if base is View else cls
