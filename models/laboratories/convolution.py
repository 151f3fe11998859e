"""Convolution: one small kernel slides over a picture, and the same few weights answer at every place.

Networks learn such kernels (Fukushima 1980; LeCun et al. 1989); before, people wrote them: Sobel (1968), the Laplacian
(Marr and Hildreth 1980). With holes: Yu and Koltun (2016). Depth-wise separable: Sifre (2014), Chollet (2017).
Transposed, and the checkerboards that it draws: Dumoulin and Visin (2016), Odena, Dumoulin and Olah (2016).
"""

from collections.abc import Mapping
from math import prod
from typing import Annotated, Any, ClassVar, Literal

import torch
from pydantic import Field, model_validator
from torch import Tensor

from models.look.convolutions import Convolution, Padding, bent
from models.look.convolutions import packed as packed_floats
from models.look.convolved import Bend, Convolved, Stage
from models.look.kernel_facts import apart, board, sized, three_ways
from models.look.laboratory import Laboratory
from models.look.picture_rows import BarList
from models.look.pictures import Picture
from models.look.ready_pictures import SIDE, grey, own_picture, ready
from models.look.small_kernels import KERNELS, kernel_of
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import refusal, setting

PASSED, COLUMN, ROW, EACH, MIXED, SPREAD = (
    Sentence("convolved-pass", "After the kernel, {height} x {width}"),
    Sentence("convolved-column", "After its column, {height} x {width}"),
    Sentence("convolved-row", "After its row, {height} x {width}"),
    Sentence("convolved-each-colour", "Each colour after the kernel, {height} x {width}"),
    Sentence("convolved-mixed", "The colours mixed, {height} x {width}"),
    Sentence("convolved-spread", "Spread by the kernel, {height} x {width}"),
)
PICTURE = Sentence("convolved-picture", "The picture, {height} x {width}")
HOLES = Sentence(
    "convolved-holes", "With holes, {rows} x {columns} weights span {reach} x {span} pixels: more is seen for nothing."
)
TWICE_OVER = Sentence(
    "convolved-separates", "The kernel is a column times a row: two thin passes give what the whole kernel gives."
)
NEAREST = Sentence(
    "convolved-nearest-column-and-row",
    "No column times a row makes this kernel. Shown is the nearest that one makes; {share:percent} of the kernel is "
    "lost (of its sum of squares). A blur, a Gaussian and both Sobels can be taken apart.",
)
NOTHING_OWN = Sentence("convolved-nothing-own", "There is no picture of your own yet: this is the house.")
NO_ROOM = Sentence(
    "convolution-no-room",
    "In pass {place} the kernel spans {reach} x {span} pixels, and there are only {height} x {width}: nothing can "
    "slide.",
)
NO_MIRROR = Sentence(
    "convolution-no-mirror",
    "The mirror shows at most {most} pixels beyond an edge, and {wanted} are wanted: pad with nothing instead.",
)
NOTHING_MIRRORED = Sentence(
    "transposed-no-mirror", "A transposed convolution puts nothing round its picture that a mirror could show."
)

Sort = Literal["ordinary", "1 x 1", "separable", "depth-wise separable", "transposed"]
WITH_KERNEL: dict[str, Any] = {"sort": ["ordinary", "separable", "depth-wise separable", "transposed"]}
LAID, COST = "How it is laid on", "What it costs"
BENDS: dict[str, Bend] = {"nothing": "", "ReLU": "relu", "its size": "size", "a threshold": "threshold"}
INK = {"a seven", "a ring", "stripes", "a chessboard"}


