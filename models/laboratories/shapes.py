"""Layers without weights that change a picture's shape: pools, strides, up-sampling, cropping, padding, flatten.

What a pool throws away is where exactly something was (Fukushima 1980; LeCun et al. 1989). Layers above see more: with
kernel k and stride s the receptive field grows by (k - 1) times all strides before it (Luo et al. 2016). What sharing
weights saves is counted for a picture, dense, locally connected and convolved.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.look.arrays import floats, panel, unlabelled
from models.look.convolutions import packed
from models.look.laboratory import Laboratory
from models.look.picture_rows import Bar, BarList
from models.look.pictures import HeatMap, Lines, NamedLine, Panel, Picture
from models.look.planes import Outline, Plane, Planes
from models.look.ready_pictures import SIDE, drawn
from models.sentences import Sentence
from models.spec.place import Place, Source
from models.spec.settings import Bounds, setting

PICTURE, AFTER = (
    Sentence("shapes-picture", "The picture, {height} x {width}"),
    Sentence("shapes-after", "After the layer, {height} x {width}"),
)
MOVED, MOVED_AFTER = (
    Sentence("shapes-moved", "Moved by {shift}, {height} x {width}"),
    Sentence("shapes-moved-after", "Moved, after the layer, {height} x {width}"),
)
NO_WEIGHTS = Sentence("shapes-no-weights", "There is nothing to learn in it: {before} numbers become {after}.")
APART = Sentence(
    "shapes-apart",
    "Moved by {shift} to the right, a pixel differs by {before:percent} of black on average; after the layer by "
    "{after:percent}.",
)
FIELD, LAYER, PIXELS, SEEN = (
    Sentence("receptive-field-by-layer", "What one number sees of the picture"),
    Sentence("receptive-field-layer", "layer"),
    Sentence("receptive-field-pixels", "pixels on a side"),
    Sentence("receptive-field", "Receptive field"),
)
ON_PICTURE = Sentence("receptive-field-on-picture", "One number after each layer: the square that it sees")
SQUARE = Sentence("receptive-field-square", "layer {layer}: {pixels} x {pixels}")
TOO_FAR = Sentence(
    "receptive-field-beyond", "From layer {layer} on it sees more than the picture has: {pixels} x {pixels} pixels."
)
INSTEAD = Sentence(
    "small-kernels-instead",
    "{layers} layers of {kernel} x {kernel} see {seen} x {seen} pixels with {small} weights for a map; one layer that "
    "sees as much has {large}.",
)
COST, DENSE, WHOLE, LOCAL, SHARED = (
    Sentence("cost-of-connections", "Weights of a layer with {across} x {across} units over {side} x {side} pixels"),
    Sentence("cost-dense", "Dense: every unit reads every pixel"),
    Sentence("cost-dense-units", "Dense with {units:whole} units: each reads {inputs:whole} numbers"),
    Sentence("cost-local", "Locally connected: {field} x {field} pixels, weights of its own at each place"),
    Sentence("cost-shared", "Convolution: the same weights at each place"),
)
WEIGHTS = Sentence("cost-in-weights", "{count:whole}")

HUES = 4
"""Colours of outlines."""
LAYERS = ("max pooling", "average pooling", "every second pixel", "up-sampling", "cropping", "zero padding", "flatten")


class Shapes(Laboratory):
    """A picture and its moved copy through one layer; how far several layers see; the cost of three ways to connect."""

    title: ClassVar[str] = "Pools and shapes"
    text: ClassVar[str] = (
        "What comes out of layers that have nothing to learn? Put a picture through one of them, and the same picture "
        "moved by a pixel: how much of the movement is left? Below: how far several layers see, and what sharing saves."
    )
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("convolution",),
        effects=("pooling", "receptive-field", "shift", "cost"),
        sources=(
            Source(
                "Fukushima",
                1980,
                "Neocognitron: a self-organizing neural network model for a mechanism of pattern recognition "
                "unaffected by shift in position",
            ),
        ),
        after=("laboratory/moving_average",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/pool": "",
        "architecture/subsampling": "",
        "block/pooling/kind": "",
        "block/pooling/size": "",
        "block/pooling/stride": "",
        "block/pooling/padding": "",
        "block/upsampling/factor": "",
    }

    layer: Literal[
        "max pooling", "average pooling", "every second pixel", "up-sampling", "cropping", "zero padding", "flatten"
    ] = setting("max pooling", "Layer", "What the picture goes through.", group="Picture")
    size: int = setting(
        2, "Size", "Of the window and of its step; how many times larger; or pixels at each edge.", between=(2, 7),
        group="Picture", when={"layer": [one for one in LAYERS if one not in ("every second pixel", "flatten")]},
    )  # fmt: skip
    picture: Literal["a seven", "a ring", "stripes", "a chessboard"] = setting(
        "a seven", "Picture", "28 x 28 pixels, drawn by rule.", group="Picture"
    )
    shift: int = setting(
        1, "Moved to the right", "By so many pixels is the picture moved beside the first.", between=(0, 6),
        unit="pixels", group="Picture",
    )  # fmt: skip
    layers: int = setting(3, "Convolutions", "One on top of the other.", between=(1, 10), group="How far they see")
    kernel: int = setting(
        3, "Kernel", "Each reads so many neighbours across and down.", between=(1, 7), group="How far they see"
    )
    pooled: int = setting(
        0, "A pool of 2 after each", "After how many of the first layers a pool halves the picture.", between=(0, 5),
        group="How far they see",
    )  # fmt: skip
    side: int = setting(
        32, "Picture's side", "Of the picture whose layer is counted.", between=(4, 600), scale="log", unit="pixels",
        group="What sharing saves",
    )  # fmt: skip
    colours: int = setting(
        1, "Colours", "A number for each at every pixel: one of grey pictures, three of coloured ones.", between=(1, 3),
        group="What sharing saves",
    )  # fmt: skip
    units: int = setting(
        1000, "Units of a dense layer", "Where a dense layer has no place for each unit, only so many of them.",
        between=(1, 1000), scale="log", group="What sharing saves",
    )  # fmt: skip
    field: int = setting(
        4, "Field of a unit", "How many pixels a unit reads across and down.", between=(1, 32), unit="pixels",
        group="What sharing saves",
    )  # fmt: skip

    def narrowed(self) -> Bounds:
        return {"field": {"maximum": min(32, self.side)}}

    def pictures(self) -> list[Picture]:
        return [self.through(), self.on_picture(), self.seen(), self.costs()]

    def through(self) -> HeatMap:
        """The picture and its moved copy before and after the layer."""
        first = drawn(self.picture)  # (height, width)
        moved = functional.pad(first, (self.shift, 0))[:, :SIDE]
        after, moved_after = self.put(first), self.put(moved)
        panels = [
            shown(PICTURE, first), shown(AFTER, after), shown(MOVED, moved, shift=self.shift),
            shown(MOVED_AFTER, moved_after),
        ]  # fmt: skip
        before, behind = ((one - other).abs().mean().item() for one, other in ((first, moved), (after, moved_after)))
        remarks = [NO_WEIGHTS(before=first.numel(), after=after.numel())]
        if self.shift:
            remarks.append(APART(shift=self.shift, before=before, after=behind))
        return HeatMap(panels=panels, mark=None, remarks=remarks)

    def put(self, picture: Tensor) -> Tensor:
        """A picture (height, width) -> what the layer makes of it (height, width)."""
        batch, size = picture.view(1, 1, *picture.shape), self.size
        match self.layer:
            case "max pooling":
                found = functional.max_pool2d(batch, size)
            case "average pooling":
                found = functional.avg_pool2d(batch, size)
            case "every second pixel":
                found = batch[:, :, ::2, ::2]
            case "up-sampling":
                found = functional.interpolate(batch, scale_factor=size)
            case "cropping":
                found = batch[:, :, size:-size, size:-size]
            case "zero padding":
                found = functional.pad(batch, (size, size, size, size))
            case _:
                found = batch.flatten(2).unsqueeze(2)
        return found[0, 0]

    def fields(self) -> list[int]:
        """The receptive field after none, one, two … of the convolutions, each with its pool where there is one."""
        field, stride, found = 1, 1, [1]
        for place in range(1, self.layers + 1):
            field += (self.kernel - 1) * stride
            if place <= self.pooled:
                field, stride = field + stride, stride * 2
            found.append(field)
        return found

    def on_picture(self) -> Planes:
        """The picture, and for every layer the square of it that the number in the middle sees."""
        fields = self.fields()
        beyond = [layer for layer, field in enumerate(fields) if field > SIDE]
        remarks = [TOO_FAR(layer=beyond[0], pixels=fields[beyond[0]])] if beyond else []
        # What is far larger than the picture would leave nothing of it to be seen.
        shown = [(layer, field) for layer, field in enumerate(fields) if layer and field <= 2 * SIDE]
        half = max(SIDE, *(field for _, field in shown)) / 2 + 1
        outlines = [*(block(*run) for run in runs(drawn(self.picture))), square(SIDE / 2, weight=0.1)]
        outlines += [
            square(field / 2, hue=(layer - 1) % HUES, name=SQUARE(layer=layer, pixels=field), dashed=field > SIDE)
            for layer, field in reversed(shown)
        ]
        whole = Plane(title=ON_PICTURE(), across=(-half, half), up=(-half, half), outlines=outlines)
        return Planes(planes=[whole], remarks=remarks)

    def seen(self) -> Lines:
        """The receptive field layer by layer."""
        fields = self.fields()
        large = fields[-1] ** 2
        said = INSTEAD(
            layers=self.layers, kernel=self.kernel, seen=fields[-1], small=self.layers * self.kernel**2, large=large
        )
        return Lines(
            title=FIELD(), start=0, step=1, count=len(fields), lowest=0.0, highest=1.1 * max(fields[-1], 2),
            unit=PIXELS(), across=LAYER(), at=self.layers,
            lines=[NamedLine(name=SEEN(), values=floats(torch.tensor(fields)), hue=0)], remarks=[said],
        )  # fmt: skip

    def costs(self) -> BarList:
        """Weights of one layer over a picture, connected in three ways; biases aside."""
        field = min(self.field, self.side)
        across, inputs = self.side - field + 1, self.side**2 * self.colours
        counts: list[tuple[Any, int]] = [
            (WHOLE(units=self.units, inputs=inputs), inputs * self.units), (DENSE(), inputs * across**2),
            (LOCAL(field=field), across**2 * field**2 * self.colours), (SHARED(), field**2 * self.colours),
        ]  # fmt: skip
        most = max(count for _, count in counts)
        bars = [Bar(label=name, value=count / most, words=WEIGHTS(count=count)) for name, count in counts]
        return BarList(title=COST(across=across, side=self.side), bars=bars)


def runs(picture: Tensor) -> list[tuple[int, int, int]]:
    """Of a picture (height, width) what is dark side by side: its row, where it begins and where it has ended."""
    ink = torch.diff((picture > 0.5).int(), prepend=torch.zeros(len(picture), 1), append=torch.zeros(len(picture), 1))
    begins, ends = ink.eq(1).nonzero().tolist(), ink.eq(-1).nonzero().tolist()
    return [(row, first, after) for (row, first), (_, after) in zip(begins, ends, strict=True)]


def block(row: int, first: int, after: int) -> Outline:
    """Dark pixels of a row, where the middle of the picture is the middle of the plane."""
    left, right, top = first - SIDE / 2, after - SIDE / 2, SIDE / 2 - row
    points = torch.tensor([[left, top], [right, top], [right, top - 1], [left, top - 1]])
    return Outline(points=packed(points), filled=True, weight=0.0)


def square(half: float, weight: float = 0.6, **more: Any) -> Outline:
    """A square round the middle."""
    points = torch.tensor([[-half, half], [half, half], [half, -half], [-half, -half]])
    return Outline(points=packed(points), weight=weight, **more)


def shown(title: Any, picture: Tensor, **values: int) -> Panel:
    """A picture (height, width) of 0 to 1 as a heat map that says its size."""
    height, width = picture.shape
    words = title(height=height, width=width, **values)
    return panel(words, picture, unlabelled(height), unlabelled(width))
