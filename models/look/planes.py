"""Figures in a plane: outlines, arrows between them and what they are called, as true to scale as they were given."""

from typing import Literal

from pydantic import Field

from models.look.convolved import Floats
from models.look.drawn import Drawn
from models.sentences import NO_TEXT, Text


class Outline(Drawn):
    """One outline or path. An arrow has its head at the last point."""

    points: Floats
    """(points, 2): across and up."""
    name: Text = NO_TEXT
    """What is read out of it, and stands in its middle where it is ``labelled``."""
    labelled: bool = False
    closed: bool = True
    arrow: bool = False
    dashed: bool = False
    filled: bool = False
    hue: int | None = None
    """Which colour, counted from 0; null for that of text."""
    weight: float = 0.5
    """How thick its line is, up to 1; at 0 there is none."""
    moves: tuple[str, str] | None = None
    """The settings that it is moved by, across and up; null where it cannot be moved."""
    at: tuple[float, float] = (0.0, 0.0)
    """What these settings are now."""


class Plane(Drawn):
    """Some outlines, from ``across[0]`` to ``across[1]`` and from ``up[0]`` to ``up[1]``."""

    title: Text = NO_TEXT
    across: tuple[float, float]
    up: tuple[float, float]
    outlines: list[Outline]


class Planes(Drawn):
    """Planes side by side."""

    type: Literal["planes"] = "planes"
    planes: list[Plane]
    remarks: list[Text] = Field(default_factory=list)
