"""The definitions of a program by what they are for, in sections that can be run one after the other."""

import ast
from collections.abc import Mapping
from enum import IntEnum

from server.exports.pytorch.inlining import Place
from server.exports.pytorch.names import defined, free_names


class Section(IntEnum):
    """In the order in which they are run."""

    SHARED = 0
    """What data and networks have in common: batches, measures, random numbers."""
    DATA = 1
    MODEL = 2
    TRAINING = 3


ROOMS = {
    "tasks": Section.DATA,
    "data": Section.DATA,
    "images": Section.DATA,
    "forecasts": Section.DATA,
    "texts": Section.DATA,
    "architectures": Section.MODEL,
    "layers": Section.MODEL,
    "training": Section.TRAINING,
}
"""By the folder that a definition comes from; what lies elsewhere is shared."""


def sections(definitions: Mapping[Place, str]) -> dict[Section, list[str]]:
    """The texts of each section. A definition stands in no earlier section than whatever it mentions."""
    section_of: dict[str, Section] = {}
    found: dict[Section, dict[str, None]] = {section: {} for section in Section}
    for place, text in definitions.items():
        tree = ast.parse(text)
        mentioned = [section_of[name] for name in free_names(text) if name in section_of]
        section = max([section_by_folder(place), *mentioned])
        section_of |= dict.fromkeys((name for node in tree.body for name in defined(node)), section)
        found[section][text] = None
    return {section: list(texts) for section, texts in found.items()}


def section_by_folder(place: Place) -> Section:
    """``models.tasks.digits`` and ``with_mine.tasks.stripes`` are data."""
    return next((ROOMS[part] for part in place.module.split(".") if part in ROOMS), Section.SHARED)
