"""The exercises on a tape by name: one more is one file beside these, and its row and name here."""

from typing import Literal

from models.tapes.associative_recall import AssociativeRecall
from models.tapes.copy import Copy
from models.tapes.exercise import Exercise
from models.tapes.priority_sort import PrioritySort
from models.tapes.repeat_copy import RepeatCopy

ExerciseName = Literal["copy", "repeat copy", "associative recall", "priority sort"]
EXERCISES: dict[str, Exercise] = {
    "copy": Copy(),
    "repeat copy": RepeatCopy(),
    "associative recall": AssociativeRecall(),
    "priority sort": PrioritySort(),
}
