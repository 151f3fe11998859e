"""Parts of pictures to which the maps of a layer answer most: one more kind of picture."""

from typing import Literal

from models.look.drawn import Drawn, ImageGrid, LayerChoice, Numbers


class TopPatches(Drawn):
    """Of each map of a layer the parts of pictures to which it answers most, the strongest first.

    A layer is asked for by its name, and a map of it by "name#number", counted from 1.
    """

    type: Literal["top patches"] = "top patches"
    layers: list[LayerChoice]
    chosen: str
    of: int
    """How many maps or units the layer has; the first of them are here."""
    patches: ImageGrid
    """A row for each map; what lies beyond a picture's edge is paper."""
    values: Numbers
    """(maps, columns) what the map gives at each patch."""
    map: int
    """Whose pictures follow, counted from 0."""
    pictures: ImageGrid
    """The pictures that the patches of that map are cut from."""
    corners: list[tuple[int, int]]
    """Row and column at which each patch begins."""
