"""The catalogue in another language: each text is looked up beside the file that says it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from models.catalogue import Catalogue as Found
from models.layers import names
from models.sentences import Text
from models.spec import settings as shared
from models.spec.settings import Settings, forms_of, written_in
from models.spec.training import Training
from server.catalogue.translations import beside, file_of
from server.schema.catalogue import ArchitectureEntry, Catalogue, Entry, Preset, SeriesText, TaskEntry, View

SHARED = Path(shared.__file__)
"""Beside it lie names of groups and units that several files use."""
LAYERS = Path(names.__file__)
"""Beside it lie names of layers that several architectures share."""

Files = Sequence[Path]
"""Where a text is looked for, in this order."""
Titled = TypeVar("Titled", Preset, View, SeriesText, Entry, TaskEntry, ArchitectureEntry)


class Translator:
    """Puts the texts of a catalogue into ``language``, and remembers them by path."""

    def __init__(self, language: str, found: Found) -> None:
        self.language, self.found = language, found
        self.texts: dict[str, str] = {}
        """What was translated, by path, as ``tasks.addition.series.exact.title``."""
        self.missing: dict[str, str] = {}
        """The English of what was not, by path and the file beside which a translation is looked for first."""
        self.used: set[tuple[Path, tuple[str, ...]]] = set()
        """The texts that were found: beside which file, and under which keys."""

    def catalogue(self, known: Catalogue) -> Catalogue:
        """All of ``known``. What nobody has translated stays as it is."""
        found, presets = self.found, {preset.name: [preset.file] for preset in self.found.presets}
        labs = found.laboratories
        return known.model_copy(
            update={
                "tasks": [self._task(one) for one in known.tasks],
                "architectures": [self._architecture(one) for one in known.architectures],
                "training": self._entry("training", known.training, Training),
                "presets": [self._titled(f"presets.{one.name}", one, presets[one.name]) for one in known.presets],
                "views": [
                    self._titled(f"views.{one.name}", one, _files(type(found.views[one.name]))) for one in known.views
                ],
                "laboratories": [
                    self._entry(f"laboratories.{one.name}", one, labs[one.name]) for one in known.laboratories
                ],
            }
        )

    def layers(self) -> None:
        """Parts of the names of layers, and their types; what several files say is as the first has it."""
        for file in (LAYERS, *(file_of(one.__module__) for one in self.found.architectures.values())):
            table = beside(file, self.language)
            for kind in ("parts", "types"):
                for name, words in table.get(kind, {}).items():
                    self.texts.setdefault(f"{kind}.{name}", words)

    def _text(self, path: str, english: str, files: Files, *keys: str) -> str:
        """What the first of ``files`` that knows it says under ``keys``."""
        if not english:
            return english
        for file in files:
            table: Any = beside(file, self.language)
            for key in keys:
                table = table.get(key) if isinstance(table, dict) else None
            if isinstance(table, str) and table.strip():
                self.texts[path] = table
                self.used.add((file, keys))
                return table
        self.missing[f"{path} ({files[0].name})"] = english
        return english

    def _titled(self, path: str, one: Titled, files: Files, *keys: str) -> Titled:
        title = self._text(f"{path}.title", one.title, files, *keys, "title")
        text = self._text(f"{path}.text", one.text, files, *keys, "text")
        return one.model_copy(update={"title": title, "text": text})

    def _entry(self, path: str, one: Titled, cls: type[Settings]) -> Titled:
        assert isinstance(one, Entry)
        fields = {
            name: field if name == "name" else self._field(f"{path}.{name}", field, cls, name)
            for name, field in one.settings.get("properties", {}).items()
        }
        entry = one.model_copy(update={"settings": {**one.settings, "properties": fields}})
        title = self._text(f"{path}.title", one.title, files_of(cls, "title"), "title")
        text = self._text(f"{path}.text", one.text, files_of(cls, "text"), "text")
        return entry.model_copy(update={"title": title, "text": text})

    def _field(self, path: str, field: dict[str, Any], cls: type[Settings], name: str) -> dict[str, Any]:
        files, own = files_of_setting(cls, name), ("settings", name)
        translated = {
            **field,
            "title": self._text(f"{path}.title", field["title"], files, *own, "title"),
            "description": self._text(f"{path}.text", field["description"], files, *own, "text"),
        }
        for kind in ("group", "unit"):
            if field.get(kind):
                said = self._text(f"{kind}s.{field[kind]}", field[kind], [*files, SHARED], f"{kind}s", field[kind])
                translated[kind] = said
        options = field.get("enum") or field.get("items", {}).get("enum") or field.get("choices")
        if options:
            names = {str(value): field.get("names", {}).get(str(value), str(value)) for value in options}
            translated["names"] = {
                # What is written in figures is the same everywhere.
                value: said
                if said.isdigit()
                else self._text(f"{path}.options.{value}", said, files, *own, "options", value)
                for value, said in names.items()
            }
        for form, block in forms_of(cls.model_fields[name]).items():
            translated["forms"] = {
                **translated["forms"],
                form: self._form(f"{path}.{form}", field["forms"][form], block),
            }
        return translated

    def _form(self, path: str, form: dict[str, Any], cls: type[Settings]) -> dict[str, Any]:
        """One of several settings of which a field is a row."""
        settings = form["settings"]
        fields = {name: self._field(f"{path}.{name}", one, cls, name) for name, one in settings["properties"].items()}
        return {
            "title": self._text(f"{path}.title", form["title"], files_of(cls, "title"), "title"),
            "text": self._text(f"{path}.text", form["text"], files_of(cls, "text"), "text"),
            "settings": {**settings, "properties": fields},
        }

    def _series(self, path: str, series: dict[str, SeriesText], files: Files) -> dict[str, SeriesText]:
        found = {}
        for name, one in series.items():
            unit = self._text(f"units.{one.unit}", one.unit, [*files, SHARED], "units", one.unit)
            titled = self._titled(f"{path}.series.{name}", one, files, "series", name)
            found[name] = titled.model_copy(update={"unit": unit})
        return found

    def _architecture(self, one: ArchitectureEntry) -> ArchitectureEntry:
        path, cls = f"architectures.{one.name}", self.found.architectures[one.name]
        series = one.series and self._series(path, one.series, files_of_bases(cls))
        return self._entry(path, one, cls).model_copy(update={"series": series})

    def _task(self, one: TaskEntry) -> TaskEntry:
        path, cls = f"tasks.{one.name}", self.found.tasks[one.name]
        for name in map(Text.read, cls().class_names()):
            if name.code.startswith(f"{path}.classes."):  # others are sentences
                self._text(name.code, name, files_of_bases(cls), "classes", name)
        question = one.question
        if question is not None:
            text = self._text(f"{path}.question.text", question.text, files_of(cls, "question"), "question", "text")
            question = question.model_copy(update={"text": text})
        return self._entry(path, one, cls).model_copy(
            update={
                "series": self._series(path, one.series, files_of_bases(cls)),
                "question": question,
                "guess": self._text(f"{path}.guess", one.guess, files_of(cls, "guess"), "guess"),
            }
        )


def files_of(cls: type[Any], attribute: str) -> list[Path]:
    """The file of a class, then that of the class which it has the attribute from."""
    return _files(cls, next((one for one in cls.__mro__ if attribute in vars(one)), cls).__module__)


def files_of_bases(cls: type[Any]) -> list[Path]:
    """The file of a class, then those of the classes that it is made of: of series and classes each may bring some."""
    return _files(cls, *(base.__module__ for base in cls.__mro__))


def files_of_setting(cls: type[Settings], name: str) -> list[Path]:
    """The file of a class, then that of the class which it has the setting from, then that of a shared function."""
    declares = next((one for one in cls.__mro__ if name in vars(one).get("__annotations__", {})), cls)
    return _files(cls, declares.__module__, written_in(cls.model_fields[name]) or cls.__module__)


def _files(cls: type[Any], *modules: str) -> list[Path]:
    return list(dict.fromkeys(map(file_of, (cls.__module__, *modules))))
