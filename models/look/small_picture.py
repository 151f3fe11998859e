"""The small picture of a laboratory: lines or cells of what it draws first, a few points of each."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from models.look.convolved import Floats
from models.look.drawn import Drawn, Numbers
from models.look.heat_maps import HeatMap
from models.look.laboratory import Laboratory, pictures_of
from models.look.pictures import Charts, Lines, NamedLine, Picture
from models.look.planes import Plane, Planes

POINTS, LINES, CELLS = 32, 3, 14
"""As many as can be told apart in a small picture."""
EDGE = 0.05
"""So far beyond the frame a point is still drawn."""


@dataclass(frozen=True)
class SmallPicture:
    """``lines`` have points as shares of the frame from the left and from the bottom; ``cells`` are rows of bytes."""

    lines: list[list[tuple[float, float]]] = field(default_factory=list)
    cells: list[list[int]] = field(default_factory=list)


def small_picture(laboratory: Laboratory) -> SmallPicture:
    """Of the first of its pictures that has lines or cells; empty where none has, or where it cannot be drawn."""
    try:
        pictures = pictures_of(laboratory)
    except ValueError:
        return SmallPicture()
    return next((found for found in map(small, pictures) if found.lines or found.cells), SmallPicture())


def small(picture: Picture) -> SmallPicture:
    match picture:
        case Lines():
            return SmallPicture(lines=[drawn for line in picture.lines[:LINES] if (drawn := points(picture, line))])
        case Planes():
            return SmallPicture(lines=outlined(picture.planes[0]))
        case Charts():
            return small(picture.charts[0])
        case HeatMap():
            panel = picture.panels[0]
            values = np.frombuffer(base64.b64decode(panel.values), np.uint8)
            cells = values.reshape(len(panel.rows), len(panel.columns))
            rows, columns = (spread(count, CELLS) for count in cells.shape)
            return SmallPicture(cells=[[int(cells[row, column]) for column in columns] for row in rows])
    return next((SmallPicture(cells=found) for one in numbers_in(picture) if (found := plane(one))), SmallPicture())


def outlined(plane: Plane) -> list[list[tuple[float, float]]]:
    """The first outlines of a plane, in shares of its frame."""
    (left, right), (bottom, top) = plane.across, plane.up
    found = []
    for outline in plane.outlines[:LINES]:
        corners = np.frombuffer(base64.b64decode(outline.points.values), "<f4").reshape(-1, 2)
        shares = (corners - (left, bottom)) / (right - left, top - bottom)
        drawn = [(round(float(across), 3), round(float(up), 3)) for across, up in shares]
        found.append([*drawn, drawn[0]] if outline.closed else drawn)
    return found


def numbers_in(drawn: Drawn) -> Iterator[Numbers | Floats]:
    """All arrays of a picture, in its order."""
    for value in dict(drawn).values():
        for one in value if isinstance(value, list | tuple) else (value,):
            if isinstance(one, Numbers | Floats):
                yield one
            elif isinstance(one, Drawn):
                yield from numbers_in(one)


def plane(array: Numbers | Floats) -> list[list[int]]:
    """The first plane of an array (…, rows, columns) as bytes, the largest as dark as can be; none of a row."""
    if len(array.shape) < 2 or min(array.shape[-2:]) < 2:
        return []
    rows, columns = array.shape[-2:]
    kind = "<i2" if isinstance(array, Numbers) else "<f4"
    values = np.frombuffer(base64.b64decode(array.values), kind)[: rows * columns].reshape(rows, columns)
    shares = np.abs(values.astype(float)) / max(1e-9, float(np.abs(values).max()))
    return [[round(255 * float(shares[row, at])) for at in spread(columns, CELLS)] for row in spread(rows, CELLS)]


def points(picture: Lines, line: NamedLine) -> list[tuple[float, float]]:
    """Those of its points that lie in the frame, evenly thinned."""
    up = np.frombuffer(base64.b64decode(line.values), "<f4")
    even = picture.start + picture.step * np.arange(len(up))
    along = np.frombuffer(base64.b64decode(line.x), "<f4") if line.x else even
    ends = np.array((picture.lowest, picture.highest))
    if picture.log:
        with np.errstate(divide="ignore", invalid="ignore"):
            up, ends = np.log10(up), np.log10(ends)
    share = (up - ends[0]) / (ends[1] - ends[0])
    left = (along - picture.start) / (picture.step * max(1, picture.count - 1))
    drawn = [(round(float(left[place]), 3), round(float(share[place]), 3)) for place in spread(len(up), POINTS)]
    return [point for point in drawn if all(-EDGE <= value <= 1 + EDGE for value in point)]


def spread(count: int, most: int) -> list[int]:
    """Places of at most so many of ``count``, the first and the last among them."""
    if count <= most:
        return list(range(count))
    return [round(place * (count - 1) / (most - 1)) for place in range(most)]
