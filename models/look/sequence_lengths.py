"""How long the sequences are on which a network is tried, whatever it has learnt from (Graves et al. 2014: to 120)."""

from models.spec.task import Task

FURTHEST = 120
MOST_STEPS = 500
"""A sequence that takes longer is not asked for."""


def longest_of(task: Task) -> int:
    """The longest length that is learnt from."""
    longest: int = getattr(task, "longest", 1)
    return longest


def steps_of(task: Task, length: int) -> int:
    """How many steps the longest sequence of a length takes."""
    other = task.longer(length - longest_of(task))
    assert other is not None
    return other.shapes().inputs[0]
