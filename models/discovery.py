"""How presets and files of a person's own are read and tried out, so that they fail before anybody uses them."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from models.look.laboratory import Laboratory
from models.look.view import View
from models.modules import Broken, noting
from models.spec.architecture import Architecture
from models.spec.place import place_of
from models.spec.preset import Figure, Preset, Reproduction, Row, with_settings
from models.spec.task import Task

WHOLE = "/architecture"
"""What a preset varies that races networks with settings of their own."""
TRANSLATION = re.compile(r".+\.[a-z]{2}\.toml")
"""What lies beside a file of the same name: its texts in the language that two letters name."""


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
    place = place_of(text.pop("place")) if "place" in text else None
    preset = Preset(file.stem, spec=spec, published=figures, reproduce=again, rows=rows, place=place, **text, file=file)
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
