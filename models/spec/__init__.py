"""The words that tasks and architectures are written in: settings, kinds, task, architecture, training, spec.

Their modules are imported when a word is first asked for: most need torch, which a server does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.spec.architecture import Architecture
    from models.spec.family import Family
    from models.spec.kinds import Batch, Form, Kind, Objective, Question, Series, Shapes, Split, Splits
    from models.spec.place import Place, Source
    from models.spec.settings import Settings, setting
    from models.spec.spec import Spec
    from models.spec.task import Task

__all__ = [
    "Architecture",
    "Batch",
    "Family",
    "Form",
    "Kind",
    "Objective",
    "Place",
    "Question",
    "Series",
    "Settings",
    "Shapes",
    "Source",
    "Spec",
    "Split",
    "Splits",
    "Task",
    "setting",
]

_MODULES = {
    "architecture": ("Architecture",),
    "family": ("Family",),
    "kinds": ("Batch", "Form", "Kind", "Objective", "Question", "Series", "Shapes", "Split", "Splits"),
    "place": ("Place", "Source"),
    "settings": ("Settings", "setting"),
    "spec": ("Spec",),
    "task": ("Task",),
}


def __getattr__(name: str) -> object:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
