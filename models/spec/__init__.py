"""The words that tasks and architectures are written in: settings, kinds, task, architecture, training, spec."""

from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Form, Kind, Objective, Question, Series, Shapes, Split, Splits
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
    "Question",
    "Series",
    "Settings",
    "Shapes",
    "Spec",
    "Split",
    "Splits",
    "Task",
    "setting",
]