class ConvolutionLaboratory(Laboratory):
    """A picture through a kernel, pixel by pixel."""

    title: ClassVar[str] = "Convolution"
    text: ClassVar[str] = (
        "A kernel slides over a picture; at each place its numbers times the pixels below it, summed, are one new "
        "pixel. Point at a picture: these pixels made it, and these it makes. Pick a kernel or type one. A filter of a "
        "trained network comes here from its view Filters."
    )
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("demos", "convolution"),
        effects=("weight-sharing", "receptive-field"),
        sources=(
            Source("Sobel and Feldman", 1968, "A 3x3 isotropic gradient operator for image processing"),
            Source("Dumoulin and Visin", 2016, "A guide to convolution arithmetic for deep learning"),
        ),
        after=("laboratory/moving_average",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/kernel": "",
        "architecture/dilation": "dilation",
        "architecture/padding": "",
        "block/convolution/kind": "",
        "block/convolution/kernel": "",
        "block/convolution/stride": "",
        "block/convolution/dilation": "",
        "block/convolution/padding": "padding",
    }

    picture: Literal["a house", "a white square", "black and white", "a seven", "a ring", "stripes", "one's own"] = (
        setting("a house", "Picture", "Drawn by rule, or one that you draw, open or take.", group="Picture")
    )
    own: Annotated[str, Field(max_length=10_000)] = setting(
        "", "Your own", "A drawing, or the middle of a picture; it stays in the address of this page.",
        format="picture", group="Picture", when={"picture": ["one's own"]},
    )  # fmt: skip
    kernel: Annotated[str, Field(max_length=2_000)] = setting(
        "sharpen", "Kernel", "Pick one, or type numbers: each is the weight of the pixel below it.",
        format="kernel", choices=KERNELS, group="Kernel", when=WITH_KERNEL,
    )  # fmt: skip
    sort: Sort = setting(
        "ordinary", "Sort of convolution",
        "1 x 1 mixes colours; separable is a column, then a row; transposed spreads each pixel.", group="Kernel",
    )  # fmt: skip
    red: float = setting(
        0.5, "Weight of red", "Of the 1 x 1 kernel that mixes the colours.", between=(-2.0, 2.0), step=0.1,
        group="Kernel",
        when={"sort": ["1 x 1", "depth-wise separable"]},
    )  # fmt: skip
    green: float = setting(
        0.5, "Weight of green", "Of the 1 x 1 kernel that mixes the colours.", between=(-2.0, 2.0), step=0.1,
        group="Kernel", when={"sort": ["1 x 1", "depth-wise separable"]},
    )  # fmt: skip
    blue: float = setting(
        -1.0, "Weight of blue", "Of the 1 x 1 kernel that mixes the colours.", between=(-2.0, 2.0), step=0.1,
        group="Kernel", when={"sort": ["1 x 1", "depth-wise separable"]},
    )  # fmt: skip
    passes: int = setting(
        1, "Passes", "The same kernel over what it made, again.", between=(1, 3), group="Kernel",
        when={"sort": ["ordinary"]},
    )  # fmt: skip
    turned: bool = setting(
        False, "Turned by half", "Mathematics turns a kernel over before it slides; networks do not.", group="Kernel",
        when=WITH_KERNEL,
    )  # fmt: skip
    stride_down: int = setting(1, "Stride down", "The kernel moves by so many rows.", between=(1, 4), group=LAID)
    stride_across: int = setting(1, "Stride across", "The kernel moves by so many columns.", between=(1, 4), group=LAID)
    padding: Padding = setting(
        "valid", "At the edge",
        "Valid stays inside; same puts nothing round the picture, so that it stays as large; reflect puts a mirror "
        "there.",
        group=LAID,
    )  # fmt: skip
    dilation: int = setting(
        1, "Dilation", "So many pixels from one weight to the next: a kernel with holes sees further.", between=(1, 4),
        group=LAID, when=WITH_KERNEL,
    )  # fmt: skip
    after: Literal["nothing", "ReLU", "its size", "a threshold"] = setting(
        "nothing", "Afterwards", "What becomes of each number: a threshold leaves edges as lines.", group=LAID
    )
    threshold: float = setting(
        0.5,
        "Threshold",
        "1 above it, else 0.",
        between=(-4.0, 4.0),
        step=0.05,
        group=LAID,
        when={"after": ["a threshold"]},
    )
    maps_in: int = setting(
        64, "Maps in", "Of the layer whose work is counted.", between=(1, 512), scale="log", group=COST
    )
    maps_out: int = setting(
        128, "Maps out", "As many kernels as that has an ordinary layer.", between=(1, 512), scale="log", group=COST
    )

    @model_validator(mode="after")
    def refuse_what_cannot_slide(self) -> "ConvolutionLaboratory":
        """Raises a refusal that names the setting, and the nearest that works."""
        try:
            kernel_of(self.kernel)
        except ValueError as error:
            raise refusal("kernel", error.args[0], "sharpen") from error
        try:
            own_picture(self.own)
        except ValueError as error:
            raise refusal("own", error.args[0], "") from error
        if self.padding == "reflect" and self.sort == "transposed":
            raise refusal("padding", NOTHING_MIRRORED(), "same")
        size = (self.seen().shape[1], self.seen().shape[2])
        for place, (_, layer) in enumerate(self.chain()):
            self._refuse(place, layer, size)
            size = layer.size(size)
        return self

    def _refuse(self, place: int, layer: Convolution, size: tuple[int, int]) -> None:
        around = layer.round(size)
        if self.padding == "reflect":
            for axis in (0, 1):
                if max(around[axis]) >= size[axis]:
                    said = NO_MIRROR(most=size[axis] - 1, wanted=max(around[axis]))
                    raise refusal("padding", said, "same")
        elif min(layer.size(size)) < 1:
            reach, span = layer.reach
            said = NO_ROOM(place=place + 1, reach=reach, span=span, height=size[0], width=size[1])
            raise refusal("passes", said, place) if place and self.sort == "ordinary" else refusal("dilation", said, 1)

    def pictures(self) -> list[Picture]:
        return [self.convolved(), self.costs()]

    def seen(self) -> Tensor:
        """The picture (colours, height, width), grey where colours are not told apart."""
        own = own_picture(self.own) if self.picture == "one's own" else None
        picture = ready("a house" if self.picture == "one's own" else self.picture) if own is None else own
        if self.sort in ("1 x 1", "depth-wise separable"):
            return picture.expand(3, -1, -1)
        return grey(picture)

    def weights(self) -> Tensor:
        """The kernel (height, width) as it slides."""
        kernel = kernel_of(self.kernel)
        return kernel.flip(0, 1) if self.turned else kernel

    def slid(self) -> str:
        """The kernel as it is typed, with the numbers in the order in which they slide."""
        rows = [row.split() for row in KERNELS.get(self.kernel, self.kernel).split(";")]
        return "; ".join(" ".join(reversed(row)) for row in reversed(rows)) if self.turned else self.kernel

    def chain(self) -> list[tuple[Sentence, Convolution]]:
        """What the picture goes through, and what is said of it."""
        kernel, stride, padding = self.weights(), (self.stride_down, self.stride_across), self.padding
        mix = torch.tensor([self.red, self.green, self.blue]).view(1, 3, 1, 1)
        match self.sort:
            case "ordinary":
                return [(PASSED, Convolution(kernel[None, None], stride, padding, self.dilation))] * self.passes
            case "1 x 1":
                return [(MIXED, Convolution(mix, stride, padding))]
            case "separable":
                column, row, _ = apart(kernel)
                down, across = (stride[0], 1), (1, stride[1])
                return [
                    (COLUMN, Convolution(column[None, None], down, padding, self.dilation)),
                    (ROW, Convolution(row[None, None], across, padding, self.dilation)),
                ]
            case "depth-wise separable":
                each = kernel.expand(3, 1, *kernel.shape).contiguous()
                return [
                    (EACH, Convolution(each, stride, padding, self.dilation, groups=3)), (MIXED, Convolution(mix)),
                ]  # fmt: skip
            case _:
                return [(SPREAD, Convolution(kernel[None, None], stride, padding, self.dilation, transposed=True))]

    def made(self) -> list[Tensor]:
        """The picture, and what is made of it, layer by layer; each (maps, height, width)."""
        found = [self.seen()]
        chain = self.chain()
        for place, (_, layer) in enumerate(chain):
            last = place == len(chain) - 1
            found.append(bent(layer.of(found[-1]), BENDS[self.after] if last else "", self.threshold))
        return found

    def convolved(self) -> Convolved:
        picture = self.seen()
        size = (picture.shape[1], picture.shape[2])
        title = PICTURE(height=size[0], width=size[1])
        stages: list[Stage] = []
        remarks: list[Text] = []
        if self.picture == "one's own" and not self.own:
            remarks.append(NOTHING_OWN())
        chain = self.chain()
        for place, (words, layer) in enumerate(chain):
            height, width = layer.size(size)
            remarks.append(sized(layer, size))
            bend = BENDS[self.after] if place == len(chain) - 1 else ""
            # What keeps the brightness is a picture again; what does not is drawn about 0.
            keeps = abs(layer.weights[:1].sum().item() - 1) < 0.51 or (self.sort == "separable" and place == 0)
            signed = bend != "threshold" and not keeps
            stages.append(layer.stage(words(height=height, width=width), size, bend, self.threshold, signed))
            size = (height, width)
        ink = self.picture in INK or (self.picture == "one's own" and picture.shape[1] == SIDE)
        return Convolved(
            title=title, picture=packed_floats(picture), ink=ink, stages=stages, remarks=[*remarks, *self.notes()],
            kernel="" if self.sort == "1 x 1" else self.slid(),
        )  # fmt: skip

    def notes(self) -> list[Text]:
        """What is to be seen."""
        _, layer = self.chain()[0]
        rows, columns = kernel_of(self.kernel).shape
        said: list[Text] = []
        if self.dilation > 1 and self.sort not in ("1 x 1", "separable"):
            said.append(HOLES(rows=rows, columns=columns, reach=layer.reach[0], span=layer.reach[1]))
        if self.sort == "separable":
            lost = apart(self.weights())[2]
            said.append(NEAREST(share=lost) if lost > 1e-6 else TWICE_OVER())
        if self.sort == "transposed":
            said.append(board(layer))
        return said

    def costs(self) -> BarList:
        """Multiplications of a layer with many maps, laid on in three ways."""
        _, layer = self.chain()[0]
        size = (self.seen().shape[1], self.seen().shape[2])
        places = prod(size if layer.transposed else layer.size(size))
        rows, columns = kernel_of(self.kernel).shape
        return three_ways(rows, columns, self.maps_in, self.maps_out, places)
